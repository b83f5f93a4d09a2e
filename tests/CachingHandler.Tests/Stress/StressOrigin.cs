using System.Collections.Concurrent;
using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Stress;

/// <summary>An origin of several resources, each as it is for a user, a language and an edition; slow, and not to be relied on.</summary>
internal sealed class StressOrigin(int seed) : HttpMessageHandler
{
    /// <summary>The length of a resource, in bytes, by its number.</summary>
    public static readonly int[] Lengths = [300, 200_003, 150_001, 90_000, 600_000, 20_000, 40_000, 0];

    // Those have no length, or no strong validator, or none at all.
    private static readonly int[] Chunked = [2, 4];
    private static readonly int[] Weak = [3];
    private static readonly int[] Untagged = [4, 5];
    private static readonly int[] Varying = [1, 3];

    private int[] _editions = [.. Lengths.Select(_ => 1)];
    private readonly Random _random = new(seed);
    private int _open;

    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Gets the number of bodies that nobody has disposed.</summary>
    public int Open => Volatile.Read(ref _open);

    public bool IsDisposed { get; private set; }

    /// <summary>Has the same documents as another from now on.</summary>
    public void Share(StressOrigin other) => _editions = other._editions;

    public void Closed() => Interlocked.Decrement(ref _open);

    public void Check(bool isRight, string complaint)
    {
        if (!isRight)
        {
            Faults.Enqueue(complaint);
        }
    }

    /// <summary>Returns how long the next piece takes, in milliseconds.</summary>
    public int Pause() => Next(20) == 0 ? Next(4) : 0;

    /// <summary>Returns the length of the next piece.</summary>
    public int Piece(int most) => most == 0 ? 0 : Next(3) == 0 ? 1 + Next(most) : most;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Thread.Sleep(Pause());

        return Answer(request);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Next(4) != 0)
        {
            await Task.Delay(Next(6), cancellationToken);
        }

        var response = Answer(request);
        if (Next(4) == 0)
        {
            try
            {
                await Task.Delay(Next(4), cancellationToken);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var resource = int.Parse(request.RequestUri!.Segments[^1]);
        if (Next(25) == 0)
        {
            throw new HttpRequestException("No connection, as it was told to.", new StressFault());
        }

        HttpResponseMessage response;
        if (request.Method == HttpMethod.Put)
        {
            var edition = Interlocked.Increment(ref _editions[resource]);
            response = Answers.Of(HttpStatusCode.NoContent, (StressBody.FieldName, edition.ToString()));
        }
        else
        {
            response = Next(40) == 0 ? Answers.Of(HttpStatusCode.ServiceUnavailable) : Document(request, resource);
        }

        response.RequestMessage = request;

        return response;
    }

    private HttpResponseMessage Document(HttpRequestMessage request, int resource)
    {
        var fields = request.Headers.NonValidated;
        var user = fields.TryGetValues("Authorization", out var authorization) ? authorization.ToString() : "-";
        var language = Varying.Contains(resource) && fields.TryGetValues("Accept-Language", out var accepted) ? accepted.ToString() : "-";
        var body = new StressBody(resource, user, language, Volatile.Read(ref _editions[resource]));
        var tag = Untagged.Contains(resource) ? null : Weak.Contains(resource) ? $"W/\"{body}\"" : $"\"{body}\"";
        List<(string, string)> answer = [(StressBody.FieldName, body.ToString())];
        answer.Add(("Cache-Control", resource switch { 5 => "no-store", 6 => "max-age=0, must-revalidate", _ => "max-age=600" }));
        if (tag is not null)
        {
            answer.Add(("ETag", tag));
        }

        if (Varying.Contains(resource))
        {
            answer.Add(("Vary", "Accept-Language"));
        }

        if (tag is not null && fields.TryGetValues("If-None-Match", out var known) && known.ToString().Contains(tag, StringComparison.Ordinal))
        {
            return Answers.NotModified([.. answer]);
        }

        var isSame = !fields.TryGetValues("If-Range", out var ifRange) || ifRange.ToString() == tag;
        if (isSame && body.Length > 0 && fields.Contains("Range"))
        {
            var range = request.Headers.Range!.Ranges.Single();
            var first = (int)range.From!;
            var end = (int)Math.Min(body.Length, (range.To + 1) ?? body.Length);
            answer.Add(("Content-Range", $"bytes {first}-{end - 1}/{body.Length}"));

            return Answers.Of(HttpStatusCode.PartialContent, Content(request, body, first, end), [.. answer]);
        }

        return Answers.Of(HttpStatusCode.OK, Content(request, body, 0, body.Length), [.. answer]);
    }

    private HttpContent Content(HttpRequestMessage request, StressBody body, int first, int end)
    {
        if (request.Method == HttpMethod.Head)
        {
            return new ByteArrayContent([]);
        }

        int? breaksAt = end > first && Next(10) == 0 ? first + Next(end - first) : null;
        Interlocked.Increment(ref _open);

        return new StressContent(this, body, first, end, breaksAt, !Chunked.Contains(body.Resource));
    }

    private int Next(int below)
    {
        lock (_random)
        {
            return _random.Next(below);
        }
    }
}

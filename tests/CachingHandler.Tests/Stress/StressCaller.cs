using System.Net;

namespace CachingHandler.Tests.Stress;

/// <summary>Asks for one thing after another, reads it in one way or another or leaves amid it, and compares each byte.</summary>
internal sealed class StressCaller(StressRun run, HttpClient http, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);

    public async Task WorkAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var resource = _random.Next(StressOrigin.Lengths.Length);
            var user = _random.Next(3) switch { 0 => "-", 1 => "ann", _ => "bob" };
            var work = Task.Run(() => _random.Next(12) == 0 ? PutAsync(resource, user) : GetAsync(resource, user));
            try
            {
                await work.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                run.Complain($"Resource {resource} for {user}: no end.");
                return;
            }
        }
    }

    private async Task PutAsync(int resource, string user)
    {
        try
        {
            using var request = Request(HttpMethod.Put, resource, user);
            using var response = await http.SendAsync(request);
            run.Changed(resource, user, response);
        }
        catch (HttpRequestException)
        {
            // The origin was not there.
        }
    }

    private async Task GetAsync(int resource, string user)
    {
        using var leaving = new CancellationTokenSource();
        using var request = Request(_random.Next(25) == 0 ? HttpMethod.Head : HttpMethod.Get, resource, user);
        Vary(request);
        var leaves = _random.Next(8);
        var isSynchronous = _random.Next(6) == 0;
        var isBuffered = _random.Next(6) == 0;
        var oldest = run.OldestFor(resource, user);
        var disposing = Task.CompletedTask;
        try
        {
            if (leaves == 0)
            {
                leaving.CancelAfter(TimeSpan.FromMilliseconds(_random.Next(12)));
            }

            var completion = isBuffered ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead;
            using var response = isSynchronous
                ? http.Send(request, completion, leaving.Token)
                : await http.SendAsync(request, completion, leaving.Token);
            if (leaves == 1)
            {
                var pause = _random.Next(6);
                disposing = Task.Run(async () =>
                {
                    await Task.Delay(pause);
                    response.Dispose();
                });
            }

            await CheckAsync(request, response, oldest, isSynchronous, leaving.Token);
        }
        catch (Exception exception) when (leaves == 0 && exception is OperationCanceledException or ObjectDisposedException)
        {
            // HttpClient.Send disposes what it buffers when it is cancelled, be it at the last moment.
        }
        catch (Exception exception) when (leaves == 1 && exception is ObjectDisposedException or IOException)
        {
        }
        catch (Exception exception) when (run.IsToBeExpected(exception))
        {
        }
        catch (Exception exception)
        {
            run.Complain($"{request.Method} {resource} for {user} ({leaves}, {isSynchronous}, {isBuffered}): {exception}");
        }

        await disposing;
    }

    private async Task CheckAsync(
        HttpRequestMessage request, HttpResponseMessage response, int oldest, bool isSynchronous, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable)
        {
            return;
        }

        var body = StressBody.Parse(response.Headers.NonValidated[StressBody.FieldName].ToString());
        run.Saw(response);
        if (!ReferenceEquals(response.RequestMessage, request))
        {
            run.Complain($"{body} came with another's request.");
        }

        if (!IsFor(request, body) || body.Edition < oldest)
        {
            run.Complain($"{body} was given to {request} which was to have at least edition {oldest}: {response.GetHttpCacheResult()}.");
            return;
        }

        if (request.Method == HttpMethod.Head)
        {
            return;
        }

        var range = response.Content.Headers.ContentRange;
        var position = (int)(range?.From ?? 0);
        var end = (int)((range?.To + 1) ?? body.Length);
        await using var stream = isSynchronous ? response.Content.ReadAsStream(cancellationToken) : await response.Content.ReadAsStreamAsync(cancellationToken);
        var leavesAt = _random.Next(6) == 0 ? position + _random.Next(end - position + 1) : int.MaxValue;
        var isSlow = _random.Next(5) == 0;
        var buffer = new byte[_random.Next(3) switch { 0 => 500 + _random.Next(3_000), 1 => 16_384, _ => 100_000 }];
        while (position < leavesAt)
        {
            var wanted = buffer.AsMemory(0, 1 + _random.Next(buffer.Length));
            var count = isSynchronous ? stream.Read(wanted.Span) : await stream.ReadAsync(wanted, cancellationToken);
            if (count == 0)
            {
                if (position != end)
                {
                    run.Complain($"{body} ended at {position}: {response.GetHttpCacheResult()}.");
                }

                return;
            }

            if (position + count > end || !wanted.Span[..count].SequenceEqual(body.Bytes(position, count)))
            {
                run.Complain($"{body} has other bytes from {position} on: {response.GetHttpCacheResult()}.");
                return;
            }

            position += count;
            if (isSlow && _random.Next(8) == 0)
            {
                await Task.Delay(_random.Next(5), CancellationToken.None);
            }
        }
    }

    private bool IsFor(HttpRequestMessage request, StressBody body)
    {
        var user = request.Headers.Authorization?.Scheme ?? "-";
        var language = request.Headers.NonValidated.TryGetValues("Accept-Language", out var accepted) ? accepted.ToString() : "-";

        return body.Resource == int.Parse(request.RequestUri!.Segments[^1]) && body.User == user && (body.Language is "-" || body.Language == language);
    }

    private HttpRequestMessage Request(HttpMethod method, int resource, string user)
    {
        var request = new HttpRequestMessage(method, $"https://example.com/{resource}");
        if (user != "-")
        {
            request.Headers.TryAddWithoutValidation("Authorization", user);
        }

        if (_random.Next(2) == 0)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", _random.Next(2) == 0 ? "en" : "fr");
        }

        return request;
    }

    private void Vary(HttpRequestMessage request)
    {
        switch (_random.Next(14))
        {
            case 0:
                request.ForceRefresh();
                break;

            case 1:
                request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
                break;

            case 2:
                request.Headers.TryAddWithoutValidation("Range", $"bytes={_random.Next(200)}-{200 + _random.Next(500_000)}");
                break;

            case 3:
                request.Headers.TryAddWithoutValidation("Cache-Control", "max-age=0");
                break;

            default:
                break;
        }
    }
}

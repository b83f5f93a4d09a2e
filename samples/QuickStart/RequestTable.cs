using System.Diagnostics;
using System.Net;
using CachingHandler;
using static System.FormattableString;

namespace QuickStart;

/// <summary>Sends requests and prints a row for each.</summary>
internal sealed class RequestTable(HttpClient client)
{
    /// <summary>Gets the number of requests that had no response.</summary>
    public int Failures { get; private set; }

    public static void Head() => Row("Request", "Mode", "Wire", "Caller", "Outcome", "Reason", "Bytes", "Time");

    public static void Caption(string text) => Console.WriteLine($"{Environment.NewLine}{text}");

    public async Task GetAsync(Uri uri, HttpCacheMode mode = HttpCacheMode.Default) => Print(await AskAsync(uri, mode));

    /// <summary>Sends requests at the same time, and prints them in the order in which they came to the wire, if they did.</summary>
    public async Task GetAtOnceAsync(Uri uri, int callers)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => AskAsync(uri, HttpCacheMode.Default)));
        foreach (var answer in answers.OrderBy(answer => answer.Wire.Status is null))
        {
            Print(answer);
        }
    }

    public void Refuse(string why)
    {
        Failures++;
        Row("-", "-", "-", "-", "failed", why, "0", "-");
    }

    private async Task<Answer> AskAsync(Uri uri, HttpCacheMode mode)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri).SetHttpCacheMode(mode);
        var wire = WireTap.Watch(request);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request);
            var time = Stopwatch.GetElapsedTime(start);
            var result = response.GetHttpCacheResult()!;

            return new(uri, mode, wire, Code(response.StatusCode), $"{result.Outcome}", $"{result.Reason}", time, result.NotStoredReason);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Failures++;
            var why = (exception as HttpRequestException)?.HttpRequestError.ToString() ?? "Timeout";

            return new(uri, mode, wire, "-", "failed", why, Stopwatch.GetElapsedTime(start), NotStoredReason.None);
        }
    }

    private static void Print(Answer answer)
    {
        Row(
            $"GET {answer.Uri.PathAndQuery}",
            $"{answer.Mode}",
            Code(answer.Wire.Status),
            answer.Caller,
            answer.Outcome,
            answer.Reason,
            Invariant($"{answer.Wire.BodyBytes:N0}"),
            Invariant($"{answer.Time.TotalMilliseconds:F1} ms"));
        if (answer.NotStored != NotStoredReason.None)
        {
            Console.WriteLine($"  not kept: {answer.NotStored}");
        }
    }

    private static void Row(
        string request, string mode, string wire, string caller, string outcome, string reason, string bytes, string time) =>
        Console.WriteLine(
            $"{Fit(request, 26)}  {mode,-12}  {wire,4}  {caller,6}  {outcome,-11}  {reason,-19}  {bytes,11}  {time,10}");

    private static string Code(HttpStatusCode? status) => status is { } code ? Invariant($"{(int)code}") : "-";

    private static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : string.Concat(text.AsSpan(0, width - 3), "...");

    private sealed record Answer(
        Uri Uri,
        HttpCacheMode Mode,
        WireTap.Reading Wire,
        string Caller,
        string Outcome,
        string Reason,
        TimeSpan Time,
        NotStoredReason NotStored);
}

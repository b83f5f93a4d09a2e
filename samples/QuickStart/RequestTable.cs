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

    public async Task GetAsync(Uri uri, HttpCacheMode mode = HttpCacheMode.Default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri).SetHttpCacheMode(mode);
        var wire = WireTap.Watch(request);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request);
            var time = Stopwatch.GetElapsedTime(start);
            var result = response.GetHttpCacheResult()!;
            Row(uri, mode, wire, Code(response.StatusCode), $"{result.Outcome}", $"{result.Reason}", time);
            if (result.NotStoredReason != NotStoredReason.None)
            {
                Console.WriteLine($"  not kept: {result.NotStoredReason}");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Failures++;
            var why = (exception as HttpRequestException)?.HttpRequestError.ToString() ?? "Timeout";
            Row(uri, mode, wire, "-", "failed", why, Stopwatch.GetElapsedTime(start));
        }
    }

    public void Refuse(string why)
    {
        Failures++;
        Row("-", "-", "-", "-", "failed", why, "0", "-");
    }

    private static void Row(
        Uri uri, HttpCacheMode mode, WireTap.Reading wire, string caller, string outcome, string reason, TimeSpan time) => Row(
            $"GET {uri.PathAndQuery}",
            $"{mode}",
            Code(wire.Status),
            caller,
            outcome,
            reason,
            Invariant($"{wire.BodyBytes:N0}"),
            Invariant($"{time.TotalMilliseconds:F1} ms"));

    private static void Row(
        string request, string mode, string wire, string caller, string outcome, string reason, string bytes, string time) =>
        Console.WriteLine(
            $"{Fit(request, 26)}  {mode,-12}  {wire,4}  {caller,6}  {outcome,-11}  {reason,-19}  {bytes,11}  {time,10}");

    private static string Code(HttpStatusCode? status) => status is { } code ? Invariant($"{(int)code}") : "-";

    private static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : string.Concat(text.AsSpan(0, width - 3), "...");
}

namespace CachingHandler.Tests.EndToEnd;

/// <summary>What a caller got of a body, and how it ended for the caller.</summary>
/// <param name="Bytes">The bytes until then.</param>
/// <param name="Failure">The exceptions, from the outermost inwards; empty for none.</param>
internal sealed record BodyOutcome(byte[] Bytes, string Failure)
{
    public static string Describe(Exception? exception) => exception switch
    {
        null => string.Empty,
        // Which of its kinds depends on when the transport notices. HttpClient.Send cancels by disposing the content.
        OperationCanceledException or ObjectDisposedException => nameof(OperationCanceledException),
        HttpRequestException http => $"{http.GetType().Name} {http.HttpRequestError}, {http.StatusCode} < {Describe(http.InnerException)}",
        HttpIOException io => $"{io.GetType().Name} {io.HttpRequestError} < {Describe(io.InnerException)}",
        _ => $"{exception.GetType().Name} < {Describe(exception.InnerException)}",
    };
}

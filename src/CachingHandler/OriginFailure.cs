namespace CachingHandler;

/// <summary>Knows which exceptions mean that the origin gave no answer (RFC 5861 §4).</summary>
internal static class OriginFailure
{
    /// <summary>Tells whether an exception is the transport's; its own timeout is, the caller's lost patience is not.</summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or OperationCanceledException
        && !cancellationToken.IsCancellationRequested;
}

namespace CachingHandler;

/// <summary>The mode of a call context, until disposed.</summary>
internal sealed class HttpCacheModeScope : IDisposable
{
    private static readonly AsyncLocal<HttpCacheModeScope?> Innermost = new();

    // A program that never opens a scope does not pay for looking.
    private static volatile bool _isInUse;

    private readonly HttpCacheModeScope? _outer;
    private readonly HttpCacheMode _mode;
    private bool _disposed;

    public HttpCacheModeScope(HttpCacheMode mode)
    {
        _isInUse = true;
        _mode = ThrowIfUndefined(mode);
        _outer = Innermost.Value?.Live;
        Innermost.Value = this;
    }

    /// <summary>Returns the mode of a request: its own, else its policy's, else the call context's, else the default.</summary>
    public static HttpCacheMode ModeOf(HttpRequestMessage request, HttpCacheRequestPolicy? policy) =>
        HttpCacheRequestOptions.ModeOf(request) ?? policy?.Mode ?? (_isInUse ? Innermost.Value?.Live?._mode : null) ?? HttpCacheMode.Default;

    /// <summary>Returns the mode, or throws when it is none.</summary>
    public static HttpCacheMode ThrowIfUndefined(HttpCacheMode mode) => Enum.IsDefined(mode)
        ? mode
        : throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{(int)mode} is no HttpCacheMode; take one of its members.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        if (Innermost.Value == this)
        {
            Innermost.Value = _outer?.Live;
        }
    }

    // A task that outlives the scope still carries it; a scope that has ended no longer counts, and is not held on to.
    private HttpCacheModeScope? Live => _disposed ? _outer?.Live : this;
}

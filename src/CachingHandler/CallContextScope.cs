namespace CachingHandler;

/// <summary>What the requests of a call context want of the cache, until disposed.</summary>
internal sealed class CallContextScope : IDisposable
{
    private static readonly AsyncLocal<CallContextScope?> Innermost = new();

    // A program that never opens a scope does not pay for looking.
    private static volatile bool _isInUse;

    private readonly CallContextScope? _outer;
    private readonly HttpCacheMode? _mode;
    private readonly HttpCacheRequestPolicy? _policy;
    private bool _disposed;

    public CallContextScope(HttpCacheMode mode)
        : this(ThrowIfUndefined(mode), policy: null)
    {
    }

    public CallContextScope(HttpCacheRequestPolicy policy)
        : this(policy.Mode, policy)
    {
    }

    private CallContextScope(HttpCacheMode? mode, HttpCacheRequestPolicy? policy)
    {
        _isInUse = true;
        _outer = Innermost.Value?.Live;
        (_mode, _policy) = (mode, policy);
        Innermost.Value = this;
    }

    // A task that outlives the scope still carries it; a scope that has ended no longer counts, and is not held on to.
    private CallContextScope? Live => _disposed ? _outer?.Live : this;

    /// <summary>Returns what a request wants: by its own options, else by the call context, each for mode and policy.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">The policy; null where nothing sets one.</param>
    /// <returns>The mode: the request's own, else its policy's, else that of the innermost scope that has one, else the default.</returns>
    public static HttpCacheMode ModeOf(HttpRequestMessage request, out HttpCacheRequestPolicy? policy)
    {
        policy = HttpCacheRequestOptions.PolicyOf(request);
        var mode = HttpCacheRequestOptions.ModeOf(request) ?? policy?.Mode;
        for (var scope = _isInUse ? Innermost.Value?.Live : null; scope is not null; scope = scope._outer?.Live)
        {
            mode ??= scope._mode;
            policy ??= scope._policy;
        }

        return mode ?? HttpCacheMode.Default;
    }

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
}

namespace CachingHandler.DependencyInjection;

/// <summary>What a handler does that makes its side of the cache matter.</summary>
internal enum HandlerRole
{
    /// <summary>Nothing that is known of.</summary>
    None = 0,

    /// <summary>It adds credentials to requests; the cache has to see them.</summary>
    Credentials,

    /// <summary>It repeats requests; only those that go to the origin are worth repeating.</summary>
    Retries,

    /// <summary>It decodes bodies.</summary>
    Decompression,
}

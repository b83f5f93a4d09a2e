namespace CachingHandler.Testing;

/// <summary>A document of a <see cref="KestrelOrigin"/>.</summary>
/// <param name="Body">Its text.</param>
public sealed record OriginDocument(string Body)
{
    /// <summary>Gets the entity tag; null for none.</summary>
    public string? ETag { get; init; }

    /// <summary>Gets when it last changed; null for not said.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Gets the cache directives.</summary>
    public string CacheControl { get; init; } = "max-age=60";

    /// <summary>Gets a value indicating whether it is sent without a declared length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Gets a value indicating whether it is compressed for those who accept that.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Gets other header lines.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];
}

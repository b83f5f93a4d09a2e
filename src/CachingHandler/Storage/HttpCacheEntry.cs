using CachingHandler.Http;

namespace CachingHandler.Storage;

/// <summary>What a store says of one stored response to whoever looks after the cache.</summary>
/// <param name="response">Its head.</param>
/// <param name="size">What the store counts for it, in bytes; at least zero.</param>
/// <param name="lastUsed">When its body was last asked for, or it was stored or validated; null when the store does not know.</param>
/// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
/// <remarks>Immutable and safe for concurrent use; as things were when it was made.</remarks>
public sealed class HttpCacheEntry(StoredResponse response, long size, DateTimeOffset? lastUsed)
{
    /// <summary>Gets the head.</summary>
    public StoredResponse Response { get; } = response ?? throw new ArgumentNullException(nameof(response));

    /// <summary>Gets the URI under which the response is stored; see <see cref="HttpCacheKey.Uri"/>.</summary>
    public string Uri => Response.Key.Uri;

    /// <summary>Gets what the store counts for the response, in bytes.</summary>
    /// <value>On a disk whole blocks, in memory an estimate; of another store at least the body.</value>
    public long Size { get; } = size;

    /// <summary>Gets when the response was received, or last validated.</summary>
    public DateTimeOffset Stored => Response.ResponseTime;

    /// <summary>Gets when the response was last used, to the second at best.</summary>
    /// <value>Null when the store does not know.</value>
    public DateTimeOffset? LastUsed { get; } = lastUsed;

    /// <summary>Gets until when the response is fresh; see <see cref="StoredResponse.FreshUntil"/>.</summary>
    /// <value>Null when whoever stored it did not say.</value>
    public DateTimeOffset? FreshUntil => Response.FreshUntil;

    /// <summary>Gets the entity tag as received (RFC 9110 §8.8.3).</summary>
    /// <value>Null when there is none.</value>
    public string? ETag => First(HeaderNames.ETag);

    /// <summary>Gets the date of the last modification as received (RFC 9110 §8.8.2).</summary>
    /// <value>Null when there is none.</value>
    public string? LastModified => First(HeaderNames.LastModified);

    /// <summary>Tells whether the response is stored under a URI, whatever its method, variant and partition.</summary>
    /// <param name="uri">The URI, absolute; its spelling and fragment make no difference (RFC 3986 §6.2.2).</param>
    /// <returns>False also for a response that has a key of the application's in the place of its URI.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is relative.</exception>
    public bool IsOf(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException($"The URI '{uri}' is relative; responses are stored under absolute ones.", nameof(uri));
        }

        return string.Equals(Uri, UriNormalization.Normalize(uri), StringComparison.Ordinal);
    }

    private string? First(string name) => Response.Fields.GetValues(name).FirstOrDefault();
}

using CachingHandler.Body;
using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Concurrency;

/// <summary>Who makes a request that others may wait for.</summary>
internal interface IFetchLeader
{
    /// <summary>Gets the request; its fields are held.</summary>
    public ref readonly RequestHead Head { get; }

    /// <summary>Asks the origin for the rest of a body that broke off.</summary>
    /// <param name="stored">The response.</param>
    /// <param name="position">The number of bytes that have arrived.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The rest, to be disposed by the caller; null when there is none of the same body.</returns>
    public Task<Continuation?> ContinueAsync(StoredResponse stored, long position, CancellationToken cancellationToken);
}

using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>A memory store in which a test can hold back the writing of a response.</summary>
/// <param name="beforeWrite">What is awaited before a response is begun.</param>
internal sealed class HookedStore(Func<StoredResponse, Task> beforeWrite) : ForwardingStore(new MemoryHttpCacheStore(), isOwn: true)
{
    public override async ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        await beforeWrite(head);

        return await base.BeginWriteAsync(head, declaredLength, cancellationToken);
    }
}

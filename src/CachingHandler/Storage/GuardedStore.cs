using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Storage;

/// <summary>Turns a store's exceptions into misses and a metric: the cache may fail, the request may not.</summary>
/// <remarks>
/// The caller's own cancellation passes through. What completes at once stays so, without a state machine on the way.
/// </remarks>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A store may throw anything; this is where it ends.")]
internal sealed partial class GuardedStore(HttpCacheStore store, HttpCacheMetrics metrics, ILogger logger)
{
    private readonly string _kind = (store as IMeasuredStore)?.Kind ?? "other";

    /// <summary>Gets what refreshes the store's responses in the background.</summary>
    public BackgroundRevalidator Background => store.Background;

    /// <summary>Gets what is asked of the origin at the moment.</summary>
    public FetchesUnderWay Fetches => store.Fetches;

    /// <summary>Gets what one has to hold who makes a note of the store.</summary>
    public SemaphoreSlim Noting => store.Noting;

    /// <summary>Returns the store's secret, or one of this process where the store has none to give.</summary>
    public ReadOnlyMemory<byte> Secret()
    {
        try
        {
            return store.Secret;
        }
        catch (Exception exception)
        {
            Failed("secret", exception);

            return RandomNumberGenerator.GetBytes(32);
        }
    }

    /// <summary>Returns the heads stored under a key; empty when the store fails.</summary>
    public ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        const string Operation = "find";
        metrics.StoreAsked(Operation, _kind);
        try
        {
            var found = store.FindAsync(key, cancellationToken);

            return found.IsCompletedSuccessfully ? found : Guard(found, [], Operation, cancellationToken)!;
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            Failed(Operation, exception);

            return new([]);
        }
    }

    /// <summary>Stores a head without a body; false when the store does not want it or fails.</summary>
    public async ValueTask<bool> TryPutAsync(StoredResponse head, CancellationToken cancellationToken)
    {
        using var writer = await BeginWriteAsync(head, 0, cancellationToken).ConfigureAwait(false);

        return writer is not null && await writer.CommitAsync().ConfigureAwait(false) is not null;
    }

    /// <summary>Opens a body; null when it is gone or the store fails.</summary>
    public ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        const string Operation = "open";
        metrics.StoreAsked(Operation, _kind);
        try
        {
            var opened = store.OpenBodyAsync(response, cancellationToken);

            return opened.IsCompletedSuccessfully
                ? new(Guard(opened.GetAwaiter().GetResult(), response))
                : GuardAsync(opened, response, cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            Failed(Operation, exception);

            return default;
        }
    }

    /// <summary>Begins to store a response; null when the store does not want it or fails.</summary>
    public async ValueTask<GuardedEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        metrics.StoreAsked("write", _kind);
        try
        {
            var writer = await store.BeginWriteAsync(head, declaredLength, cancellationToken).ConfigureAwait(false);

            return writer is null ? null : new GuardedEntryWriter(writer, this);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            Failed("write", exception);

            return null;
        }
    }

    /// <summary>Replaces a head; false when the entry is gone or the store fails.</summary>
    public ValueTask<bool> TryUpdateHeadAsync(StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        const string Operation = "update";
        metrics.StoreAsked(Operation, _kind);
        try
        {
            var update = store.TryUpdateHeadAsync(current, updated, cancellationToken);

            return update.IsCompletedSuccessfully ? update : Guard(update, absent: false, Operation, cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            Failed(Operation, exception);

            return new(false);
        }
    }

    /// <summary>Reports that a body cannot be read and removes its entry.</summary>
    internal ValueTask<bool> ReadFailedAsync(StoredResponse response, Exception exception)
    {
        Failed("read", exception);

        return InvalidateAsync(response);
    }

    /// <summary>Reports a failure of the store.</summary>
    internal void Failed(string operation, Exception exception)
    {
        metrics.StoreFailed(operation, _kind);
        HttpCacheLog.StoreFailed(logger, operation, exception);
    }

    private static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    // What lies in memory cannot fail.
    private StoredBody? Guard(StoredBody? body, StoredResponse response) =>
        body is null || body.TryGetMemory(out _) ? body : new GuardedBody(body, response, this);

    private async ValueTask<StoredBody?> GuardAsync(
        ValueTask<StoredBody?> opened, StoredResponse response, CancellationToken cancellationToken) =>
        Guard(await Guard(opened, null, "open", cancellationToken).ConfigureAwait(false), response);

    private async ValueTask<T> Guard<T>(ValueTask<T> pending, T absent, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return await pending.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            Failed(operation, exception);

            return absent;
        }
    }
}

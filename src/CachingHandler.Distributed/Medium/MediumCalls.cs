using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Storage;

/// <summary>Calls a distributed cache, each time within a limit, and turns whatever goes wrong into an answer that is not known.</summary>
/// <param name="cache">The distributed cache.</param>
/// <param name="timeout">How long a call may take.</param>
/// <param name="reads">Whether it is asked, and told to remove; a cache that is full does both.</param>
/// <param name="writes">Whether it is written to.</param>
/// <param name="metrics">Counts failures.</param>
/// <remarks>
/// The caller's cancellation passes through. A client that ignores cancellation is left behind: what it does then goes
/// nowhere, so nothing that it was given is used again.
/// </remarks>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A client may throw anything; this is where it ends.")]
internal sealed class MediumCalls(
    IDistributedCache cache, TimeSpan timeout, Circuit reads, Circuit writes, DistributedMetrics metrics)
{
    private readonly IBufferDistributedCache? _buffered = cache as IBufferDistributedCache;

    /// <summary>Gets a value indicating whether a write would be tried, which begins and ends with reads.</summary>
    public bool TakesWrites => reads.LetsNextPass && writes.LetsNextPass;

    /// <summary>Gets a value indicating whether the medium has failed time after time and has not been back since, as far as reading goes.</summary>
    public bool IsAway => !reads.IsClosed;

    /// <summary>Gets a value indicating whether a call would not even be tried.</summary>
    public bool IsLeftAlone => !reads.LetsNextPass;

    /// <summary>Gets a value indicating whether values can be read into buffers.</summary>
    public bool HasBuffers => _buffered is not null;

    /// <summary>Returns a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="maximum">How long it may be, in bytes; a longer one counts as none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>In an array, which is kept: Microsoft's Redis client sends one command for an array and two for a buffer.</remarks>
    public async ValueTask<MediumValue> GetAsync(string name, int maximum, CancellationToken cancellationToken)
    {
        var (isKnown, bytes) = await CallAsync(
            reads, "read", (cache, name), static (call, stop) => call.cache.GetAsync(call.name, stop), cancellationToken).ConfigureAwait(false);

        return new MediumValue(isKnown, bytes is null || bytes.Length > maximum ? default(ReadOnlyMemory<byte>?) : bytes);
    }

    /// <summary>Reads a value into a buffer; only where <see cref="HasBuffers"/>.</summary>
    /// <returns>False when there is none, or the medium does not say.</returns>
    public async ValueTask<bool> TryGetAsync(string name, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        var (isKnown, isThere) = await CallAsync(
            reads,
            "read",
            (Cache: _buffered!, name, destination),
            static (call, stop) => call.Cache.TryGetAsync(call.name, call.destination, stop).AsTask(),
            cancellationToken).ConfigureAwait(false);

        return isKnown && isThere;
    }

    /// <summary>Writes a value, whether anybody still waits or not.</summary>
    /// <returns>False when it is not known to be written.</returns>
    public async ValueTask<bool> SetAsync(string name, ReadOnlyMemory<byte> value, DistributedCacheEntryOptions lifetime)
    {
        var (isKnown, _) = await CallAsync(
            writes,
            "write",
            (Calls: this, name, value, lifetime),
            static (call, stop) => call.Calls.StartSet(call.name, call.value, call.lifetime, stop),
            CancellationToken.None).ConfigureAwait(false);

        return isKnown;
    }

    /// <summary>Removes a value, whether anybody still waits or not.</summary>
    /// <returns>False when it is not known to be gone.</returns>
    public async ValueTask<bool> RemoveAsync(string name)
    {
        var (isKnown, _) = await CallAsync(
            reads,
            "remove",
            (cache, name),
            static async (call, stop) =>
            {
                await call.cache.RemoveAsync(call.name, stop).ConfigureAwait(false);
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);

        return isKnown;
    }

    private async Task<bool> StartSet(
        string name, ReadOnlyMemory<byte> value, DistributedCacheEntryOptions lifetime, CancellationToken cancellationToken)
    {
        if (_buffered is not null)
        {
            await _buffered.SetAsync(name, new ReadOnlySequence<byte>(value), lifetime, cancellationToken).ConfigureAwait(false);

            return true;
        }

        var isWhole = MemoryMarshal.TryGetArray(value, out var part) && part.Offset == 0 && part.Count == part.Array!.Length;
        await cache.SetAsync(name, isWhole ? part.Array! : value.ToArray(), lifetime, cancellationToken).ConfigureAwait(false);

        return true;
    }

    private async ValueTask<(bool IsKnown, T? Value)> CallAsync<TCall, T>(
        Circuit circuit,
        string operation,
        TCall call,
        Func<TCall, CancellationToken, Task<T>> start,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!circuit.TryPass())
        {
            return (false, default);
        }

        // A server is waited for, not the cache's clock.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(timeout);
        Task<T>? running = null;
        try
        {
            running = start(call, stop.Token);
            var value = await running.WaitAsync(stop.Token).ConfigureAwait(false);
            circuit.Succeeded();

            return (true, value);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            circuit.GivenUp();
            throw;
        }
        catch (Exception exception)
        {
            var isLate = stop.IsCancellationRequested;
            metrics.MediumFailed(operation, isLate ? "timeout" : "error");
            circuit.Failed(isLate
                ? new TimeoutException($"The distributed cache did not answer within {timeout.TotalMilliseconds} milliseconds.", exception)
                : exception);

            return (false, default);
        }
        finally
        {
            if (running is { IsCompleted: false })
            {
                // What it still throws is nobody's, and what it holds of the source stays valid.
                _ = running.ContinueWith(
                    static (late, source) =>
                    {
                        _ = late.Exception;
                        ((CancellationTokenSource)source!).Dispose();
                    },
                    stop,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
            else
            {
                stop.Dispose();
            }
        }
    }
}

using System.Security.Cryptography;
using CachingHandler.Concurrency;
using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Storage;

/// <summary>
/// The secret with which credentials are hashed, where the application gives none: made by whoever comes first, and kept in the medium.
/// </summary>
/// <param name="medium">The distributed cache.</param>
/// <param name="name">The name of the secret.</param>
/// <param name="envelope">What is round it.</param>
/// <param name="lifetime">How long it stays after the last time that somebody looked.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SharedSecret(MediumCalls medium, string name, Envelope envelope, TimeSpan lifetime, TimeProvider timeProvider)
{
    /// <summary>The length of a secret, in bytes.</summary>
    public const int Length = 32;

    private static readonly TimeSpan LookAfter = TimeSpan.FromHours(1);

    private readonly DistributedCacheEntryOptions _lifetime = new() { SlidingExpiration = lifetime };
    private readonly Lock _gate = new();
    private byte[]? _secret;
    private long _lookedAt;

    /// <summary>Gets a value indicating whether other processes have the same.</summary>
    public bool IsShared { get; private set; }

    /// <summary>Returns the secret; the first time after a wait for the medium.</summary>
    public byte[] Get()
    {
        lock (_gate)
        {
            if (_secret is null)
            {
                var found = Synchronously.Wait(FindOrMakeAsync());
                IsShared = found is not null;
                _lookedAt = timeProvider.GetTimestamp();
                _secret = found ?? RandomNumberGenerator.GetBytes(Length);
            }

            return _secret;
        }
    }

    /// <summary>Puts the secret back into the medium where it has gone from there, once in a while.</summary>
    public async ValueTask KeepUpAsync()
    {
        if (!IsShared || timeProvider.GetElapsedTime(Volatile.Read(ref _lookedAt)) < LookAfter)
        {
            return;
        }

        Volatile.Write(ref _lookedAt, timeProvider.GetTimestamp());
        if (await ReadAsync().ConfigureAwait(false) is (true, null))
        {
            await WriteAsync(_secret!).ConfigureAwait(false);
        }
    }

    private async ValueTask<byte[]?> FindOrMakeAsync()
    {
        var (isKnown, secret) = await ReadAsync().ConfigureAwait(false);
        if (!isKnown || secret is not null)
        {
            return secret;
        }

        // Of several who come first, the last one's is what all of them find.
        return await WriteAsync(RandomNumberGenerator.GetBytes(Length)).ConfigureAwait(false)
            ? (await ReadAsync().ConfigureAwait(false)).Secret
            : null;
    }

    private ValueTask<bool> WriteAsync(byte[] secret) => medium.SetAsync(name, envelope.Seal(name, secret), _lifetime);

    private async ValueTask<(bool IsKnown, byte[]? Secret)> ReadAsync()
    {
        var value = await medium.GetAsync(
            name, Length + Envelope.MostOverhead, CancellationToken.None).ConfigureAwait(false);
        var secret = value.Bytes is { } bytes && envelope.TryOpen(name, bytes, out var content) && content.Value.Length == Length
            ? content.Value.ToArray()
            : null;

        return (value.IsKnown, secret);
    }
}

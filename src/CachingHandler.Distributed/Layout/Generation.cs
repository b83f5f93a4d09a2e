using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Storage;

/// <summary>The part of every name that changes when everything is to be gone: a distributed cache cannot be walked, nor emptied in part.</summary>
/// <param name="medium">The distributed cache.</param>
/// <param name="name">The name of the current generation.</param>
/// <param name="envelope">What is round it.</param>
/// <param name="lifetime">How long it stays after the last time that somebody looked.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class Generation(
    MediumCalls medium, string name, Envelope envelope, TimeSpan lifetime, TimeProvider timeProvider)
{
    /// <summary>How long it may go unseen that another process has emptied the cache.</summary>
    public static readonly TimeSpan CheckAfter = TimeSpan.FromSeconds(1);

    private const int LongestText = 32;

    private static readonly SearchValues<byte> InTexts = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789"u8);

    private readonly DistributedCacheEntryOptions _lifetime = new() { SlidingExpiration = lifetime };
    private readonly Lock _gate = new();
    private string? _known;
    private long _checkedAt;
    private int _version;
    private int _isLooking;

    /// <summary>Returns the current generation; null where there is no answer and none has been known.</summary>
    public ValueTask<string?> CurrentAsync(CancellationToken cancellationToken)
    {
        string? known;
        lock (_gate)
        {
            known = _known;
            if (known is not null && timeProvider.GetElapsedTime(_checkedAt) < CheckAfter)
            {
                return new(known);
            }
        }

        // One looks; the others need not wait for it where they know the last one.
        return known is not null && Interlocked.Exchange(ref _isLooking, 1) != 0 ? new(known) : LookAsync(known, cancellationToken);
    }

    /// <summary>Begins a new generation; what is stored in earlier ones is not found again.</summary>
    /// <returns>False when the medium does not take it.</returns>
    public async ValueTask<bool> RenewAsync()
    {
        var next = $"c{Guid.NewGuid():n}"[..LongestText];
        if (!await medium.SetAsync(name, envelope.Seal(name, Encoding.ASCII.GetBytes(next)), _lifetime).ConfigureAwait(false))
        {
            return false;
        }

        lock (_gate)
        {
            _version++;
            Know(next);
        }

        return true;
    }

    private async ValueTask<string?> LookAsync(string? known, CancellationToken cancellationToken)
    {
        try
        {
            var version = Volatile.Read(ref _version);
            var (isKnown, text) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (isKnown && text is null)
            {
                text = await PublishAsync(cancellationToken).ConfigureAwait(false);
            }

            if (text is null)
            {
                return known;
            }

            lock (_gate)
            {
                if (version == _version)
                {
                    Know(text);
                }

                return _known;
            }
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    // Named by the minute, so that those who start together agree without having seen each other. A generation that was lost is
    // not begun again: it may have been cleared.
    private async ValueTask<string?> PublishAsync(CancellationToken cancellationToken)
    {
        var minute = timeProvider.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        var text = string.Create(CultureInfo.InvariantCulture, $"m{minute:x}");
        if (!await medium.SetAsync(name, envelope.Seal(name, Encoding.ASCII.GetBytes(text)), _lifetime).ConfigureAwait(false))
        {
            return null;
        }

        return (await ReadAsync(cancellationToken).ConfigureAwait(false)).Text;
    }

    private async ValueTask<(bool IsKnown, string? Text)> ReadAsync(CancellationToken cancellationToken)
    {
        var value = await medium.GetAsync(
            name, LongestText + Envelope.MostOverhead, cancellationToken).ConfigureAwait(false);
        var text = value.Bytes is { } bytes && envelope.TryOpen(name, bytes, out var content)
            && content.Value.Length is > 0 and <= LongestText && !content.Value.Span.ContainsAnyExcept(InTexts)
                ? Encoding.ASCII.GetString(content.Value.Span)
                : null;

        return (value.IsKnown, text);
    }

    private void Know(string text)
    {
        _known = text;
        _checkedAt = timeProvider.GetTimestamp();
    }
}

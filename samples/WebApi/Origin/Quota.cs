namespace WebApi.Origin;

/// <summary>How many requests a user has within an hour.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class Quota
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private int _remaining;
    private DateTimeOffset _reset;

    /// <summary>Begins an hour.</summary>
    /// <param name="limit">How many requests there are in it.</param>
    /// <param name="timeProvider">The clock.</param>
    public Quota(int limit, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        Limit = limit;
        _remaining = limit;
        _reset = timeProvider.GetUtcNow() + Period;
    }

    public int Limit { get; }

    /// <summary>Returns what is left, and when the hour is over.</summary>
    public (int Remaining, DateTimeOffset Reset) Look()
    {
        lock (_lock)
        {
            if (_timeProvider.GetUtcNow() is var now && now >= _reset)
            {
                (_remaining, _reset) = (Limit, now + Period);
            }

            return (_remaining, _reset);
        }
    }

    /// <summary>Counts a request.</summary>
    public void Charge()
    {
        lock (_lock)
        {
            _remaining = Math.Max(0, _remaining - 1);
        }
    }
}

using System.Collections.Concurrent;

namespace WebApi;

/// <summary>What the API last said of each user's quota.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class QuotaBook
{
    private readonly ConcurrentDictionary<string, QuotaReading> _readings = new(StringComparer.Ordinal);

    /// <summary>Returns the reading of a user; null when the API has not answered the user yet.</summary>
    public QuotaReading? Of(string user) => _readings.GetValueOrDefault(user);

    public void Enter(string user, QuotaReading reading) => _readings[user] = reading;
}

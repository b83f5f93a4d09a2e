namespace WebApi;

/// <summary>What the API last said of a user's quota.</summary>
/// <param name="Limit">How many requests there are in a period.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="Reset">When the period is over.</param>
internal sealed record QuotaReading(int Limit, int Remaining, DateTimeOffset Reset);

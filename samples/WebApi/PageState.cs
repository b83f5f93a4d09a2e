using WebApi.Origin;

namespace WebApi;

/// <summary>What the page shows beside the requests.</summary>
internal sealed record PageState(
    IReadOnlyList<PageState.UserState> Users,
    IReadOnlyList<Resource> Resources,
    PageState.Sums Totals,
    int KeptEntries,
    long KeptBytes,
    bool IsOffline)
{
    internal sealed record UserState(string Login, QuotaReading? Quota);

    /// <summary>Sums over all requests.</summary>
    /// <param name="Requests">How many there were.</param>
    /// <param name="QuotaSaved">How many of them the origin did not count.</param>
    /// <param name="BytesSaved">How many bytes of body it did not send.</param>
    /// <param name="MixedUp">How many were answered with another user's data; none, if all is well.</param>
    internal sealed record Sums(int Requests, int QuotaSaved, long BytesSaved, int MixedUp)
    {
        public Sums Plus(Exchange exchange) => new(
            Requests + 1,
            QuotaSaved + exchange.QuotaSaved,
            BytesSaved + exchange.BytesSaved,
            MixedUp + (exchange.DataOf is { } owner && owner != exchange.User ? 1 : 0));
    }
}

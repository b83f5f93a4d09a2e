using System.Runtime.InteropServices;

namespace CachingHandler.Policy;

/// <summary>How old a response is and how long it may live (RFC 9111 §4.2).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Freshness(TimeSpan CurrentAge, TimeSpan Lifetime)
{
    /// <summary>Gets a value indicating whether the lifetime is greater than the age.</summary>
    public bool IsFresh => Lifetime > CurrentAge;

    /// <summary>Gets how long the response will stay fresh; negative when it is stale.</summary>
    public TimeSpan Remaining => Lifetime - CurrentAge;

    /// <summary>Gets how long ago the response became stale; negative while it is fresh.</summary>
    public TimeSpan Staleness => CurrentAge - Lifetime;

    /// <summary>Returns the freshness some time later; a clock that went backwards changes nothing.</summary>
    public Freshness After(TimeSpan time) => time > TimeSpan.Zero ? this with { CurrentAge = CurrentAge + time } : this;
}

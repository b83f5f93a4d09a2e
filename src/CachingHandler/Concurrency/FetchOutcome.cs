namespace CachingHandler.Concurrency;

/// <summary>What a fetch has come to, for those who wait for it.</summary>
internal enum FetchOutcome
{
    /// <summary>The header is not there yet.</summary>
    UnderWay = 0,

    /// <summary>The body is on its way, and can be joined by those whom it answers.</summary>
    Joinable,

    /// <summary>What is stored has been made fresh.</summary>
    Stored,

    /// <summary>The answer is its own request's alone.</summary>
    OwnWay,

    /// <summary>The origin answered with an error for which a stale response may stand in (RFC 5861 §4).</summary>
    OriginError,

    /// <summary>The origin gave no answer.</summary>
    Failed,
}

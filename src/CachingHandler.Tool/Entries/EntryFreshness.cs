namespace CachingHandler.Tool;

/// <summary>Whether a response is fresh by the rules of whoever stored it.</summary>
internal enum EntryFreshness
{
    /// <summary>Nobody said.</summary>
    Unknown,

    /// <summary>It may be served without a question (RFC 9111 §4.2).</summary>
    Fresh,

    /// <summary>It is past its lifetime, or counts as stale whatever that says.</summary>
    Stale,
}

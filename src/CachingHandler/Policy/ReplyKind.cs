namespace CachingHandler.Policy;

/// <summary>The forms in which a stored response can answer.</summary>
internal enum ReplyKind
{
    /// <summary>As it was received.</summary>
    Whole = 0,

    /// <summary>A 206 with the bytes asked for (RFC 9110 §15.3.7).</summary>
    Part,

    /// <summary>A 304, since the caller's condition holds (RFC 9110 §15.4.5).</summary>
    NotModified,

    /// <summary>A 416, since the representation has none of the bytes asked for (RFC 9110 §15.5.17).</summary>
    NotSatisfiable,

    /// <summary>None: the bytes asked for are not all stored.</summary>
    Missing,
}

namespace CachingHandler.Http;

/// <summary>What the value of a structured field can be (RFC 9651 §3).</summary>
internal enum StructuredType
{
    /// <summary>A whole number of at most 15 digits (§3.3.1).</summary>
    Integer = 0,

    /// <summary>A number with a fraction (§3.3.2); read past, not kept.</summary>
    Decimal,

    /// <summary>Printable ASCII in quotes (§3.3.3).</summary>
    String,

    /// <summary>A word (§3.3.4).</summary>
    Token,

    /// <summary>Base64 between colons (§3.3.5); read past, not kept.</summary>
    ByteSequence,

    /// <summary><c>?0</c> or <c>?1</c>, or a key without a value, which is true (§3.3.6).</summary>
    Boolean,

    /// <summary>Seconds after an at sign (§3.3.7); read past, not kept.</summary>
    Date,

    /// <summary>Unicode in quotes after a per cent sign (§3.3.8); read past, not kept.</summary>
    DisplayString,

    /// <summary>Items in parentheses (§3.1.1).</summary>
    InnerList,
}

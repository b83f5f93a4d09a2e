namespace CachingHandler.Http;

/// <summary>Which fields of extensions a response has that change what it is found under, or what it makes wrong.</summary>
[Flags]
internal enum ResponseExtensions
{
    /// <summary>None, as most.</summary>
    None = 0,

    /// <summary>It says to which groups it belongs (RFC 9875 §2).</summary>
    Groups = 1,

    /// <summary>It says which groups it invalidates (RFC 9875 §3).</summary>
    GroupInvalidation = 2,

    /// <summary>It says what of the query makes a difference (draft-ietf-httpbis-no-vary-search).</summary>
    SearchVariance = 4,
}

using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>The names that a disk store gives to files and directories; whatever is named otherwise is not its own.</summary>
internal static class EntryNames
{
    /// <summary>What the name of the directory with a key's variants ends with.</summary>
    public const string VariantsSuffix = ".v";

    /// <summary>The name of the file with the store's secret.</summary>
    public const string Secret = "secret";

    /// <summary>The name of the file that whoever makes the secret has open.</summary>
    public const string SecretLock = "secret.lock";

    /// <summary>The name of the file that whoever evicts has open.</summary>
    public const string OwnerLock = "owner.lock";

    /// <summary>The name of the file that says how much of the disk is taken.</summary>
    public const string Size = "size";

    /// <summary>What the name of a shard of notes begins with.</summary>
    public const string NotesPrefix = "n";

    /// <summary>The length of a shard's name, in characters; of the notes' without the prefix.</summary>
    public const int ShardLength = 2;

    /// <summary>The length of a variant's name, in characters.</summary>
    public const int VariantLength = 32;

    private const char TemporaryMark = '~';
    private const int PlainLength = 2 * HttpCacheKey.HashLength;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> TemporaryCharacters = SearchValues.Create("0123456789abcdef-");

    /// <summary>Names a file under construction; no two are alike, whichever process makes them.</summary>
    public static string Temporary(long number, string instance) =>
        FormattableString.Invariant($"{TemporaryMark}{Environment.ProcessId}-{number}-{instance}");

    /// <summary>Tells whether a directory may be the root of some version of the layout.</summary>
    public static bool IsVersion(ReadOnlySpan<char> name) => name is ['v', _, ..] && !name[1..].ContainsAnyExceptInRange('0', '9');

    /// <summary>Tells whether a directory holds the entries whose hash begins alike.</summary>
    public static bool IsShard(ReadOnlySpan<char> name) => WithoutPrefix(name) is { Length: ShardLength } digits && IsHex(digits);

    /// <summary>Tells whether a directory is such a one for notes.</summary>
    public static bool IsNotes(ReadOnlySpan<char> name) => name.StartsWith(NotesPrefix, StringComparison.Ordinal) && IsShard(name);

    /// <summary>Tells whether a file holds a response without selecting fields, and lies where such a one does.</summary>
    public static bool IsPlain(ReadOnlySpan<char> name, ReadOnlySpan<char> shard) =>
        IsPlain(name) && name.StartsWith(WithoutPrefix(shard), StringComparison.Ordinal);

    /// <summary>Tells whether a file holds a response without selecting fields.</summary>
    public static bool IsPlain(ReadOnlySpan<char> name) => name.Length == PlainLength && IsHex(name);

    /// <summary>Tells whether a directory holds the variants of a key.</summary>
    public static bool IsVariants(ReadOnlySpan<char> name) =>
        name.EndsWith(VariantsSuffix, StringComparison.Ordinal) && IsPlain(name[..^VariantsSuffix.Length]);

    /// <summary>Tells whether a file holds one variant.</summary>
    public static bool IsVariant(ReadOnlySpan<char> name) => name.Length == VariantLength && IsHex(name);

    /// <summary>Tells whether a file was under construction.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> name) =>
        name is [TemporaryMark, _, ..] && !name[1..].ContainsAnyExcept(TemporaryCharacters);

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> shard) =>
        shard.StartsWith(NotesPrefix, StringComparison.Ordinal) ? shard[NotesPrefix.Length..] : shard;

    private static bool IsHex(ReadOnlySpan<char> name) => !name.ContainsAnyExcept(HexDigits);
}

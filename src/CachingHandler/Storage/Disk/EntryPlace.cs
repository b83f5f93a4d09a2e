using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>Where the responses of one key lie: made of hashes alone, so that nothing from the wire becomes a path.</summary>
/// <param name="Id">The id of the file under the key's plain name.</param>
/// <param name="Plain">The file under the key's plain name: a response without selecting fields, or the first variant that came.</param>
/// <remarks>
/// Most resources that vary are asked for in one way only. Their one variant takes a file, like any other response, and no
/// directory; a hit opens it at once. Further variants go into a directory beside it, whose listing is the list of variants:
/// nothing is read, changed and written back that two writers could lose. When the plain name becomes free, one of them takes it:
/// a miss has to look for one name only, and what a crash leaves without it is a miss until a response has that name again.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryPlace(EntryId Id, string Plain)
{
    /// <summary>Gets the hash of the key.</summary>
    public KeyHash Hash => Id.Hash;

    /// <summary>Gets the directory in which the files lie.</summary>
    public string Shard => Path.GetDirectoryName(Plain)!;

    /// <summary>Gets the directory with one file for each further variant.</summary>
    public string Variants => Plain + EntryNames.VariantsSuffix;

    /// <summary>Returns the file of a response among the variants; null when it has no selecting fields.</summary>
    public string? VariantOf(StoredResponse response) =>
        response.SelectingFields.Count == 0 ? null : Path.Join(Variants, VariantName(response.SelectingFields));

    /// <summary>Tells whether a path is one that a response of the key may have.</summary>
    public bool Has(string path, StoredResponse response) =>
        string.Equals(path, Plain, StringComparison.Ordinal) || string.Equals(path, VariantOf(response), StringComparison.Ordinal);

    private static string VariantName(IReadOnlyList<KeyValuePair<string, string?>> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in fields)
        {
            HttpCacheKey.Append(hash, name.ToUpperInvariant());
            HttpCacheKey.Append(hash, value);
        }

        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);

        return Convert.ToHexStringLower(bytes[..(EntryNames.VariantLength / 2)]);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>Where the responses of one key lie: made of hashes alone, so that nothing from the wire becomes a path.</summary>
/// <param name="Hash">The hash of the key.</param>
/// <param name="Plain">The file of a response without selecting fields.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryPlace(KeyHash Hash, string Plain)
{
    /// <summary>Gets the directory in which the files lie.</summary>
    public string Shard => Path.GetDirectoryName(Plain)!;

    /// <summary>Gets the directory with one file for each variant; what is in it is the list of variants.</summary>
    public string Variants => Plain + EntryNames.VariantsSuffix;

    /// <summary>Returns the file of a response of this key.</summary>
    public string FileOf(StoredResponse response) =>
        response.SelectingFields.Count == 0 ? Plain : Path.Join(Variants, VariantName(response.SelectingFields));

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

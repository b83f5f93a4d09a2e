using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>Names values in the medium: prefix, version of the layout, generation, and hashes; nothing that can be read.</summary>
/// <param name="prefix">What every name begins with.</param>
/// <param name="secret">With what keys are hashed; null hashes them without.</param>
internal sealed class EntryNames(string prefix, byte[]? secret)
{
    /// <summary>The version of the layout; another one sees nothing of what this one has written.</summary>
    public const int LayoutVersion = 1;

    /// <summary>The length of the longest prefix, in characters.</summary>
    public const int LongestPrefix = 64;

    private const int PartitionHashLength = 8;

    // The whole key is compared when it is read; this is to be no more than hard to hit by chance.
    private const int KeyHashLength = 16;

    private static readonly SearchValues<char> InPrefixes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:-_");

    private readonly string _root = string.Create(CultureInfo.InvariantCulture, $"{prefix}:{LayoutVersion}");

    /// <summary>Gets the name of what tells the current generation.</summary>
    public string Generation => _root + ":generation";

    /// <summary>Gets the name of the secret.</summary>
    public string Secret => _root + ":secret";

    /// <summary>Tells whether a text can be a prefix.</summary>
    public static bool IsPrefix(string? text) =>
        text is { Length: > 0 and <= LongestPrefix } && !text.AsSpan().ContainsAnyExcept(InPrefixes);

    /// <summary>Returns the name of the mark that an invalidation leaves beside an index.</summary>
    public static string MarkOf(string index) => index + ":mark";

    /// <summary>Returns the name of a key's index.</summary>
    public string IndexOf(string generation, HttpCacheKey key)
    {
        Span<byte> hash = stackalloc byte[HttpCacheKey.HashLength];
        key.WriteHash(hash);
        Hash(hash, hash);
        Span<byte> partition = stackalloc byte[HttpCacheKey.HashLength];
        Hash(Encoding.UTF8.GetBytes(key.Partition), partition);

        return $"{_root}:{generation}:{Convert.ToHexStringLower(partition[..PartitionHashLength])}:{Convert.ToHexStringLower(hash[..KeyHashLength])}";
    }

    /// <summary>Returns what the names of a body's chunks begin with.</summary>
    public string BodyOf(string generation, Guid bodyId) => $"{_root}:{generation}:body:{bodyId:n}:";

    private void Hash(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (secret is null)
        {
            SHA256.HashData(source, destination);
        }
        else
        {
            HMACSHA256.HashData(secret, source, destination);
        }
    }
}

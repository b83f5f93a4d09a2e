using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CachingHandler.Http;

/// <summary>Turns text that must not be stored into text that may: a keyed hash (HMAC-SHA-256, 128 bits, base64url).</summary>
/// <remarks>Who does not know the store's secret can neither read the text back nor test a guess.</remarks>
internal sealed class KeyedDigest(ReadOnlyMemory<byte> secret)
{
    private const int DigestLength = 16;
    private const int StackLimit = 512;

    /// <summary>Returns the digest of a text.</summary>
    public string Of(string text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
        bytes = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Span, bytes, hash);

        return Base64Url.EncodeToString(hash[..DigestLength]);
    }

    /// <summary>Returns the digest of a list of texts, each preceded by its length.</summary>
    public string Of(IReadOnlyList<string> texts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Span);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            MemoryMarshal.Write(length, text.Length);
            hash.AppendData(length);
            hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        }

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);

        return Base64Url.EncodeToString(digest[..DigestLength]);
    }
}

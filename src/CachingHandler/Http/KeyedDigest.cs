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

        return Digest(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Returns the digest of a list of texts, each preceded by its length.</summary>
    public string Of(IReadOnlyList<string> texts)
    {
        var length = 0;
        for (var index = 0; index < texts.Count; index++)
        {
            length += sizeof(int) + (sizeof(char) * texts[index].Length);
        }

        var bytes = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
        bytes = bytes[..length];
        var rest = bytes;
        for (var index = 0; index < texts.Count; index++)
        {
            var text = MemoryMarshal.AsBytes(texts[index].AsSpan());
            MemoryMarshal.Write(rest, texts[index].Length);
            text.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + text.Length)..];
        }

        var digest = Digest(bytes);
        CryptographicOperations.ZeroMemory(bytes);

        return digest;
    }

    /// <summary>Begins a digest of more than fits into memory at once; all 256 bits of it, to be disposed by the caller.</summary>
    public IncrementalHash Begin() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Span);

    private string Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Span, bytes, hash);

        return Base64Url.EncodeToString(hash[..DigestLength]);
    }
}

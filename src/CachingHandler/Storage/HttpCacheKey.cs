using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CachingHandler.Storage;

/// <summary>Names what a request asks for, and for whom: the stored responses of one key are the variants of one resource.</summary>
/// <param name="Method">
/// The method class. <c>GET</c> also stands for HEAD. <c>QUERY#</c> and <c>POST#</c> are followed by a keyed digest of the
/// request's content: such a response answers the same content only. <c>GET~</c> is for responses that answer all URIs whose
/// queries mean the same (<c>No-Vary-Search</c>). <c>GROUP</c>, <c>TAG</c>, <c>QUERIES</c> and <c>SEARCH</c> are notes of the cache's own.
/// </param>
/// <param name="Uri">The normalised absolute URI, or a name that the application chose in its place; of a group, origin and name; of a tag, the tag.</param>
/// <param name="Partition">Who may see the responses; never holds a secret in clear.</param>
/// <remarks>Two keys are equal when their parts are equal, letter for letter (RFC 9111 §2).</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HttpCacheKey(string Method, string Uri, string Partition)
{
    /// <summary>The length of <see cref="WriteHash"/>'s result, in bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    // Room for a URI of some 200 characters.
    private const int StackLimit = 512;

    /// <summary>Gets a value indicating whether what is stored under the key is a note that the cache keeps for itself, and no response.</summary>
    /// <value>To remove a note does no harm but that the responses which depend on it are fetched anew.</value>
    public bool IsNote =>
        Method is MethodClasses.GroupNote or MethodClasses.TagNote or MethodClasses.QueriesNote or MethodClasses.SearchNote;

    /// <inheritdoc/>
    public bool Equals(HttpCacheKey other) =>
        string.Equals(Uri, other.Uri, StringComparison.Ordinal)
        && string.Equals(Partition, other.Partition, StringComparison.Ordinal)
        && string.Equals(Method, other.Method, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => SeededHash.Of(Uri, SeededHash.Of(Partition, MethodHash()));

    /// <summary>Writes a SHA-256 of the parts, each preceded by its length, so that no two keys are written alike.</summary>
    /// <param name="destination">At least <see cref="HashLength"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public void WriteHash(Span<byte> destination)
    {
        var length = (3 * sizeof(int)) + (sizeof(char) * (Method.Length + Uri.Length + Partition.Length));
        var bytes = length <= StackLimit ? stackalloc byte[length] : new byte[length];
        Put(Partition, Put(Uri, Put(Method, bytes)));
        SHA256.HashData(bytes, destination);
    }

    internal static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text?.Length ?? -1);
        hash.AppendData(length);

        // UTF-16 as it lies in memory: lossless even where a surrogate stands alone.
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    // Short classes are few, and not worth a hash; queries of one URI differ in nothing but the long ones.
    private ulong MethodHash() =>
        Method.Length <= MethodClasses.LongestPlain ? (ulong)Method.Length : (ulong)(uint)SeededHash.Of(Method, (ulong)Uri.Length);

    // The same bytes as Append; returns what is left of the destination.
    private static Span<byte> Put(string text, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, text.Length);
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        bytes.CopyTo(destination[sizeof(int)..]);

        return destination[(sizeof(int) + bytes.Length)..];
    }
}

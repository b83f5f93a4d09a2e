using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>What lies under the name of a key: the heads of all its variants, and the bodies that are small.</summary>
/// <remarks>
/// A number of variants, then of each the length and bytes of its head, and either a one and the length and bytes of its body, or
/// a zero and when its chunks go. Little endian.
/// </remarks>
internal static class EntryIndex
{
    /// <summary>The longest body that lies beside its head, in bytes.</summary>
    /// <remarks>
    /// It is read with each look for its key and written with each validation, and saves a second call. A rule that both sides can work
    /// out from the length of the body: nobody needs to be told where it lies.
    /// </remarks>
    public const int LongestBody = 8 * 1024;

    /// <summary>The longest index, in bytes; what would make it longer is not stored.</summary>
    public const int LongestIndex = 4 * 1024 * 1024;

    /// <summary>Tells whether a body lies beside its head.</summary>
    public static bool Holds(long bodyLength) => bodyLength <= LongestBody;

    /// <summary>Writes an index.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyCollection<IndexedVariant> variants)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        var head = new ArrayBufferWriter<byte>(1024);
        var writer = new BlobWriter(output);
        writer.Int32(variants.Count);
        foreach (var variant in variants)
        {
            head.ResetWrittenCount();
            StoredResponseFormat.Write(variant.Head, head);
            writer.Int32(head.WrittenCount);
            output.Write(head.WrittenSpan);
            if (variant.Body is { } body)
            {
                writer.Byte(1);
                writer.Int32(body.Length);
                output.Write(body.Span);
            }
            else
            {
                writer.Byte(0);
                writer.Time(variant.BodyExpires);
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Reads an index; null when it makes no sense, or is that of another key.</summary>
    /// <param name="content">The bytes, whoever wrote them.</param>
    /// <param name="key">The key that is asked for.</param>
    /// <param name="maximum">How many variants there may be.</param>
    public static List<IndexedVariant>? Read(ReadOnlyMemory<byte> content, HttpCacheKey key, int maximum)
    {
        var reader = new BlobReader(content.Span);
        var count = reader.Int32();
        if (count < 0 || count > maximum)
        {
            return null;
        }

        var variants = new List<IndexedVariant>(count);
        var position = sizeof(int);
        for (var number = 0; number < count; number++)
        {
            if (ReadOne(content, ref position) is not { } variant || !variant.Head.Key.Equals(key))
            {
                return null;
            }

            variants.Add(variant);
        }

        return position == content.Length ? variants : null;
    }

    private static IndexedVariant? ReadOne(ReadOnlyMemory<byte> content, ref int position)
    {
        if (Take(content, ref position) is not { } headBytes
            || position >= content.Length
            || !StoredResponseFormat.TryRead(headBytes.Span, out var head))
        {
            return null;
        }

        if (content.Span[position++] == 1)
        {
            return Take(content, ref position) is { } body && body.Length == head.BodyLength && Holds(body.Length)
                ? new IndexedVariant(head, body, DateTimeOffset.MaxValue)
                : null;
        }

        var reader = new BlobReader(content.Span[position..]);
        var expires = reader.Time();
        position += sizeof(long);

        return reader.Failed || Holds(head.BodyLength) ? null : new IndexedVariant(head, Body: null, expires);
    }

    // A length and that many bytes; null when they are not there.
    private static ReadOnlyMemory<byte>? Take(ReadOnlyMemory<byte> content, ref int position)
    {
        var reader = new BlobReader(content.Span[position..]);
        var length = reader.Int32();
        if (reader.Failed || length < 0 || length > content.Length - position - sizeof(int))
        {
            return null;
        }

        var taken = content.Slice(position + sizeof(int), length);
        position += sizeof(int) + length;

        return taken;
    }
}

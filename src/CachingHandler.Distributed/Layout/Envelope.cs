using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>What is round every value: who wrote it, in which format, and what shows that it is whole and where it belongs.</summary>
/// <param name="protector">What protects the content; null has a checksum show damage, which holds off nobody.</param>
/// <remarks>
/// <c>HC</c>, a version, and how the content is kept; then the protected content, or a checksum of the name and of the content,
/// and the content. A store with a protector takes no content without, nor the other way round.
/// </remarks>
internal sealed class Envelope(IHttpCacheProtector? protector)
{
    /// <summary>The length of what is round a value without protection, in bytes.</summary>
    public const int FrontLength = KindOffset + 1 + sizeof(uint);

    /// <summary>More than what a protector adds to a value, in bytes.</summary>
    public const int MostOverhead = 1024;

    private const int VersionOffset = 2;
    private const int KindOffset = 3;
    private const byte Version = 1;
    private const byte Plain = 0;
    private const byte Protected = 1;

    /// <summary>Gets a value indicating whether the content lies behind its front as it is.</summary>
    public bool IsPlain => protector is null;

    /// <summary>Returns a value as it is to be written.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What it is to hold.</param>
    public ReadOnlyMemory<byte> Seal(string name, ReadOnlySpan<byte> content)
    {
        Span<byte> nameBytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(name.Length)];
        nameBytes = nameBytes[..Encoding.UTF8.GetBytes(name, nameBytes)];
        if (protector is null)
        {
            var value = GC.AllocateUninitializedArray<byte>(FrontLength + content.Length);
            WriteFront(value, Plain);
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(KindOffset + 1), Checksum(nameBytes, content));
            content.CopyTo(value.AsSpan(FrontLength));

            return value;
        }

        var output = new ArrayBufferWriter<byte>(content.Length + (MostOverhead / 8));
        WriteFront(output.GetSpan(KindOffset + 1), Protected);
        output.Advance(KindOffset + 1);
        protector.Protect(content, nameBytes, output);

        return output.WrittenMemory;
    }

    /// <summary>Takes a value apart.</summary>
    /// <param name="name">The name under which it was found.</param>
    /// <param name="value">The value, whoever wrote it; the content may be a part of it.</param>
    /// <param name="content">What it holds.</param>
    /// <returns>False when this was not written here, or is damaged.</returns>
    public bool TryOpen(string name, ReadOnlyMemory<byte> value, [NotNullWhen(true)] out ReadOnlyMemory<byte>? content)
    {
        content = null;
        var bytes = value.Span;
        if (bytes.Length <= KindOffset || bytes[0] != 'H' || bytes[1] != 'C' || bytes[VersionOffset] != Version)
        {
            return false;
        }

        Span<byte> nameBytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(name.Length)];
        nameBytes = nameBytes[..Encoding.UTF8.GetBytes(name, nameBytes)];
        switch (bytes[KindOffset])
        {
            case Plain when protector is null && bytes.Length >= FrontLength:
                if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[(KindOffset + 1)..]) == Checksum(nameBytes, bytes[FrontLength..]))
                {
                    content = value[FrontLength..];
                }

                break;
            case Protected when protector is not null:
                var output = new ArrayBufferWriter<byte>(bytes.Length);
                if (protector.TryUnprotect(bytes[(KindOffset + 1)..], nameBytes, output))
                {
                    content = output.WrittenMemory;
                }

                break;
        }

        return content is not null;
    }

    /// <summary>Tells whether a content is what was written under its name, where <see cref="IsPlain"/>.</summary>
    /// <param name="name">The name under which it was found.</param>
    /// <param name="front">What was before it, <see cref="FrontLength"/> bytes.</param>
    /// <param name="content">The content.</param>
    public static bool IsWhole(string name, ReadOnlySpan<byte> front, ReadOnlySpan<byte> content)
    {
        Span<byte> expected = stackalloc byte[FrontLength];
        Span<byte> nameBytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(name.Length)];
        WriteFront(expected, Plain);
        BinaryPrimitives.WriteUInt32LittleEndian(
            expected[(KindOffset + 1)..], Checksum(nameBytes[..Encoding.UTF8.GetBytes(name, nameBytes)], content));

        return front.SequenceEqual(expected);
    }

    private static void WriteFront(Span<byte> front, byte kind)
    {
        front[0] = (byte)'H';
        front[1] = (byte)'C';
        front[VersionOffset] = Version;
        front[KindOffset] = kind;
    }

    private static uint Checksum(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content) =>
        Crc32C.Append(Crc32C.Of(name), content);
}

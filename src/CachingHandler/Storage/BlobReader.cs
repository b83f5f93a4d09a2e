using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>Reads what <see cref="BlobWriter"/> wrote, from bytes nobody vouches for.</summary>
/// <remarks>Total: past the first fault every read yields a default and <see cref="Failed"/> stays true.</remarks>
internal ref struct BlobReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <summary>Gets a value indicating whether the bytes ended early or made no sense.</summary>
    public bool Failed { get; private set; }

    /// <summary>Gets a value indicating whether everything has been read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : default;

    public int Int32() => Take(sizeof(int)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;

    public long Int64() => Take(sizeof(long)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    public Guid Guid() => Take(16) is { IsEmpty: false } bytes ? new Guid(bytes) : default;

    public DateTimeOffset Time()
    {
        var ticks = Int64();
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            Fail();
            return default;
        }

        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    public string Text()
    {
        var encoding = Byte();
        var length = Int32();
        switch (encoding)
        {
            case BlobWriter.Latin1:
                return Encoding.Latin1.GetString(Take(length));
            case BlobWriter.Utf16 when length <= int.MaxValue / sizeof(char):
                return new string(MemoryMarshal.Cast<byte, char>(Take(length * sizeof(char))));
            default:
                Fail();
                return string.Empty;
        }
    }

    /// <summary>Returns a reader over the next bytes alone.</summary>
    public BlobReader Slice(int length) => new(Take(length));

    private void Fail()
    {
        Failed = true;
        _rest = default;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            Fail();
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];

        return taken;
    }
}

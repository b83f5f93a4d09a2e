using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CachingHandler.Storage;

/// <summary>Writes numbers and text in little-endian order.</summary>
internal readonly ref struct BlobWriter(IBufferWriter<byte> output)
{
    /// <summary>Marks text whose characters all fit a byte each, which is how .NET reads headers off the wire.</summary>
    public const byte Latin1 = 0;

    /// <summary>Marks text kept as UTF-16, lossless for anything else.</summary>
    public const byte Utf16 = 1;

    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void Time(DateTimeOffset value) => Int64(value.UtcTicks);

    public void Guid(Guid value)
    {
        value.TryWriteBytes(output.GetSpan(16));
        output.Advance(16);
    }

    public void Text(string value)
    {
        var narrow = !value.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff');
        Byte(narrow ? Latin1 : Utf16);
        Int32(value.Length);
        if (narrow)
        {
            output.Advance(Encoding.Latin1.GetBytes(value, output.GetSpan(value.Length)));
        }
        else
        {
            output.Write(MemoryMarshal.AsBytes(value.AsSpan()));
        }
    }
}

using System.Buffers;
using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>What an invalidation leaves for a while, so that a write which began before it does not undo it.</summary>
/// <param name="Process">Who left it; what one process does is put in order there.</param>
/// <param name="Id">Tells it from every other one.</param>
/// <param name="Time">When, by the clock of who left it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InvalidationMark(Guid Process, Guid Id, DateTimeOffset Time)
{
    /// <summary>How long a mark stays; a response that takes longer to arrive may undo an invalidation.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The length of a mark, in bytes.</summary>
    public const int Length = 16 + 16 + sizeof(long);

    /// <summary>Returns the mark as bytes.</summary>
    public ReadOnlySpan<byte> Write()
    {
        var output = new ArrayBufferWriter<byte>(Length);
        var writer = new BlobWriter(output);
        writer.Guid(Process);
        writer.Guid(Id);
        writer.Time(Time);

        return output.WrittenSpan;
    }

    /// <summary>Reads a mark; null when the bytes are none.</summary>
    public static InvalidationMark? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new BlobReader(bytes);
        var mark = new InvalidationMark(reader.Guid(), reader.Guid(), reader.Time());

        return reader.Failed || !reader.AtEnd ? null : mark;
    }

    /// <summary>Tells whether a response was asked for before the mark was left by another process.</summary>
    public bool Outdates(StoredResponse response, Guid process) => Process != process && response.RequestTime <= Time;
}

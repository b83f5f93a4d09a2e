using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Storage;

/// <summary>Writes and reads the head of a stored response as bytes, for stores that outlive the process.</summary>
/// <remarks>
/// <para>A version byte, then items of one tag byte, a four-byte length and a payload, little endian. A reader skips an
/// item it does not know whose tag is 128 or more; any other unknown item makes the head unreadable, which is a miss. So
/// the format can grow without old readers misunderstanding new heads.</para>
/// <para>No type is ever named in the bytes and none is created from them.</para>
/// </remarks>
public static class StoredResponseFormat
{
    private const byte FormatVersion = 1;

    /// <summary>Writes a head.</summary>
    /// <param name="response">The head.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(StoredResponse response, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(output);

        new BlobWriter(output).Byte(FormatVersion);
        var payload = new ArrayBufferWriter<byte>(256);
        var item = new BlobWriter(payload);

        item.Text(response.Key.Method);
        item.Text(response.Key.Uri);
        item.Text(response.Key.Partition);
        Flush(StoredResponseItem.Key, payload, output);

        item.Guid(response.BodyId);
        Flush(StoredResponseItem.BodyId, payload, output);

        item.Int32(response.StatusCode);
        item.Int32(response.Version.Major);
        item.Int32(Math.Max(0, response.Version.Minor));
        Flush(StoredResponseItem.Status, payload, output);

        if (response.ReasonPhrase is { } reasonPhrase)
        {
            item.Text(reasonPhrase);
            Flush(StoredResponseItem.ReasonPhrase, payload, output);
        }

        item.Time(response.RequestTime);
        item.Time(response.ResponseTime);
        item.Time(response.DiscardAfter);
        Flush(StoredResponseItem.Times, payload, output);

        item.Int64(response.BodyLength);
        Flush(StoredResponseItem.BodyLength, payload, output);

        WriteState(response, item, payload, output);
        WriteFields(response, item, payload, output);
    }

    /// <summary>Reads a head.</summary>
    /// <param name="input">The bytes that <see cref="Write"/> wrote, and nothing behind them.</param>
    /// <param name="response">The head.</param>
    /// <returns>False when the bytes are anything else; never throws, whatever they are.</returns>
    public static bool TryRead(ReadOnlySpan<byte> input, [NotNullWhen(true)] out StoredResponse? response)
    {
        response = null;
        var reader = new BlobReader(input);
        if (reader.Byte() != FormatVersion)
        {
            return false;
        }

        var parts = new StoredResponseItems();
        while (!reader.AtEnd)
        {
            var tag = reader.Byte();
            var item = reader.Slice(reader.Int32());
            if (reader.Failed || !parts.TryRead(tag, ref item))
            {
                return false;
            }
        }

        response = parts.Build();

        return response is not null;
    }

    private static void WriteState(
        StoredResponse response, BlobWriter item, ArrayBufferWriter<byte> payload, IBufferWriter<byte> output)
    {
        if (response.Part is { } part)
        {
            part.Write(item);
            Flush(StoredResponseItem.Part, payload, output);
        }

        if (response.IsOutdated)
        {
            Flush(StoredResponseItem.Outdated, payload, output);
        }

        if (response.FreshUntil is { } freshUntil)
        {
            item.Time(freshUntil);
            Flush(StoredResponseItem.FreshUntil, payload, output);
        }
    }

    private static void WriteFields(
        StoredResponse response, BlobWriter item, ArrayBufferWriter<byte> payload, IBufferWriter<byte> output)
    {
        foreach (var (name, value) in response.Fields)
        {
            item.Text(name);
            item.Text(value);
            Flush(StoredResponseItem.Field, payload, output);
        }

        foreach (var (name, value) in response.SelectingFields)
        {
            item.Text(name);
            item.Byte(value is null ? (byte)0 : (byte)1);
            item.Text(value ?? string.Empty);
            Flush(StoredResponseItem.SelectingField, payload, output);
        }

        foreach (var (note, edition) in response.Groups)
        {
            item.Text(note.Method);
            item.Text(note.Uri);
            item.Text(note.Partition);
            item.Guid(edition);
            Flush(StoredResponseItem.Group, payload, output);
        }
    }

    private static void Flush(StoredResponseItem tag, ArrayBufferWriter<byte> payload, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(1 + sizeof(int));
        header[0] = (byte)tag;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], payload.WrittenCount);
        output.Advance(1 + sizeof(int));
        output.Write(payload.WrittenSpan);
        payload.ResetWrittenCount();
    }
}

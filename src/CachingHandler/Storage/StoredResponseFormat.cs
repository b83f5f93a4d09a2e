using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

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

    private enum Tag : byte
    {
        Key = 1,
        BodyId = 2,
        Status = 3,
        Times = 4,
        BodyLength = 5,
        Field = 6,
        SelectingField = 7,
        ReasonPhrase = 8,
        Part = 9,
        Outdated = 10,
    }

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
        Flush(Tag.Key, payload, output);

        item.Guid(response.BodyId);
        Flush(Tag.BodyId, payload, output);

        item.Int32(response.StatusCode);
        item.Int32(response.Version.Major);
        item.Int32(Math.Max(0, response.Version.Minor));
        Flush(Tag.Status, payload, output);

        if (response.ReasonPhrase is { } reasonPhrase)
        {
            item.Text(reasonPhrase);
            Flush(Tag.ReasonPhrase, payload, output);
        }

        item.Time(response.RequestTime);
        item.Time(response.ResponseTime);
        item.Time(response.DiscardAfter);
        Flush(Tag.Times, payload, output);

        item.Int64(response.BodyLength);
        Flush(Tag.BodyLength, payload, output);

        if (response.Part is { } part)
        {
            part.Write(item);
            Flush(Tag.Part, payload, output);
        }

        if (response.IsOutdated)
        {
            Flush(Tag.Outdated, payload, output);
        }

        foreach (var (name, value) in response.Fields)
        {
            item.Text(name);
            item.Text(value);
            Flush(Tag.Field, payload, output);
        }

        foreach (var (name, value) in response.SelectingFields)
        {
            item.Text(name);
            item.Byte(value is null ? (byte)0 : (byte)1);
            item.Text(value ?? string.Empty);
            Flush(Tag.SelectingField, payload, output);
        }
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

        var parts = new Parts();
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

    private static void Flush(Tag tag, ArrayBufferWriter<byte> payload, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(1 + sizeof(int));
        header[0] = (byte)tag;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], payload.WrittenCount);
        output.Advance(1 + sizeof(int));
        output.Write(payload.WrittenSpan);
        payload.ResetWrittenCount();
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Parts()
    {
        private readonly List<KeyValuePair<string, string>> _fields = new(16);
        private readonly List<KeyValuePair<string, string?>> _selecting = [];
        private HttpCacheKey? _key;
        private Guid? _bodyId;
        private (int Status, Version Version)? _status;
        private (DateTimeOffset Request, DateTimeOffset Response, DateTimeOffset Discard)? _times;
        private long? _bodyLength;
        private string? _reasonPhrase;
        private StoredPart? _part;
        private bool _isOutdated;

        public bool TryRead(byte tag, ref BlobReader item)
        {
            switch ((Tag)tag)
            {
                case Tag.Key:
                    _key = new HttpCacheKey(item.Text(), item.Text(), item.Text());
                    break;
                case Tag.BodyId:
                    _bodyId = item.Guid();
                    break;
                case Tag.Status:
                    _status = (item.Int32(), VersionOf(item.Int32(), item.Int32()));
                    break;
                case Tag.ReasonPhrase:
                    _reasonPhrase = item.Text();
                    break;
                case Tag.Times:
                    _times = (item.Time(), item.Time(), item.Time());
                    break;
                case Tag.BodyLength:
                    _bodyLength = item.Int64();
                    break;
                case Tag.Part:
                    _part = StoredPart.Read(ref item);
                    return _part is not null && !item.Failed && item.AtEnd;
                case Tag.Outdated:
                    _isOutdated = true;
                    break;
                case Tag.Field:
                    _fields.Add(new(item.Text(), item.Text()));
                    break;
                case Tag.SelectingField:
                    var name = item.Text();
                    var present = item.Byte() == 1;
                    var value = item.Text();
                    _selecting.Add(new(name, present ? value : null));
                    break;
                default:
                    return tag >= 128;
            }

            return !item.Failed && item.AtEnd;
        }

        public readonly StoredResponse? Build()
        {
            var complete = _key is not null && _bodyId is not null && _times is not null && _bodyLength >= 0
                && _status is { Status: >= 200 and <= 999 } && HeaderFields.AreWritable(_fields)
                && !(_reasonPhrase ?? string.Empty).AsSpan().ContainsAny('\r', '\n', '\0')
                && (_part is null || _part.Length == _bodyLength);
            if (!complete)
            {
                return null;
            }

            return new StoredResponse
            {
                Key = _key!.Value,
                BodyId = _bodyId!.Value,
                StatusCode = _status!.Value.Status,
                ReasonPhrase = _reasonPhrase,
                Version = _status.Value.Version,
                Fields = HeaderFields.FromTrusted([.. _fields]),
                SelectingFields = [.. _selecting],
                RequestTime = _times!.Value.Request,
                ResponseTime = _times.Value.Response,
                DiscardAfter = _times.Value.Discard,
                BodyLength = _bodyLength!.Value,
                Part = _part,
                IsOutdated = _isOutdated,
            };
        }

        // The usual versions are shared objects; anything else but a version is read as 1.1.
        private static Version VersionOf(int major, int minor) => (major, minor) switch
        {
            (2, 0) => System.Net.HttpVersion.Version20,
            (3, 0) => System.Net.HttpVersion.Version30,
            (1, 0) => System.Net.HttpVersion.Version10,
            _ => System.Net.HttpVersion.Version11,
        };
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class StoredResponseFormatTests
{
    private static readonly HttpCacheKey Key = new("GET", "https://example.com/\u0159", "alice");

    private static readonly StoredResponse Full = StoredResponses.Create(
        Key,
        [("accept", "text/html"), ("accept-language", null), ("x-empty", "")],
        [("ETag", "\"1\""), ("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Name", "J\u00fcrgen \ud83d\ude00"), ("X-Empty", "")],
        statusCode: 203,
        reasonPhrase: "Sch\u00f6n",
        version: new Version(2, 0),
        groups: [(new("GROUP", "https://example.com:443 \"x\" \u0159", "private"), Guid.NewGuid()), (Key, Guid.Empty)])
        .WithBodyLength(5_000_000_000);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameHead()
    {
        Assert.True(StoredResponseFormat.TryRead(Bytes(Full), out var read));

        Assert.Equal(Full.Key, read.Key);
        Assert.Equal(Full.BodyId, read.BodyId);
        Assert.Equal(Full.StatusCode, read.StatusCode);
        Assert.Equal(Full.ReasonPhrase, read.ReasonPhrase);
        Assert.Equal(Full.Version, read.Version);
        Assert.Equal(Full.Fields.ToArray(), read.Fields.ToArray());
        Assert.Equal(Full.SelectingFields.ToArray(), read.SelectingFields.ToArray());
        Assert.Equal(Full.RequestTime, read.RequestTime);
        Assert.Equal(Full.ResponseTime, read.ResponseTime);
        Assert.Equal(Full.DiscardAfter, read.DiscardAfter);
        Assert.Equal(Full.BodyLength, read.BodyLength);
        Assert.Equal(Full.Groups.ToArray(), read.Groups.ToArray());
        Assert.Equal(2, read.Groups.Count);
    }

    [Fact]
    public void Write_SameHeadTwice_GivesTheSameBytes() => Assert.Equal(Bytes(Full), Bytes(Full));

    [Fact]
    public void Read_CutAtAnyLength_NeverThrows()
    {
        var bytes = Bytes(Full);

        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length => _ = StoredResponseFormat.TryRead(bytes.AsSpan(0, length), out var _));
        Assert.False(StoredResponseFormat.TryRead(bytes.AsSpan(0, bytes.Length - 1), out _));
        Assert.False(StoredResponseFormat.TryRead([], out _));
    }

    [Fact]
    public void Read_AnyByteOfAnyValue_NeverThrowsAndYieldsWritableFields()
    {
        var bytes = Bytes(Full);

        foreach (var offset in Enumerable.Range(0, bytes.Length))
        {
            foreach (var value in (byte[])[0, 1, 10, 13, 127, 128, 255, (byte)~bytes[offset]])
            {
                var spoilt = bytes.ToArray();
                spoilt[offset] = value;
                AssertTotal(spoilt);
            }
        }
    }

    [Fact]
    public void Read_RandomBytes_NeverThrows()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = Bytes(Full);

        foreach (var _ in Enumerable.Range(0, 5_000))
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            byte[] input = random.Next(2) == 0 ? [1, .. bytes] : [.. good.AsSpan(0, random.Next(good.Length)), .. bytes];
            AssertTotal(input);
        }
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(255, true)]
    [InlineData(127, false)]
    [InlineData(9, false)]
    [InlineData(0, false)]
    public void Read_UnknownItem_IsSkippedOrRefusedByItsTag(byte tag, bool expected)
    {
        byte[] bytes = [.. Bytes(Full), tag, 3, 0, 0, 0, 1, 2, 3];

        Assert.Equal(expected, StoredResponseFormat.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(255)]
    public void Read_OtherVersion_IsRefused(byte version)
    {
        var bytes = Bytes(Full);
        bytes[0] = version;

        Assert.False(StoredResponseFormat.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData("PLACEHOLDER-VALUE", '\r')]
    [InlineData("PLACEHOLDER-VALUE", '\n')]
    [InlineData("PLACEHOLDER-VALUE", '\0')]
    [InlineData("PLACEHOLDER-NAME", '\n')]
    [InlineData("PLACEHOLDER-REASON", '\r')]
    public void Read_LineBreakInAField_IsRefused(string text, char lineBreak)
    {
        var bytes = Bytes(StoredResponses.Create(
            Key, fields: [("PLACEHOLDER-NAME", "PLACEHOLDER-VALUE")], reasonPhrase: "PLACEHOLDER-REASON"));
        Assert.True(StoredResponseFormat.TryRead(bytes, out _));
        bytes[bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text)) + 5] = (byte)lineBreak;

        Assert.False(StoredResponseFormat.TryRead(bytes, out _));
    }

    [Fact]
    public void Read_BytesBehindTheHead_AreRefused() =>
        Assert.False(StoredResponseFormat.TryRead([.. Bytes(Full), 0, 0, 0], out _));

    [Fact]
    public void Read_LengthBeyondTheInput_IsRefusedWithoutAllocatingIt()
    {
        var bytes = Bytes(Full);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(StoredResponseFormat.TryRead(bytes, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static byte[] Bytes(StoredResponse head)
    {
        var output = new ArrayBufferWriter<byte>();
        StoredResponseFormat.Write(head, output);

        return output.WrittenSpan.ToArray();
    }

    private static void AssertTotal(byte[] bytes)
    {
        if (StoredResponseFormat.TryRead(bytes, out var read))
        {
            Assert.True(HeaderFields.AreWritable(read.Fields));
            Assert.InRange(read.StatusCode, 200, 999);
            Assert.True(read.BodyLength >= 0);
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>How a part, and that a response is outdated, are written and read.</summary>
public sealed class StoredPartFormatTests
{
    private const byte PartTag = 9;
    private const byte OutdatedTag = 10;
    private const int ItemHeader = 5;

    private static readonly StoredResponse Whole = StoredResponses.Of(StoredResponses.Key(), ("ETag", "\"1\"")).WithBodyLength(30);

    public static TheoryData<long?> Lengths => new(100L, (long?)null, 5_000_000_000_000L);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Read_PartThatWasWritten_IsTheSame(long? completeLength)
    {
        var head = Whole.WithPart(new StoredPart([new(0, 9), new(20, 29), new(40, 49)], completeLength));

        Assert.True(StoredResponseFormat.TryRead(Bytes(head), out var read));

        Assert.Equal(head.Part!.Ranges, read.Part!.Ranges);
        Assert.Equal(completeLength, read.Part.CompleteLength);
        Assert.Equal(30, read.Part.Length);
    }

    [Fact]
    public void Read_OutdatedThatWasWritten_IsOutdated()
    {
        Assert.True(StoredResponseFormat.TryRead(Bytes(Whole.Outdated()), out var outdated));
        Assert.True(StoredResponseFormat.TryRead(Bytes(Whole), out var current));

        Assert.Equal((true, false), (outdated.IsOutdated, current.IsOutdated));
        Assert.Null(current.Part);
    }

    [Fact]
    public void Read_ByAReaderThatKnowsNoParts_IsRefusedRatherThanTakenForTheWhole()
    {
        // Below 128: an older version must not serve a part as the whole.
        Assert.InRange(PartTag, 0, 127);
        Assert.Contains(PartTag, Tags(Bytes(Whole.WithPart(new StoredPart([new(0, 29)], 100)))));
        Assert.DoesNotContain(PartTag, Tags(Bytes(Whole)));
        Assert.Contains(OutdatedTag, Tags(Bytes(Whole.Outdated())));
    }

    [Theory]
    [InlineData(30L, true)]
    [InlineData(29L, false)]
    [InlineData(31L, false)]
    [InlineData(0L, false)]
    public void Read_BodyOfAnotherLengthThanThePart_IsRefused(long bodyLength, bool expected)
    {
        var head = Whole.WithPart(new StoredPart([new(0, 29)], 100)).WithBodyLength(bodyLength);

        Assert.Equal(expected, StoredResponseFormat.TryRead(Bytes(head), out _));
    }

    public static TheoryData<string, long[]> Damaged => new()
    {
        { "no range", [100] },
        { "half a range", [100, 0] },
        { "not in order", [100, 20, 39, 0, 9] },
        { "overlapping", [100, 0, 19, 10, 19] },
        { "touching", [100, 0, 9, 10, 29] },
        { "all of it", [30, 0, 29] },
        { "beyond it", [20, 0, 29] },
        { "before it", [100, -1, 28] },
        { "backwards", [100, 29, 0] },
        { "endless", [-1, 0, long.MaxValue] },
        { "so long that it overflows", [-1, long.MinValue, long.MaxValue - 1] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Read_PartThatCannotBe_IsRefused(string fault, long[] numbers)
    {
        Assert.NotEmpty(fault);
        Assert.False(StoredResponseFormat.TryRead([.. Bytes(Whole), .. Item(PartTag, numbers)], out _));
    }

    [Fact]
    public void Read_PartWithAByteTooMany_IsRefused()
    {
        byte[] item = [.. Item(PartTag, [100, 0, 29]), 0];
        BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(1), item.Length - ItemHeader);

        Assert.False(StoredResponseFormat.TryRead([.. Bytes(Whole), .. item], out _));
    }

    [Fact]
    public void Read_OutdatedWithAPayload_IsRefused()
    {
        Assert.False(StoredResponseFormat.TryRead([.. Bytes(Whole), .. Item(OutdatedTag, [1])], out _));
    }

    [Fact]
    public void Read_ManyRanges_IsLinear()
    {
        var ranges = Enumerable.Range(0, 200_000).Select(number => new ByteRange(2L * number, 2L * number));
        var head = Whole.WithPart(new StoredPart(ranges, null)).WithBodyLength(200_000);

        Assert.True(StoredResponseFormat.TryRead(Bytes(head), out var read));
        Assert.Equal(200_000, read.Part!.Ranges.Count);
    }

    [Fact]
    public void Read_AnyByteOfAPart_NeverThrowsAndYieldsAPartThatCanBe()
    {
        var bytes = Bytes(Whole.WithPart(new StoredPart([new(0, 9), new(20, 39)], 100)));

        foreach (var offset in Enumerable.Range(0, bytes.Length))
        {
            foreach (var value in (byte[])[0, 1, 9, 127, 128, 255, (byte)~bytes[offset]])
            {
                AssertTotal(bytes, offset, value);
            }
        }
    }

    private static void AssertTotal(byte[] bytes, int offset, byte value)
    {
        var spoilt = bytes.ToArray();
        spoilt[offset] = value;
        if (StoredResponseFormat.TryRead(spoilt, out var read) && read.Part is { } part)
        {
            Assert.Equal(read.BodyLength, part.Length);
            Assert.Equal(part.Length, new StoredPart(part.Ranges, part.CompleteLength).Length);
        }
    }

    private static byte[] Item(byte tag, long[] numbers)
    {
        var item = new byte[ItemHeader + (numbers.Length * sizeof(long))];
        item[0] = tag;
        BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(1), item.Length - ItemHeader);
        foreach (var (number, index) in numbers.Select((number, index) => (number, index)))
        {
            BinaryPrimitives.WriteInt64LittleEndian(item.AsSpan(ItemHeader + (index * sizeof(long))), number);
        }

        return item;
    }

    private static List<byte> Tags(byte[] bytes)
    {
        var tags = new List<byte>();
        for (var offset = 1; offset < bytes.Length;)
        {
            tags.Add(bytes[offset]);
            offset += ItemHeader + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset + 1));
        }

        return tags;
    }

    private static byte[] Bytes(StoredResponse head)
    {
        var output = new ArrayBufferWriter<byte>();
        StoredResponseFormat.Write(head, output);

        return output.WrittenSpan.ToArray();
    }
}

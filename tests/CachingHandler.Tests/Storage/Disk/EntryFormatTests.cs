using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class EntryFormatTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)] // the check value of CRC-32C in the catalogue of checksums
    public void Crc32C_KnownText_GivesTheKnownValue(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Of(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(1_000)]
    [InlineData(2_048)]
    public void Crc32C_AppendedInParts_EqualsTheWhole(int cut)
    {
        var bytes = BodyBytes.Of(Guid.NewGuid(), cut < 100 ? 100 : 5_000);

        Assert.Equal(Crc32C.Of(bytes), Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }

    // Where there are vectors, and where there are none: DOTNET_EnableAVX512=0 switches them off.
    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(767)]
    [InlineData(768)]
    [InlineData(1_023)]
    [InlineData(12_287)]
    [InlineData(12_288)]
    [InlineData(12_289)]
    [InlineData(100_000)]
    [InlineData(262_144)]
    public void Crc32C_OfManyBytesAtOnce_EqualsThatOfOneAfterTheOther(int length)
    {
        var bytes = BodyBytes.Of(Guid.NewGuid(), length);

        Assert.Equal(bytes.Aggregate(Crc32C.Empty, (checksum, next) => Crc32C.Append(checksum, [next])), Crc32C.Of(bytes));
    }

    [Theory]
    [InlineData(0, 512)]
    [InlineData(300, 512)]
    [InlineData(394, 768)]
    [InlineData(1000, 1280)]
    [InlineData(1024, 1536)]
    [InlineData(int.MaxValue, 2684354816)]
    public void SlotSize_HeadOfLength_HasRoomToGrow(int headLength, long expected) =>
        Assert.Equal(expected, HeadSlot.SizeFor(headLength));

    [Fact]
    public void Header_WrittenAndRead_IsTheSame()
    {
        var header = new EntryHeader(KeyHash.Of(StoredResponses.Key()), 123_456_789_012, 42, 1280);
        var bytes = new byte[EntryHeader.Length];

        header.Write(bytes);

        Assert.True(EntryHeader.TryRead(bytes, out var read));
        Assert.Equal(header, read);
        Assert.Equal("HC01"u8.ToArray(), bytes[..4]);
        Assert.Equal(64 + (2 * 1280) + 123_456_789_012, read.FileLength);
    }

    [Theory]
    [InlineData(-1, 512)]
    [InlineData(long.MaxValue, 512)]
    [InlineData(0, 0)]
    [InlineData(0, -512)]
    [InlineData(0, HeadSlot.MaximumSize + 256)]
    public void Header_ImpossibleNumbersUnderAGoodChecksum_IsRefused(long bodyLength, int slotSize)
    {
        var bytes = new byte[EntryHeader.Length];
        new EntryHeader(default, bodyLength, 0, slotSize).Write(bytes);

        Assert.False(EntryHeader.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(512)]
    public void Slot_Zeroed_HoldsNoHead(int length) => Assert.False(HeadSlot.TryRead(new byte[length], out _, out _));

    [Fact]
    public void Slot_WrittenAndRead_IsTheSame()
    {
        var slot = new byte[512];

        HeadSlot.Write(slot, 7, [1, 2, 3]);

        Assert.True(HeadSlot.TryRead(slot, out var sequence, out var head));
        Assert.Equal(7ul, sequence);
        Assert.Equal([1, 2, 3], head.ToArray());
    }

    [Theory]
    [InlineData("~1-2-ab", true)]
    [InlineData("~", false)]
    [InlineData("~notes", false)]
    [InlineData("1-2-ab", false)]
    public void Name_OfATemporaryFile_IsTold(string name, bool expected) =>
        Assert.Equal(expected, EntryNames.IsTemporary(name));

    [Fact]
    public void Place_OfAKey_IsMadeOfItsHash()
    {
        var key = StoredResponses.Key("https://example.com/a");
        Span<byte> hash = stackalloc byte[HttpCacheKey.HashLength];
        key.WriteHash(hash);
        var hex = Convert.ToHexStringLower(hash);

        var place = new EntryPaths("/cache").Of(key);

        Assert.Equal(Path.Join("/cache", "v1", hex[..2], hex), place.Plain);
        Assert.Equal(place.Plain + ".v", place.Variants);
        Assert.Equal(Path.GetDirectoryName(place.Plain), place.Shard);
    }
}

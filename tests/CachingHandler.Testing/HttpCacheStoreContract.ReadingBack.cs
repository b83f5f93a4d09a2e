using CachingHandler.Storage;

namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    /// <summary>Bodies that stay small, that cross the limits on the way, and that arrive in few large pieces.</summary>
    public static TheoryData<int, int> ReadBackCases => new()
    {
        { 3_000, 100 },
        { 60_000, 1_000 },
        { 200_000, 700 },
        { 1_000_000, 40_000 },
        { 4_000_000, 300_000 },
    };

    [Theory]
    [MemberData(nameof(ReadBackCases))]
    public async Task Writer_ReadBackBesideWriting_GivesEveryByteThatIsStaged(int length, int largestWrite)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, length);
        using var writer = await Store.BeginWriteAsync(head, null, CancellationToken.None);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(1, 3).Select(seed => ReadBackUntilAsync(writer!, bytes, new Random(seed), done.Token)).ToArray();

        await WriteInPiecesAsync(writer!, bytes, new Random(length), largestWrite);
        await writer!.CommitAsync(CancellationToken.None);
        await Store.RemoveAsync(Key);
        await done.CancelAsync();

        await Task.WhenAll(readers);
    }

    [Theory]
    [MemberData(nameof(ReadBackCases))]
    public async Task Writer_ReadersThatFollow_HaveTheWholeBody(int length, int largestWrite)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, length);
        using var writer = await Store.BeginWriteAsync(head, length, CancellationToken.None);
        var readers = Enumerable.Range(1, 3).Select(seed => FollowAsync(writer!, length, new Random(seed))).ToArray();

        await WriteInPiecesAsync(writer!, bytes, new Random(length), largestWrite);
        await writer!.CommitAsync(CancellationToken.None);

        Assert.All(await Task.WhenAll(readers), read => Assert.Equal(bytes, read));
    }

    [Theory]
    [InlineData("replaced", 2_000)]
    [InlineData("replaced", 300_000)]
    [InlineData("removed", 2_000)]
    [InlineData("removed", 300_000)]
    [InlineData("cleared", 2_000)]
    [InlineData("cleared", 300_000)]
    public async Task Writer_ReadBackAfterItsEntryIsGone_GoesOn(string fate, int length)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, length);
        using var writer = await Store.BeginWriteAsync(head, null, CancellationToken.None);
        writer!.Write(bytes);
        await writer.CommitAsync(CancellationToken.None);
        await (fate switch
        {
            "replaced" => Store.StoreAsync(StoredResponses.Of(Key)),
            "removed" => Store.RemoveAsync(Key),
            _ => Store.ClearAsync().AsTask(),
        });

        Assert.Equal(bytes, ReadBack(writer, length + 10));
    }

    [Fact]
    public async Task Writer_ReadBackBeyondWhatIsStaged_GivesNothing()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);
        Assert.Equal(0, writer!.Read(0, new byte[10]));
        writer.Write(new byte[100]);
        await writer.CommitAsync(CancellationToken.None);

        Assert.Equal(0, writer.Read(100, new byte[10]));
        Assert.Equal(0, writer.Read(long.MaxValue, new byte[10]));
        Assert.Equal(0, writer.Read(50, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Read(-1, new byte[10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Read(long.MinValue, []));
    }

    private static async Task WriteInPiecesAsync(HttpCacheEntryWriter writer, byte[] bytes, Random random, int largestWrite)
    {
        for (var written = 0; written < bytes.Length;)
        {
            var piece = bytes.AsMemory(written, Math.Min(bytes.Length - written, random.Next(1, largestWrite + 1)));
            written += piece.Length;
            if (random.Next(2) == 0)
            {
                writer.Write(piece.Span);
            }
            else
            {
                await writer.WriteAsync(piece, CancellationToken.None);
            }
        }
    }

    private static Task ReadBackUntilAsync(HttpCacheEntryWriter writer, byte[] bytes, Random random, CancellationToken done) =>
        Task.Run(
            () =>
            {
                var part = new byte[80_000];
                bool last;
                do
                {
                    last = done.IsCancellationRequested;
                    var staged = (int)writer.Length;
                    var offset = random.Next(staged + 1);
                    var wanted = part.AsSpan(0, random.Next(part.Length));

                    var count = writer.Read(offset, wanted);

                    Assert.InRange(count, Math.Min(staged - offset, wanted.Length), wanted.Length);
                    Assert.True(wanted[..count].SequenceEqual(bytes.AsSpan(offset, count)), $"Other bytes at {offset} of {staged}.");
                }
                while (!last);
            },
            CancellationToken.None);

    private static Task<byte[]> FollowAsync(HttpCacheEntryWriter writer, int length, Random random) => Task.Run(() =>
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            read += writer.Read(read, bytes.AsSpan(read, Math.Min(length - read, random.Next(1, 50_000))));
        }

        return bytes;
    });

    private static byte[] ReadBack(HttpCacheEntryWriter writer, int limit)
    {
        var bytes = new byte[limit];
        var read = 0;
        for (int count; (count = writer.Read(read, bytes.AsSpan(read))) > 0;)
        {
            read += count;
        }

        return bytes[..read];
    }
}

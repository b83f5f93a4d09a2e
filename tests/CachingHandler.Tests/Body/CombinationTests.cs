using CachingHandler.Body;
using CachingHandler.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Policy;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingHandler.Tests.Body;

/// <summary>Stored bytes and new ones in one body: the old and the new differ, so that it shows which ones count.</summary>
public sealed class CombinationTests : IDisposable
{
    private static readonly byte[] Old = [.. Enumerable.Range(0, 100).Select(number => (byte)number)];

    private static readonly byte[] New = [.. Enumerable.Range(0, 100).Select(number => (byte)(number + 100))];

    private readonly MemoryHttpCacheStore _store = new();

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("0-9", "20-29", "0-9", "20-29", "")]
    [InlineData("20-29", "0-9", "", "0-9", "20-29")]
    [InlineData("0-9", "10-19", "0-9", "10-19", "")]
    [InlineData("10-19", "0-9", "", "0-9", "10-19")]
    [InlineData("0-9", "5-14", "0-4", "5-14", "")]
    [InlineData("5-14", "0-9", "", "0-9", "10-14")]
    [InlineData("0-29", "10-19", "0-9", "10-19", "20-29")] // within what is stored
    [InlineData("10-19", "0-29", "", "0-29", "")] // over what is stored
    [InlineData("10-19", "10-19", "", "10-19", "")]
    [InlineData("0-9, 20-29, 40-49", "15-35", "0-9", "15-35", "40-49")]
    [InlineData("0-9, 20-29, 40-49", "5-44", "0-4", "5-44", "45-49")]
    [InlineData("0-9, 20-29, 40-49", "60-69", "0-9, 20-29, 40-49", "60-69", "")]
    [InlineData("10-19, 30-39", "0-0", "", "0-0", "10-19, 30-39")]
    [InlineData("0-49", "50-99", "0-49", "50-99", "")]
    [InlineData("50-99", "0-49", "", "0-49", "50-99")]
    [InlineData("0-9, 90-99", "10-89", "0-9", "10-89", "90-99")]
    public async Task Combination_HasTheOldBytesOnlyWhereThereAreNoNew(
        string ranges, string added, string before, string expectedNew, string after)
    {
        var part = Part(ranges);

        var body = await CombineAsync(part, Stored.Range(added), new ListedBody(BytesOf(Old, ranges), atMost: 3));

        Assert.Equal([.. BytesOf(Old, before), .. BytesOf(New, expectedNew), .. BytesOf(Old, after)], body!);
        Assert.Equal(part.With(Stored.Range(added))?.Length ?? 100, body!.Length);
    }

    [Fact]
    public async Task Combination_WhoseStoredBytesEndEarly_IsNotCommitted()
    {
        Assert.Null(await CombineAsync(Part("0-49"), new ByteRange(50, 99), new ListedBody(Old[..30])));
    }

    [Fact]
    public async Task Combination_WhoseStoredBytesCannotBeRead_IsNotCommitted()
    {
        var gone = new ListedBody(Old[..50]);
        gone.Dispose();

        Assert.Null(await CombineAsync(Part("0-49"), new ByteRange(50, 99), gone));
        Assert.Null(await CombineAsync(Part("50-99"), new ByteRange(0, 49), gone));
    }

    [Fact]
    public void Combination_Disposed_DisposesTheStoredBody()
    {
        var stored = new ListedBody(Old);

        new Combination(stored, Part("0-9"), new ByteRange(10, 19)).Dispose();

        Assert.True(stored.IsDisposed);
    }

    public void Dispose() => _store.Dispose();

    // Null when nothing was committed.
    private async Task<byte[]?> CombineAsync(StoredPart part, ByteRange added, StoredBody stored)
    {
        using var meters = new CountingMeters();
        var store = new GuardedStore(_store, HttpCacheMetrics.Of(meters), NullLogger.Instance);
        using var writer = await store.BeginWriteAsync(
            StoredResponses.Of(StoredResponses.Key()), null, CancellationToken.None);
        using var combination = new Combination(stored, part, added);

        await combination.CopyBeforeAsync(writer!);
        await writer!.WriteAsync(New.AsMemory((int)added.First, (int)added.Length));
        await combination.CopyAfterAsync(writer);

        return await writer.CommitAsync() is { } committed ? await _store.ReadBodyAsync(committed) : null;
    }

    private static StoredPart Part(string ranges) => new(ranges.Split(", ").Select(Stored.Range), 100);

    private static byte[] BytesOf(byte[] bytes, string ranges) =>
    [
        .. ranges.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Stored.Range)
            .SelectMany(range => bytes[(int)range.First..(int)(range.Last + 1)]),
    ];
}

using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests.Storage;

public sealed class DiskTroubleTests : IDisposable
{
    private static readonly HttpCacheKey Key = StoredResponses.Key();

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ListLogger<DiskHttpCacheStore> _logger = new();
    private readonly string _obstacle;
    private readonly DiskHttpCacheStore _blocked;

    public DiskTroubleTests()
    {
        _obstacle = _directory.Below("file");
        File.WriteAllText(_obstacle, "in the way");
        _blocked = new(Path.Combine(_obstacle, "cache"), timeProvider: _time, logger: _logger);
    }

    public void Dispose()
    {
        _blocked.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task DirectoryBelowAFile_EveryOperation_IsAMissWithoutException()
    {
        var head = StoredResponses.Of(Key);

        Assert.Empty(await _blocked.FindAsync(Key));
        Assert.Null(await _blocked.ReadBodyAsync(head));
        Assert.Null(await _blocked.StoreAsync(head, []));
        Assert.False(await _blocked.UpdateAsync(head, head.WithFields(("X", "1"))));
        await _blocked.RemoveAsync(Key);
        await _blocked.RemoveAsync(head);
        await _blocked.ClearAsync();
        Assert.Empty(await _blocked.AllAsync());
        Assert.Equal(32, _blocked.Secret.Length);
    }

    [Fact]
    public async Task DirectoryThatIsAFile_Write_IsRefused()
    {
        using var store = new DiskHttpCacheStore(_obstacle, logger: _logger);

        Assert.Null(await store.StoreAsync(StoredResponses.Of(Key), []));
        Assert.Empty(await store.FindAsync(Key));
        Assert.Single(_logger.Lines);
    }

    [Fact]
    public async Task DirectoryBelowAFile_SeveralWrites_LogOneLine()
    {
        await _blocked.StoreAsync(StoredResponses.Of(Key), []);
        await _blocked.StoreAsync(StoredResponses.Of(Key), []);
        _time.Advance(TimeSpan.FromSeconds(11));
        await _blocked.StoreAsync(StoredResponses.Of(Key), []);

        var (level, id, message, _) = Assert.Single(_logger.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Equal(new EventId(200, "DirectoryNotWritable"), id);
        Assert.Contains($"'{_blocked.DirectoryPath}' cannot be written", message, StringComparison.Ordinal);
        Assert.Contains("every 10 seconds", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DirectoryBelowAFile_CauseGone_StoresAgainAfterTenSeconds()
    {
        await _blocked.StoreAsync(StoredResponses.Of(Key), []);
        File.Delete(_obstacle);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(await _blocked.StoreAsync(StoredResponses.Of(Key), []));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await _blocked.StoreAsync(StoredResponses.Of(Key), []));
        Assert.Single(await _blocked.FindAsync(Key));
    }

    [Fact]
    public async Task Commit_TargetTaken_ThrowsAndPausesWrites()
    {
        using var store = new DiskHttpCacheStore(_directory.Path, timeProvider: _time, logger: _logger);
        Directory.CreateDirectory(new EntryPaths(_directory.Path).Of(Key).Plain);
        using (var writer = await store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None))
        {
            var exception = await Assert.ThrowsAsync<IOException>(async () => await writer!.CommitAsync(CancellationToken.None));
            Assert.Contains(_directory.Path, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal([_obstacle], _directory.Files());
        Assert.Null(await store.StoreAsync(StoredResponses.Of(StoredResponses.Key("https://example.com/b")), []));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await store.StoreAsync(StoredResponses.Of(StoredResponses.Key("https://example.com/b")), []));
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task Directory_RemovedWhileRunning_IsMadeAnew()
    {
        using var store = new DiskHttpCacheStore(_directory.Below("cache"));
        await store.StoreAsync(StoredResponses.Of(Key));
        await store.Trim.Work;
        Directory.Delete(_directory.Below("cache"), recursive: true);

        Assert.Empty(await store.FindAsync(Key));
        await store.StoreAsync(StoredResponses.Variant(Key, ("accept", null)));

        Assert.Single(await store.FindAsync(Key));
    }

    [Fact]
    public async Task BeginWrite_HeadTooLargeForAnySlot_IsNull()
    {
        using var store = new DiskHttpCacheStore(_directory.Path);
        var head = StoredResponses.Of(Key, ("X-Long", new string('l', 900_000)));

        Assert.Null(await store.BeginWriteAsync(head, null, CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Constructor_NoDirectory_Throws(string? directory) =>
        Assert.ThrowsAny<ArgumentException>(() => new DiskHttpCacheStore(directory!));

    [Fact]
    public void Constructor_RelativeDirectory_MakesItAbsoluteAndTouchesNothing()
    {
        using var store = new DiskHttpCacheStore("no-such-directory");

        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "no-such-directory"), store.DirectoryPath);
        Assert.False(Directory.Exists(store.DirectoryPath));
    }

    [Fact]
    public void MaximumSize_Negative_SaysWhatIsWrong()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new DiskHttpCacheStore(_directory.Path, new() { MaximumSize = -1 }));

        Assert.Contains(
            "MaximumSize is -1; it must be zero or more bytes. Leave it alone for the default of 1 GiB.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_EveryOperation_Throws()
    {
        using var store = new DiskHttpCacheStore(_directory.Path);
        var stored = await store.StoreAsync(StoredResponses.Of(Key));
        using var writer = await store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(Key));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadBodyAsync(stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.StoreAsync(StoredResponses.Of(Key), []));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer!.CommitAsync(CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.UpdateAsync(stored, stored.WithFields()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.RemoveAsync(Key));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.RemoveAsync(stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.AllAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ClearAsync());
    }
}

using System.Runtime.Versioning;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Logging;

namespace CachingHandler.LiteDb.Tests;

/// <summary>Who has a directory, and what a store does that has none.</summary>
public sealed class LiteDbOwnershipTests : IDisposable
{
    private const UnixFileMode OwnerMayReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task SecondStore_OnTheDirectory_IsAMissInEverything()
    {
        await using var first = _fixture.Open();
        var head = await first.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
        await using var second = new LiteDbHttpCacheStore(_fixture.Below("other.db"), logger: _fixture.Logger);

        Assert.Empty(await second.FindAsync(head.Key));
        Assert.Null(await second.ReadBodyAsync(head));
        Assert.False(await second.UpdateAsync(head, head.WithFields(("X", "1"))));
        await second.RemoveAsync(head.Key);
        await second.RemoveAsync(head);
        await second.ClearAsync();
        Assert.Empty(await second.AllAsync());
        Assert.Equal(0, (await second.GetStatisticsAsync()).Entries);
        Assert.Equal(32, second.Secret.Length);
        Assert.Single(await first.FindAsync(head.Key));
        var (level, id, message, _) = Assert.Single(_fixture.Logger.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Equal(new EventId(300, "DirectoryInUse"), id);
        Assert.Contains("in use by another LiteDbHttpCacheStore", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondStore_ThatWasToRemoveSomething_BeginsAnewWhenItGetsTheDirectory()
    {
        var first = _fixture.Open();
        var stored = await StoreFixture.FillAsync(first, 3);
        await using var second = _fixture.Open();
        Assert.Empty(await second.FindAsync(stored[0].Key));
        await second.RemoveAsync(stored[0].Key);
        await first.DisposeAsync();

        _fixture.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Empty(await second.FindAsync(stored[1].Key));
        await second.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(9)));
        Assert.Single(await second.AllAsync());
        Assert.Empty(_fixture.ContentFiles());
    }

    [Fact]
    public async Task DirectoryThatCannotBeMade_EveryOperation_IsAMissAndLoggedOnce()
    {
        await File.WriteAllTextAsync(_fixture.Below("file"), "in the way", TestContext.Current.CancellationToken);
        await using var store = new LiteDbHttpCacheStore(
            _fixture.Below("file", "cache", "cache.db"), timeProvider: _fixture.Time, logger: _fixture.Logger);
        var head = StoredResponses.Of(StoreFixture.KeyOf(1));

        Assert.Empty(await store.FindAsync(head.Key));
        Assert.Null(await store.BeginAndCommitAsync(head));
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await store.AllAsync());
        Assert.Equal(["DirectoryNotUsable"], _fixture.Events());

        File.Delete(_fixture.Below("file"));
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.NotNull(await store.BeginAndCommitAsync(head));
    }

    [Fact]
    public async Task Secret_OfAnEarlierStore_IsTheSame()
    {
        byte[] secret;
        await using (var earlier = _fixture.Open())
        {
            await earlier.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
            secret = earlier.Secret.ToArray();
        }

        await using var later = _fixture.Open();

        Assert.Equal(secret, later.Secret.ToArray());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_AreForTheirOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mode.");
        await using var store = new LiteDbHttpCacheStore(_fixture.Below("made", "by-us", "cache.db"));
        await StoreFixture.FillAsync(store, 5);

        var files = Directory.GetFiles(_fixture.Below("made"), "*", SearchOption.AllDirectories);
        var directories = Directory.GetDirectories(_fixture.Below("made"), "*", SearchOption.AllDirectories);

        Assert.Equal(["cache-log.db", "cache.db", "cache.db.open", "cache.db.secret", "http-cache.lock"], NamesBeside(files));
        Assert.All(files, path => Assert.Equal(OwnerMayReadAndWrite, File.GetUnixFileMode(path)));
        Assert.All(directories, path => Assert.Equal(OwnerMayReadAndWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task Files_HoldNothingOfTheRequestInTheirNames()
    {
        await using var store = _fixture.Open();
        await store.StoreAsync(StoredResponses.Of(StoredResponses.Key("https://example.com/../token?secret=1", partition: "alice/..")), 100_000);

        Assert.Matches("cache\\.db\\.content/([0-9a-f]{2})/\\1[0-9a-f]{94}$", Assert.Single(_fixture.ContentFiles()).Replace('\\', '/'));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("directory/")]
    public void Constructor_NoFile_Throws(string path) =>
        Assert.Throws<ArgumentException>(() => new LiteDbHttpCacheStore(path));

    [Fact]
    public void Constructor_NegativeSize_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => _fixture.Open(-1));

    [Fact]
    public async Task Members_AfterDisposal_Throw()
    {
        var store = _fixture.Open();
        var stored = await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
        store.Dispose();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(stored.Key));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.OpenAsync(stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.StoreAsync(stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.UpdateAsync(stored, stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.RemoveAsync(stored.Key));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.RemoveAsync(stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ClearAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.AllAsync());
        Assert.False(File.Exists(_fixture.Mark));
    }

    private static string[] NamesBeside(string[] files) =>
        [.. files.Where(path => !path.Contains(".content")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}

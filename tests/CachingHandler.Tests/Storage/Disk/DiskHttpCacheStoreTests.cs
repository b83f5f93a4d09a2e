using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed partial class DiskHttpCacheStoreTests : EnumerableStoreContract
{
    private const UnixFileMode OwnerMayReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Find_InANewStore_ReturnsWhatAnotherStored()
    {
        var head = StoredResponses.Create(Key, [("accept", "text/html")], [("ETag", "\"1\"")]);
        await using (var earlier = CreateStore())
        {
            await earlier.StoreAsync(head, 100_000);
        }

        var found = Assert.Single(await Store.FindAsync(Key));

        AssertSameHead(head.WithBodyLength(100_000), found);
        Assert.Equal(BodyBytes.Of(head.BodyId, 100_000), await Store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task Store_TwoOnOneDirectory_SeeEachOthersChanges()
    {
        using var other = CreateStore();
        var first = await Store.StoreAsync(StoredResponses.Of(Key));
        var updated = first.WithFields(("X", "1"));

        Assert.True(await other.UpdateAsync(first, updated));
        AssertSameHead(updated, Assert.Single(await Store.FindAsync(Key)));

        var second = await other.StoreAsync(StoredResponses.Of(Key));
        Assert.Equal(second.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
        Assert.False(await Store.UpdateAsync(updated, updated.WithFields(("X", "2"))));

        await Store.RemoveAsync(Key);
        Assert.Empty(await other.FindAsync(Key));
    }

    [Fact]
    public async Task OpenBody_SmallBody_CameWithTheHead()
    {
        await Store.StoreAsync(StoredResponses.Of(Key), 2_000);
        var found = Assert.Single(await Store.FindAsync(Key));
        File.Delete(Assert.Single(Entries()));

        var bytes = await Store.ReadBodyAsync(found);

        Assert.Equal(BodyBytes.Of(found.BodyId, 2_000), bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_000)]
    [InlineData(65_536)]
    public async Task Hit_SmallBody_CompletesAtOnceAndLiesInMemory(int length)
    {
        await Store.StoreAsync(StoredResponses.Of(Key), length);

        var find = Store.FindAsync(Key, CancellationToken.None);
        Assert.True(find.IsCompletedSuccessfully);
        var open = Store.OpenBodyAsync(Assert.Single(await find), CancellationToken.None);
        Assert.True(open.IsCompletedSuccessfully);

        using var body = await open;
        Assert.True(body!.TryGetMemory(out var memory));
        Assert.Equal(length, memory.Length);
    }

    [Fact]
    public async Task Files_HoldNothingOfTheRequestInTheirNames()
    {
        var key = StoredResponses.Key("https://example.com/../token?secret=1", partition: "alice/..");
        _ = Store.Secret;
        await Store.StoreAsync(StoredResponses.Of(key with { Method = "QUERY" }));
        await Store.StoreAsync(StoredResponses.Variant(key, ("accept", "../../text/html")));

        var names = _directory.Files().Select(path => Path.GetRelativePath(_directory.Path, path)).ToArray();

        Assert.Equal(3, names.Length);
        Assert.All(names, name => Assert.Matches(OurNames(), name));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_AreForTheirOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mode.");
        await using var store = new DiskHttpCacheStore(_directory.Below("made", "by-us"));
        _ = store.Secret;
        await store.StoreAsync(StoredResponses.Of(Key));
        await store.StoreAsync(StoredResponses.Variant(OtherKey, ("accept", null)));
        await store.StoreAsync(StoredResponses.Variant(OtherKey, ("accept", "text/html")));

        var files = _directory.Files();
        var directories = Directory.EnumerateDirectories(_directory.Path, "*", SearchOption.AllDirectories).ToArray();

        Assert.Equal(4, files.Count);
        Assert.All(files, path => Assert.Equal(OwnerMayReadAndWrite, File.GetUnixFileMode(path)));
        Assert.Equal(6, directories.Length);
        Assert.All(directories, path => Assert.Equal(OwnerMayReadAndWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task Writer_CommittedOrDropped_LeavesNoTemporaryFile()
    {
        await Store.StoreAsync(StoredResponses.Of(Key));
        using (var writer = await Store.BeginWriteAsync(StoredResponses.Of(OtherKey), null, CancellationToken.None))
        {
            writer!.Write(new byte[StagedEntry.MemoryLimit]);
            Assert.Equal(2, _directory.Files().Count);
        }

        Assert.Equal(Entries(), _directory.Files());
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNothingButDisposal()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await writer!.WriteAsync(new byte[200_000], new CancellationToken(canceled: true)));

        await Assert.ThrowsAsync<IOException>(async () => await writer!.CommitAsync(CancellationToken.None));

        Assert.Empty(await Store.FindAsync(Key));
    }

    [Fact]
    public async Task Durable_Store_StoresJustTheSame()
    {
        using var store = new DiskHttpCacheStore(_directory.Path, new() { Durable = true });

        var stored = await store.StoreAsync(StoredResponses.Of(Key));

        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await store.ReadBodyAsync(stored));
    }

    [Fact]
    public async Task ClearAndEnumerate_ForeignFiles_AreLeftAlone()
    {
        await Store.StoreAsync(StoredResponses.Of(Key));
        var shard = Path.GetDirectoryName(Assert.Single(Entries()))!;
        string[] foreign =
        [
            _directory.Below("readme.txt"),
            _directory.Below("v1", new string('a', 64)),
            Path.Combine(shard, "notes.txt"),
            Path.Combine(shard, new string('A', 64)),
            Path.Combine(shard, new string('b', 32)),
            Path.Combine(shard, "~backup.txt"),
        ];
        Assert.All(foreign, path => File.WriteAllText(path, "not ours"));

        Assert.Single(await Store.AllAsync());
        await Store.ClearAsync();

        Assert.Equal(foreign.Order(StringComparer.Ordinal), _directory.Files());
    }

    [Fact]
    public async Task Variants_LastOneGone_LeaveNoDirectory()
    {
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        var removed = await Store.StoreAsync(StoredResponses.Variant(OtherKey, ("accept", "text/html")));
        var superseded = StoredResponses.Key("https://example.com/three");
        await Store.StoreAsync(StoredResponses.Variant(superseded, ("accept", "text/html")));

        await Store.RemoveAsync(removed);
        await Store.StoreAsync(StoredResponses.Of(superseded));
        await Store.ClearAsync();

        Assert.Empty(Directory.EnumerateDirectories(_directory.Path, "*.v", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Find_HeadOnItsWayToAnotherName_IsAMissAndStays()
    {
        var stored = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        var file = Assert.Single(Entries());
        var elsewhere = Path.Combine(Path.GetDirectoryName(file)!, new string('0', 32));
        File.Move(file, elsewhere);

        Assert.Empty(await Store.FindAsync(Key));
        Assert.Null(await Store.ReadBodyAsync(stored));
        Assert.True(File.Exists(elsewhere));
    }

    protected override HttpCacheStore CreateStore() => new DiskHttpCacheStore(_directory.Path);

    [GeneratedRegex("^v1/([0-9a-f]{2}/[0-9a-f]{64}(\\.v/[0-9a-f]{32})?|secret)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OurNames();

    private string[] Entries() => [.. _directory.Files().Where(path => !path.EndsWith("secret", StringComparison.Ordinal))];
}

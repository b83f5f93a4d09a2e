using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class VerifyTests
{
    private const string Uri = "https://example.com/a";
    private const int Small = 1000;
    private const int Large = 1_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(Small)]
    [InlineData(Large)]
    public async Task Verify_Sound_IsDone(int length)
    {
        using var cache = new ToolCache();
        await cache.StoreAsync(ToolCache.Response(Uri), length);

        var answer = await cache.RunAsync("verify", "--json");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Equal(1, answer.Json.GetProperty("sound").GetInt32());
        Assert.Empty(answer.JsonOf("findings"));
    }

    [Theory]
    [InlineData(Small, 1, "damaged")]
    [InlineData(Small, 50, "damaged")]
    [InlineData(Small, 90, "damaged")]
    [InlineData(Small, -1, "bodyDamaged")]
    [InlineData(Small, -Small, "bodyDamaged")]
    [InlineData(Large, -1, "bodyDamaged")]
    [InlineData(Large, -500_000, "bodyDamaged")]
    public async Task Verify_FlippedByte_IsFoundAndNothingChanged(int length, int offset, string state)
    {
        using var cache = new ToolCache();
        await cache.StoreAsync(ToolCache.Response(Uri), length);
        cache.Flip(offset);
        var before = cache.Listing();

        var answer = await cache.RunAsync("verify", "--json");

        Assert.Equal(ExitCodes.Found, answer.ExitCode);
        Assert.Equal(state, Assert.Single(answer.JsonOf("findings")).GetProperty("state").GetString());
        Assert.Equal(before, cache.Listing());
    }

    [Theory]
    [InlineData(Small, 1)]
    [InlineData(Large, 1)]
    [InlineData(Large, 900_000)]
    [InlineData(Small, 1700)]
    public async Task Verify_CutFile_IsFound(int length, int cut)
    {
        using var cache = new ToolCache();
        await cache.StoreAsync(ToolCache.Response(Uri), length);
        using (var file = File.OpenWrite(cache.EntryFile()))
        {
            file.SetLength(file.Length - cut);
        }

        var answer = await cache.RunAsync("verify", "--json");

        Assert.Equal(ExitCodes.Found, answer.ExitCode);
        Assert.Equal("damaged", Assert.Single(answer.JsonOf("findings")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Verify_EntryUnderAnothersName_IsMisplaced()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        var file = cache.EntryFile();
        var name = Path.GetFileName(file);
        File.Move(file, Path.Join(Path.GetDirectoryName(file), name[..^1] + (name[^1] == '0' ? '1' : '0')));

        var answer = await cache.RunAsync("verify", "--json");

        Assert.Equal("misplaced", Assert.Single(answer.JsonOf("findings")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Verify_OnATerminal_NamesTheFile()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        cache.Flip(-1);

        var answer = await cache.ShowAsync(160, "verify");

        Assert.Contains("body damaged", answer.Lines[1], StringComparison.Ordinal);
        Assert.Contains(Uri, answer.Lines[1], StringComparison.Ordinal);
        Assert.Contains("1 file read: 0 sound, 1 not.", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Repair_RemovesTheDamagedAlone()
    {
        using var cache = new ToolCache();
        await cache.StoreAsync(ToolCache.Response(Uri), Large);
        cache.Flip(-1);
        await cache.StoreAsync(ToolCache.Response("https://example.com/sound"));

        var first = await cache.RunAsync("verify", "--repair", "--json");
        var second = await cache.RunAsync("verify", "--json");

        Assert.Equal(ExitCodes.Found, first.ExitCode);
        Assert.True(Assert.Single(first.JsonOf("findings")).GetProperty("removed").GetBoolean());
        Assert.Equal(ExitCodes.Done, second.ExitCode);
        Assert.Equal(1, second.Json.GetProperty("sound").GetInt32());
    }

    [Fact]
    public async Task Verify_RepairOfOneOfTwoVariants_LeavesTheOtherToBeFound()
    {
        var key = StoredResponses.Key(Uri);
        using var cache = await ToolCache.CreateAsync(StoredResponses.Variant(key, ("accept", "a")));
        cache.Flip(-1);
        await cache.StoreAsync(StoredResponses.Variant(key, ("accept", "b")));

        await cache.RunAsync("verify", "--repair");

        using var store = new CachingHandler.Storage.DiskHttpCacheStore(cache.Path);
        Assert.Single(await store.FindAsync(key));
    }
}

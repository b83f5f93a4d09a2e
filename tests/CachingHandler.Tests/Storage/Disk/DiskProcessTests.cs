using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using CachingHandler.Storage;
using CachingHandler.StoreWorker;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>What several processes on one directory do to each other, and what one leaves behind that is killed.</summary>
public sealed partial class DiskProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Processes_HammeringOneDirectory_NeverReadAMixture()
    {
        var workers = Enumerable.Range(1, 3).Select(seed => WorkerProcess.Start("hammer", _directory.Path, seed, steps: 1_500)).ToList();
        var ends = await Task.WhenAll(workers.Select(worker => worker.EndAsync()));
        workers.ForEach(worker => worker.Dispose());

        Assert.All(ends, end => Assert.Equal(0, end.Code));
        Assert.All(ends, end => Assert.Matches(ManyReadAndNoneWrong(), end.Output));
        await AssertAllWholeAsync();
        Assert.DoesNotContain(_directory.Files(), path => EntryNames.IsTemporary(Path.GetFileName(path)));
    }

    [Fact]
    public async Task Processes_KilledFiftyTimes_LeaveWholeResponsesAndWhatTheNextSweeps()
    {
        const int AtOnce = 5;
        var random = new Random(50);
        foreach (var round in Enumerable.Range(0, 10))
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => KillAsync((round * AtOnce) + worker, random.Next(1, 60))));
            await AssertAllWholeAsync();
        }

        var time = new ManualTimeProvider(DateTimeOffset.UtcNow.AddHours(2));
        await using var store = new DiskHttpCacheStore(_directory.Path, timeProvider: time);
        Assert.True(await Work.PutAsync(store, Work.KeyOf(100), new Random(1), 100));
        await store.Trim.Work;

        Assert.DoesNotContain(_directory.Files(), path => EntryNames.IsTemporary(Path.GetFileName(path)));
        Assert.Equal(store.Index.Count, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task Process_OutOfFileHandles_MissesAndRecovers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such limit for a process.");
        using var worker = WorkerProcess.StartWithFewHandles("handles", _directory.Path, handles: 200);

        var (code, output) = await worker.EndAsync();

        Assert.Equal((0, "read=2 wrong=0"), (code, output.Trim()));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Process_ThatLosesPermission_MissesAndRecovers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_111_111);
        using var worker = WorkerProcess.StartWithoutPrivileges("permission", _directory.Path);

        var (code, output) = await worker.EndAsync();

        Assert.Equal((0, "read=2 wrong=0"), (code, output.Trim()));
    }

    [Fact]
    public async Task Processes_UpdatingOneHead_LeaveOneOfTheirHeadsAtAnyTime()
    {
        await using var store = new DiskHttpCacheStore(_directory.Path);
        Assert.True(await Work.PutAsync(store, Work.KeyOf(1), new Random(1), 700));
        var workers = Enumerable.Range(1, 2).Select(seed => WorkerProcess.Start("update", _directory.Path, seed, steps: 3_000)).ToList();
        var ends = workers.ConvertAll(worker => worker.EndAsync());

        do
        {
            var found = Assert.Single(await store.FindAsync(Work.KeyOf(1)));
            Assert.True(await Work.IsWholeAsync(store, found));
        }
        while (!ends.TrueForAll(end => end.IsCompleted));

        Assert.All(await Task.WhenAll(ends), end => Assert.Equal(0, end.Code));
        Assert.Single(_directory.Files());
    }

    [Fact]
    public async Task Removal_InAnotherProcess_IsSeenAtOnce()
    {
        await using var one = new DiskHttpCacheStore(_directory.Path);
        await using var other = new DiskHttpCacheStore(_directory.Path);
        var stored = await one.StoreAsync(StoredResponses.Of(StoredResponses.Key()), 300_000);
        Assert.Single(await other.FindAsync(stored.Key));

        await one.RemoveAsync(stored.Key);

        Assert.Empty(await other.FindAsync(stored.Key));
        Assert.Null(await other.ReadBodyAsync(stored));
    }

    [GeneratedRegex("^read=[1-9][0-9]{2,} wrong=0\\s*$", RegexOptions.None, 1000)]
    private static partial Regex ManyReadAndNoneWrong();

    private async Task KillAsync(int seed, int steps)
    {
        using var worker = WorkerProcess.Start("forever", _directory.Path, seed);
        await worker.KillAfterAsync(steps);
    }

    private async Task AssertAllWholeAsync()
    {
        await using var store = new DiskHttpCacheStore(_directory.Path);
        foreach (var response in await store.AllAsync())
        {
            Assert.NotEqual(false, await Work.IsWholeAsync(store, response));
        }
    }
}

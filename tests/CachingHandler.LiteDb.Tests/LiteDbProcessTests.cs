using System.Globalization;
using CachingHandler.LiteDb.Worker;
using CachingHandler.Storage;
using CachingHandler.StoreWorker;
using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

/// <summary>What a process leaves behind that is killed, and what a second one does.</summary>
public sealed class LiteDbProcessTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Process_KilledTwentyTimes_LosesNothingThatItSaidItStored()
    {
        var random = new Random(20);
        foreach (var round in Enumerable.Range(0, 20))
        {
            using var worker = new WorkerProcess("keep", _fixture.Database, round);
            var lines = await worker.KillAfterAsync(random.Next(1, 60));

            await using var store = _fixture.Open();
            await AssertKeptAsync(store, round, lines);
            foreach (var response in await store.AllAsync())
            {
                Assert.True(await PatientlyAsync(() => Work.IsWholeAsync(store, response), isMiss: isWhole => isWhole is null));
            }
        }

        await using var last = _fixture.Open();
        await last.SettleAsync();
        Assert.Empty(_fixture.Events());
        Assert.Equal(0, _fixture.Failures + _fixture.DamagedEntries);
        Assert.Equal((await last.AllAsync()).Count, (await last.GetStatisticsAsync()).Entries);
        Assert.Equal((await last.AllAsync()).Count(response => response.BodyLength > 16 * 1024), _fixture.ContentFiles().Length);
    }

    [Fact]
    public async Task Process_BesideAStoreThatHasTheDirectory_WorksWithoutIt()
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 10);
        using var other = new WorkerProcess("try", _fixture.Database);

        Assert.Equal("stored=False found=0", await other.LineAsync());
        Assert.Equal(0, await other.EndAsync());
        Assert.Equal(10, await StoreFixture.CountWholeAsync(store, stored));
    }

    [Fact]
    public async Task Store_BesideAProcessThatHasTheDirectory_SaysSoOnceAndTakesItWhenItIsLeft()
    {
        using var other = new WorkerProcess("hold", _fixture.Database, seed: 7);
        Assert.Equal("stored", await other.LineAsync());
        await using var store = _fixture.Open();

        Assert.Empty(await store.FindAsync(Keeping.KeyOf(7, 0)));
        Assert.Null(await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(1))));
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await store.AllAsync());
        Assert.Equal(["DirectoryInUse"], _fixture.Events());

        Assert.Equal(0, await other.EndAsync());
        Assert.Empty(await store.AllAsync());
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Single(await store.FindAsync(Keeping.KeyOf(7, 0)));
    }

    private static async Task AssertKeptAsync(LiteDbHttpCacheStore store, int round, List<string> lines)
    {
        var said = lines.Select(line => line.Split(' ')).Where(words => words is [_, { Length: > 0 }])
            .ToLookup(words => int.Parse(words[1], CultureInfo.InvariantCulture), words => words[0]);
        Assert.NotEmpty(said);
        foreach (var (number, words) in said.Select(each => (each.Key, each.ToList())))
        {
            // Between two lines, what the next one would have said may have been done.
            var least = words.Contains("removed") || number % 7 == 6 ? 0 : 1;
            var found = await PatientlyAsync(() => store.FindAsync(Keeping.KeyOf(round, number)), isMiss: found => found.Count < least);

            Assert.DoesNotContain("refused", words);
            Assert.InRange(found.Count, least, words.Contains("removed") ? 0 : 1);
        }
    }

    // A medium that does not answer within five seconds is a miss, which busy machines show; what is lost is missed for ever.
    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, Func<T, bool> isMiss)
    {
        var answer = await ask();
        for (var again = 0; again < 3 && isMiss(answer); again++)
        {
            answer = await ask();
        }

        return answer;
    }
}

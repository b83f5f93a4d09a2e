using System.Globalization;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>Eight processes, one Redis, one origin.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    // Each call of a client that waits for Redis takes five seconds, and a request makes several. All eight share few processors here.
    private const int Bound = 15_000;
    private const int Members = 8;
    private const int Documents = 80;
    private const int Share = Documents / Members;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // What a member goes without looking, and much more.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    // The machine has less to do it with than a fleet has.
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Default = new DistributedHttpCacheStoreOptions().Timeout;

    private readonly RedisServer _redis = new();
    private CountingOrigin _origin = null!;
    private WorkerProcess[] _fleet = [];

    public async ValueTask InitializeAsync()
    {
        Redis.SkipWhenMissing();
        await _redis.StartAsync();
        _origin = await CountingOrigin.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_fleet.Select(member => member.DisposeAsync().AsTask()));
        await (_origin?.DisposeAsync() ?? default);
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Documents_AskedForByAll_CostOneRequestEach()
    {
        await StartFleetAsync(Ample);
        await AllAsync(number => $"walk /d {number * Share} {Share}");
        await AllAsync(number => $"stored /d {number * Share} {Share}");
        var afterTheFirst = _origin.Count("/d", 200);

        var answers = await AllAsync(_ => $"walk /d 0 {Documents}");

        Assert.All(answers, answer => Assert.Equal($"walked {Documents}", answer));
        Assert.Equal((Documents, Documents), (afterTheFirst, _origin.Count("/d", 200)));
        Assert.Equal(0, _origin.Count("/d", 304));
    }

    [Fact]
    public async Task Validation_ByOne_IsSeenByTheOthersWithoutAsking()
    {
        await StartFleetAsync(Ample);
        await _fleet[0].DoAsync("walk /v 0 1");
        await _fleet[0].DoAsync("stored /v 0 1");
        await AllAsync(_ => "get /v/0");

        Assert.Equal("200 Revalidated 2", await _fleet[0].DoAsync("validate /v/0"));

        await Task.WhenAll(_fleet.Select(member => UntilAsync(async () => await member.DoAsync("get /v/0") == "200 Hit 2")));
        Assert.Equal((1, 1), (_origin.Count("/v/0", 200), _origin.Count("/v/0", 304)));
    }

    [Fact]
    public async Task Invalidation_ByOne_IsSeenByTheOthers()
    {
        await StartFleetAsync(Ample);
        await _fleet[0].DoAsync("walk /i 0 1");
        await _fleet[0].DoAsync("stored /i 0 1");
        await AllAsync(_ => "get /i/0");

        Assert.Equal("204", await _fleet[3].DoAsync("put /i/0"));

        await Task.WhenAll(_fleet.Select(member => UntilAsync(
            async () => !(await member.DoAsync("get /i/0")).EndsWith(" 1", StringComparison.Ordinal))));
        Assert.InRange(_origin.Count("/i/0", 200), 2, 1 + Members);
    }

    [Fact]
    public async Task Redis_KilledUnderLoad_FailsNoRequestAndIsUsedAgainWhenItIsBack()
    {
        await StartFleetAsync(Default);
        await AllAsync(_ => "load /l");
        await UntilAsync(() => Task.FromResult(_origin.Count("/l", 200) > 200));
        await _redis.KillAsync();
        var atTheKill = _origin.Count("/l", 200);
        await UntilAsync(() => Task.FromResult(_origin.Count("/l", 200) > atTheKill + 200));
        await _redis.StartAsync();
        await UntilAsync(IsSharedAgainAsync);

        var answers = await AllAsync(_ => "stop");

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, answers));
        Assert.All(answers, answer => Assert.Contains(" failed=0 ", answer, StringComparison.Ordinal));
        Assert.All(answers, answer => Assert.InRange(Slowest(answer), 0, Bound));
    }

    // "requests=… failed=… slowest=…", in milliseconds.
    private static int Slowest(string answer) =>
        int.Parse(answer.Split(' ')[2]["slowest=".Length..], CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
        {
            await Task.Delay(PollInterval, patience.Token);
        }
    }

    private async Task StartFleetAsync(TimeSpan timeout) => _fleet = await Task.WhenAll(
        Enumerable.Range(0, Members).Select(_ => WorkerProcess.StartAsync(_redis.Port, _origin.Address, timeout)));

    private Task<string[]> AllAsync(Func<int, string> line) =>
        Task.WhenAll(_fleet.Select((member, number) => member.DoAsync(line(number))));

    // What one has fetched, each of the others has without asking.
    private async Task<bool> IsSharedAgainAsync()
    {
        var path = $"/again/{Guid.NewGuid()}";
        await _fleet[0].DoAsync($"get {path}");
        await Task.Delay(PollInterval);
        foreach (var member in _fleet[1..])
        {
            await member.DoAsync($"get {path}");
        }

        return _origin.Count(path, 200) == 1;
    }
}

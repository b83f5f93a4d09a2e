using System.Collections.Concurrent;
using System.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests.Stress;

/// <summary>One round: two handlers over one store, many callers, and afterwards the look for what they have left behind.</summary>
internal sealed class StressRun : IDisposable
{
    private const int Callers = 24;
    private const int Steps = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int _seed;
    private readonly string _medium;
    private readonly bool _hasFaults;
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentDictionary<(int Resource, string User), int> _oldest = new();
    private readonly ConcurrentDictionary<HttpCacheOutcome, bool> _outcomes = new();
    private readonly Random _storeFaults;

    public StressRun(string medium, bool hasFaults, int seed)
    {
        _medium = medium;
        _hasFaults = hasFaults;
        _seed = seed;
        _storeFaults = new Random(seed);
    }

    /// <summary>Gets what became of the requests.</summary>
    public IEnumerable<HttpCacheOutcome> Outcomes => _outcomes.Keys;

    public void Complain(string complaint) => _complaints.Enqueue(complaint);

    public void Saw(HttpResponseMessage response) => _outcomes[response.GetHttpCacheResult()!.Outcome] = true;

    /// <summary>Returns the edition that an answer to a request of this moment has to be of at least.</summary>
    public int OldestFor(int resource, string user) => _oldest.GetValueOrDefault((resource, user));

    public void Changed(int resource, string user, HttpResponseMessage response)
    {
        // A store that fails may fail to forget, which is reported and nothing to be done about.
        if (!_hasFaults && response.Headers.NonValidated.TryGetValues(StressBody.FieldName, out var edition))
        {
            _oldest.AddOrUpdate((resource, user), int.Parse(edition.ToString()), (_, known) => Math.Max(known, int.Parse(edition.ToString())));
        }
    }

    public bool IsToBeExpected(Exception exception) => exception switch
    {
        StressFault => true,
        IOException when _hasFaults => true,
        { InnerException: { } inner } => IsToBeExpected(inner),
        _ => false,
    };

    /// <summary>Returns what has gone wrong.</summary>
    public async Task<IReadOnlyCollection<string>> WorkAsync()
    {
        var store = _hasFaults ? new FaultyStore(Medium(), FailsNow, (StoreFault)(_seed % 3)) : Medium();
        StressOrigin[] origins = [new(_seed), new(_seed + 1)];
        origins[1].Share(origins[0]);
        var clients = origins.Select(origin => new HttpClient(new HttpCacheHandler(store, Options()) { InnerHandler = origin })).ToArray();
        var callers = Enumerable.Range(0, Callers).Select(index => new StressCaller(this, clients[index % 2], (_seed * 1_000) + index));
        await Task.WhenAll(callers.Select(caller => caller.WorkAsync(Steps)));

        // The handlers are gone before what they have begun.
        Array.ForEach(clients, client => client.Dispose());
        await UntilAsync(() => store.Fetches.Count == 0, "A fetch is still under way.");
        await UntilAsync(() => store.Fetches.Work.IsCompletedSuccessfully, "Work goes on, or has failed.");
        await UntilAsync(() => origins.All(origin => origin.Open == 0), "A body of the origin's was not disposed.");
        await UntilAsync(() => origins.All(origin => origin.IsDisposed), "A handler was not disposed.");
        LookForFiles();
        await store.DisposeAsync();
        LookForHandles();

        return [.. _complaints, .. origins.SelectMany(origin => origin.Faults)];
    }

    public void Dispose() => _directory.Dispose();

    private HttpCacheStore Medium() => _medium == "disk" ? new DiskHttpCacheStore(_directory.Path) : new MemoryHttpCacheStore();

    private HttpCacheOptions Options() => new()
    {
        MaximumBodySize = 500_000,
        MaximumDrainSize = _seed % 4 == 0 ? 0 : 100_000,
        MaximumDrainTime = TimeSpan.FromMilliseconds(50),
        MaximumCollapseWait = _seed % 5 == 0 ? TimeSpan.FromMilliseconds(3) : TimeSpan.FromSeconds(20),
        NoVarySearch = _seed % 2 == 0,
    };

    private bool FailsNow(int call)
    {
        lock (_storeFaults)
        {
            return _storeFaults.Next(60) == 0;
        }
    }

    private async Task UntilAsync(Func<bool> isSo, string otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                Complain(otherwise);
                return;
            }

            await Task.Delay(1);
        }
    }

    private void LookForFiles()
    {
        foreach (var path in Directory.EnumerateFiles(_directory.Path, "~*", SearchOption.AllDirectories))
        {
            Complain($"A temporary file is left: {Path.GetFileName(path)}.");
        }
    }

    private void LookForHandles()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var handle in new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos())
        {
            if (handle.LinkTarget is { } target && target.StartsWith(_directory.Path, StringComparison.Ordinal))
            {
                Complain($"A handle is left: {Path.GetFileName(target)}.");
            }
        }
    }
}

using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>Cache groups: one answer invalidates what nobody can enumerate.</summary>
public sealed class GroupTests
{
    private const string A = "https://example.com/a";
    private const string B = "https://example.com/b";
    private const string Form = "https://example.com/form";

    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=600");

    public static TheoryData<string> Media => ["memory", "disk"];

    [Theory]
    [Rfc9875("2")]
    [MemberData(nameof(Media))]
    public async Task Member_Fresh_IsServed(string medium)
    {
        using var run = new Run(medium);
        run.Origin.Set("GET", A, Fresh, ("Cache-Groups", "\"x\", \"y\""));
        await run.GetAsync(A);

        var hit = await run.GetAsync(A);

        Assert.Equal(("1", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [Rfc9875("3")]
    [MemberData(nameof(Media))]
    public async Task Member_OfAnInvalidatedGroup_IsFetchedAnew(string medium)
    {
        using var run = new Run(medium);
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\", \"y\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"other\", \"y\""));
        await run.GetAsync(A);
        await run.SendAsync("POST", Form);

        var refetched = await run.GetAsync(A);
        var hit = await run.GetAsync(A);

        Assert.Equal([("3", HttpCacheOutcome.Miss), ("3", HttpCacheOutcome.Hit)], [refetched, hit]);
    }

    [Theory]
    [Rfc9875("2.1")]
    [InlineData(B, "\"y\"")]
    [InlineData(B, "\"X\"")]
    [InlineData(B, "\"x \"")]
    [InlineData(B, "x")]
    [InlineData(B, "\"x")]
    [InlineData("https://example.org/b", "\"x\"")]
    [InlineData("http://example.com/b", "\"x\"")]
    [InlineData("https://example.com:8443/b", "\"x\"")]
    public async Task Response_ThatIsNoMember_IsLeftAlone(string uri, string groups)
    {
        using var run = new Run();
        run.Origin
            .Set("GET", uri, Fresh, ("Cache-Groups", groups))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(uri);
        await run.SendAsync("POST", Form);

        var hit = await run.GetAsync(uri);

        Assert.Equal(("1", HttpCacheOutcome.Hit), hit);
    }

    [Fact]
    [Rfc9875("2.2.1")]
    public async Task Invalidation_OfAGroup_DoesNotCascade()
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\", \"y\""))
            .Set("GET", B, Fresh, ("Cache-Groups", "\"y\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A);
        await run.GetAsync(B);
        await run.SendAsync("POST", Form);
        await run.GetAsync(A);

        var hit = await run.GetAsync(B);

        Assert.Equal(("2", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [Rfc9875("3")]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("OPTIONS", 204)]
    [InlineData("QUERY", 200)]
    [InlineData("PUT", 400)]
    [InlineData("PUT", 412)]
    [InlineData("DELETE", 500)]
    public async Task Invalidation_ByASafeMethodOrAnError_IsIgnored(string method, int status)
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set(method, Form, status, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A);
        await run.SendAsync(method, Form);

        var hit = await run.GetAsync(A);

        Assert.Equal(("1", HttpCacheOutcome.Hit), hit);
    }

    [Fact]
    public async Task Invalidation_ByOneUser_IsForAll()
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A, ("Authorization", "Bearer a"));
        await run.SendAsync("POST", Form, ("Authorization", "Bearer b"));

        var refetched = await run.GetAsync(A, ("Authorization", "Bearer a"));

        Assert.Equal(("3", HttpCacheOutcome.Miss), refetched);
    }

    [Fact]
    public async Task Invalidation_InOneScope_IsForThatScope()
    {
        using var run = new Run(options: new() { Scope = "one" });
        using var other = run.Beside(new() { Scope = "two" });
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A);
        await other.SendAsync("POST", Form);

        var hit = await run.GetAsync(A);

        Assert.Equal(("1", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Invalidation_ByAnotherHandler_IsSeen(string medium)
    {
        using var run = new Run(medium);
        using var other = run.Beside();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A);
        var hit = await other.GetAsync(A);
        await other.SendAsync("POST", Form);

        var refetched = await run.GetAsync(A);

        Assert.Equal([("1", HttpCacheOutcome.Hit), ("3", HttpCacheOutcome.Miss)], [hit, refetched]);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Member_WhoseNoteIsEvicted_IsFetchedAnew(string medium)
    {
        using var run = new Run(medium);
        run.Origin.Set("GET", A, Fresh, ("Cache-Groups", "\"x\""));
        await run.GetAsync(A);
        await run.RemoveNotesAsync();

        var refetched = await run.GetAsync(A);
        var hit = await run.GetAsync(A);

        Assert.Equal([("2", HttpCacheOutcome.Miss), ("2", HttpCacheOutcome.Hit)], [refetched, hit]);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("\"known\"")]
    public async Task Response_OnItsWayWhenItsGroupIsInvalidated_IsNotStored(string groups)
    {
        var gate = new TaskCompletionSource();
        using var run = new Run();
        run.Origin
            .Set("GET", B, Fresh, ("Cache-Groups", "\"known\""))
            .Set("GET", A, Fresh, ("Cache-Groups", groups))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", groups));
        await run.GetAsync(B);
        run.Origin.Gate = gate.Task;
        var sending = run.Client.ResultAsync(CachedClient.Request(HttpMethod.Get, A));
        run.Origin.Gate = Task.CompletedTask;
        await run.SendAsync("POST", Form);
        gate.SetResult();
        var result = await sending;

        var refetched = await run.GetAsync(A);

        Assert.Equal((false, NotStoredReason.GroupInvalidated), (result.Stored, result.NotStoredReason));
        Assert.Equal(("4", HttpCacheOutcome.Miss), refetched);
    }

    [Fact]
    public async Task Response_WhoseNoteIsMadeWhileItsGroupIsInvalidated_IsFetchedAnew()
    {
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var run = new Run(store: new HookedStore(_ => reached.TrySetResult() ? released.Task : Task.CompletedTask));
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        var getting = run.GetAsync(A);
        await reached.Task;
        var posting = run.SendAsync("POST", Form);
        released.SetResult();
        await Task.WhenAll(getting, posting);

        var refetched = await run.GetAsync(A);

        Assert.Equal(("3", HttpCacheOutcome.Miss), refetched);
    }

    [Fact]
    public async Task Response_OfAGroupInvalidatedByAClockThatWasAhead_IsStoredSoonAgain()
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        run.Client.Time.Advance(TimeSpan.FromDays(365));
        await run.SendAsync("POST", Form);
        run.Client.Time.Advance(TimeSpan.FromDays(-364));

        var first = await run.GetAsync(A);
        var second = await run.GetAsync(A);
        var third = await run.GetAsync(A);

        Assert.Equal(["2", "3", "3"], [first.Body, second.Body, third.Body]);
    }

    [Theory]
    [Rfc9875("2")]
    [InlineData(32, 32, NotStoredReason.None)]
    [InlineData(64, 256, NotStoredReason.None)]
    [InlineData(65, 2, NotStoredReason.TooManyGroups)]
    [InlineData(1, 257, NotStoredReason.TooManyGroups)]
    public async Task Groups_ThatCannotAllBeKeptTrackOf_KeepTheResponseOut(int count, int length, NotStoredReason reason)
    {
        var names = Enumerable.Range(0, count).Select(number => $"\"{number.ToString().PadLeft(length, 'g')}\"");
        using var run = new Run();
        run.Origin.Set("GET", A, Fresh, ("Cache-Groups", string.Join(", ", names)));

        var result = await run.Client.ResultAsync(CachedClient.Request(HttpMethod.Get, A));

        Assert.Equal((reason == NotStoredReason.None, reason), (result.Stored, result.NotStoredReason));
    }

    [Fact]
    [Rfc9875("3")]
    public async Task Invalidation_OfMoreGroupsThanAnybodyHas_InvalidatesThemAll()
    {
        var names = Enumerable.Range(0, 1000).Select(number => $"\"g{number}\"");
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"g999\""))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", string.Join(", ", names)));
        await run.GetAsync(A);
        await run.SendAsync("POST", Form);

        var refetched = await run.GetAsync(A);

        Assert.Equal(("3", HttpCacheOutcome.Miss), refetched);
        Assert.Single(await run.Client.Store.AllAsync(), stored => stored.Key.IsNote);
    }

    [Theory]
    [Rfc9111("3.2")]
    [InlineData("\"x\"", "\"x\"", "4")]
    [InlineData("\"x\"", "\"y\"", "1")]
    [InlineData("\"y\"", "\"x\"", "4")]
    [InlineData("\"y\"", "\"y\", \"x\"", "4")]
    public async Task Member_ThatIsFreshened_IsInTheGroupsThatThe304Names(string before, string after, string body)
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("ETag", "\"1\""), ("Cache-Groups", before))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A);
        run.Client.Time.Advance(TimeSpan.FromMinutes(20));
        run.Origin.Set("GET", A, Fresh, ("ETag", "\"1\""), ("Cache-Groups", after));
        await run.GetAsync(A);
        run.Origin.Set("GET", A, Fresh);
        await run.SendAsync("POST", Form);

        var next = await run.GetAsync(A);

        Assert.Equal(body, next.Body);
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData("\"x\"", "4")]
    [InlineData("\"y\"", "1")]
    public async Task Member_ThatAnAnswerToHeadFreshens_IsInTheGroupsThatItNames(string after, string body)
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("ETag", "\"1\""), ("Cache-Groups", "\"z\""))
            .Set("HEAD", A, Fresh, ("ETag", "\"1\""), ("Cache-Groups", after))
            .Set("POST", Form, 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync(A);
        await run.SendAsync("HEAD", A, ("Cache-Control", "no-cache"));
        run.Origin.Set("GET", A, Fresh);
        await run.SendAsync("POST", Form);

        var next = await run.GetAsync(A);

        Assert.Equal(body, next.Body);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Members_ThatComeAtOnce_AreAllStored(string medium)
    {
        using var run = new Run(medium);
        var uris = Enumerable.Range(0, 20).Select(number => $"https://example.com/{number}").ToList();
        uris.ForEach(uri => run.Origin.Set("GET", uri, Fresh, ("Cache-Groups", "\"page\"")));
        await Task.WhenAll(uris.Select(uri => Task.Run(() => run.Client.Http.GetStringAsync(uri))));

        var results = await Task.WhenAll(uris.Select(uri => run.Client.ResultAsync(CachedClient.Request(HttpMethod.Get, uri))));

        Assert.All(results, result => Assert.Equal(HttpCacheOutcome.Hit, result.Outcome));
    }

    [Fact]
    public async Task Members_WhoseNoteIsBeingMade_WaitForIt()
    {
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var run = new Run(store: new HookedStore(_ => reached.TrySetResult() ? released.Task : Task.CompletedTask));
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("GET", B, Fresh, ("Cache-Groups", "\"x\""));
        var first = run.GetAsync(A);
        await reached.Task;
        var second = run.GetAsync(B);
        released.SetResult();
        await Task.WhenAll(first, second);

        var results = await run.GetInTurnAsync([A, B]);

        Assert.Equal([("1", HttpCacheOutcome.Hit), ("2", HttpCacheOutcome.Hit)], results);
    }

    [Fact]
    public async Task Note_OfAMemberInUse_IsNotTheFirstToGo()
    {
        using var run = new Run(store: new MemoryHttpCacheStore(new() { MaximumSize = 10_000 }));
        run.Origin.Set("GET", A, Fresh, ("Cache-Groups", "\"x\""));
        await run.GetAsync(A);
        var others = Enumerable.Range(0, 50).Select(number => $"https://example.com/{number}").ToList();
        others.ForEach(uri => run.Origin.Set("GET", uri, Fresh));

        var results = await run.GetInTurnAsync(others.SelectMany(uri => new[] { uri, A }));

        Assert.Equal(51, run.Origin.Count);
        Assert.Equal(("1", HttpCacheOutcome.Hit), results[^1]);
    }

    [Fact]
    public async Task Note_OfAGroupThatGrows_IsWrittenAnew()
    {
        using var run = new Run();
        run.Origin
            .Set("GET", A, Fresh, ("Cache-Groups", "\"x\""))
            .Set("GET", B, Fresh, ("Cache-Groups", "\"x\""));
        await run.GetAsync(A);
        var first = Assert.Single(await run.Client.Store.AllAsync(), stored => stored.Key.IsNote);
        run.Client.Time.Advance(TimeSpan.FromHours(2));
        await run.GetAsync(B);

        var second = Assert.Single(await run.Client.Store.AllAsync(), stored => stored.Key.IsNote);

        Assert.Equal(first.BodyId, second.BodyId);
        Assert.True(second.RequestTime > first.RequestTime);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Queries_OfAUriThatIsChanged_AreAskedAnew(string medium)
    {
        using var run = new Run(medium);
        run.Origin.Set("QUERY", A, Fresh).Set("QUERY", B, Fresh).Set("PUT", A, 204);
        await run.QueryAsync(A, "x");
        await run.QueryAsync(A, "y");
        await run.QueryAsync(B, "x");
        await run.SendAsync("PUT", A);

        var x = await run.QueryAsync(A, "x");
        var y = await run.QueryAsync(A, "y");
        var other = await run.QueryAsync(B, "x");

        Assert.Equal(["5", "6", "3"], [x.Body, y.Body, other.Body]);
    }

    [Theory]
    [InlineData("Bearer a", "Bearer a", "3")]
    [InlineData("", "Bearer a", "3")]
    [InlineData("Bearer b", "Bearer a", "1")]
    public async Task Queries_OfAUriThatAUserChanges_AreThoseOfThatUserAndEverybody(string asking, string changing, string body)
    {
        using var run = new Run();
        run.Origin.Set("QUERY", A, Fresh).Set("PUT", A, 204);
        await run.QueryAsync(A, "x", ("Authorization", asking));
        await run.SendAsync("PUT", A, ("Authorization", changing));

        var next = await run.QueryAsync(A, "x", ("Authorization", asking));

        Assert.Equal(body, next.Body);
    }

    [Fact]
    public async Task Query_OnItsWayWhenItsUriIsChanged_IsNotStored()
    {
        var gate = new TaskCompletionSource();
        using var run = new Run();
        run.Origin.Set("QUERY", A, Fresh).Set("PUT", A, 204);
        await run.QueryAsync(A, "x");
        run.Origin.Gate = gate.Task;
        var asking = run.QueryAsync(A, "y");
        run.Origin.Gate = Task.CompletedTask;
        await run.SendAsync("PUT", A);
        gate.SetResult();
        await asking;

        var next = await run.QueryAsync(A, "y");

        Assert.Equal(("4", HttpCacheOutcome.Miss), next);
    }

    [Fact]
    public async Task UnsafeMethod_WhereNobodyHasAQuery_LeavesNoNote()
    {
        using var run = new Run();
        run.Origin.Set("PUT", A, 204);

        await run.SendAsync("PUT", A);

        Assert.Empty(await run.Client.Store.AllAsync());
    }

    /// <summary>A client of an origin, in whose time a second passes with each request.</summary>
    private sealed class Run : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();
        private readonly string _medium;

        public Run(string medium = "memory", HttpCacheOptions? options = null, HttpCacheStore? store = null)
        {
            _medium = medium;
            Client = new CachedClient(options, store ?? StoreOf(medium), Origin);
        }

        private Run(Run other, HttpCacheOptions? options)
        {
            _medium = other._medium;
            Origin = other.Origin;
            Client = new CachedClient(options, _medium == "disk" ? other.StoreOf("disk") : other.Client.Store, Origin);
            Client.Time.Advance(other.Client.Time.GetUtcNow() - Client.Time.GetUtcNow());
        }

        public PathOrigin Origin { get; } = new();

        public CachedClient Client { get; }

        /// <summary>Returns another handler over the same store, or for disk over another store in the same directory.</summary>
        public Run Beside(HttpCacheOptions? options = null) => new(this, options);

        public Task<(string Body, HttpCacheOutcome Outcome)> GetAsync(string uri, params (string Name, string Value)[] fields) =>
            SendAsync("GET", uri, fields);

        public Task<(string Body, HttpCacheOutcome Outcome)> SendAsync(
            string method, string uri, params (string Name, string Value)[] fields) =>
            SendAsync(CachedClient.Request(new HttpMethod(method), uri, fields));

        public Task<(string Body, HttpCacheOutcome Outcome)> QueryAsync(
            string uri, string content, params (string Name, string Value)[] fields)
        {
            var request = CachedClient.Request(HttpMethod.Query, uri, [.. fields.Where(field => field.Value.Length > 0)]);
            request.Content = new StringContent(content);

            return SendAsync(request);
        }

        public async Task<List<(string Body, HttpCacheOutcome Outcome)>> GetInTurnAsync(IEnumerable<string> uris)
        {
            var results = new List<(string Body, HttpCacheOutcome Outcome)>();
            foreach (var uri in uris)
            {
                results.Add(await GetAsync(uri));
            }

            return results;
        }

        public async Task RemoveNotesAsync()
        {
            foreach (var stored in await Client.Store.AllAsync())
            {
                if (stored.Key.IsNote)
                {
                    await Client.Store.RemoveAsync(stored.Key, CancellationToken.None);
                }
            }
        }

        public void Dispose()
        {
            Client.Dispose();
            _directory.Dispose();
        }

        private HttpCacheStore StoreOf(string medium) =>
            medium == "disk" ? new DiskHttpCacheStore(_directory.Path) : new MemoryHttpCacheStore();

        private async Task<(string Body, HttpCacheOutcome Outcome)> SendAsync(HttpRequestMessage request)
        {
            Client.Time.Advance(TimeSpan.FromSeconds(1));
            using var response = await Client.Http.SendAsync(request);

            return (await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
        }
    }
}

namespace CachingHandler.Tests.EndToEnd;

/// <summary>How a body is framed, how it ends and how it is read: with a cache it is as without, and stored when it is whole.</summary>
public sealed class BodyMatrixTests(BodyOrigins origins) : IClassFixture<BodyOrigins>
{
    private static readonly string[] Media = ["memory", "disk", "disk, small"];

    private static readonly string[] Framings =
        ["length", "chunked", "HTTP/1.0", "connection close", "HTTP/2 with length", "HTTP/2 without length"];

    public static TheoryData<string, string, string> Everything =>
        new MatrixTheoryData<string, string, string>(Framings, BodyWays.All, Media);

    public static TheoryData<string, string, string> Broken => new MatrixTheoryData<string, string, string>(
        ["length: short", "chunked: short", "chunked: over-long", .. Framings.Select(framing => $"{framing}: reset")],
        BodyWays.All,
        Media);

    public static TheoryData<string, string, string> BrokenSynchronously => new MatrixTheoryData<string, string, string>(
        ["length: short", "length: reset", "chunked: short", "chunked: over-long", "chunked: reset", "HTTP/1.0: reset"],
        [BodyWays.Synchronous],
        Media);

    public static TheoryData<string, string, string> CompleteSynchronously =>
        new MatrixTheoryData<string, string, string>(Framings[..4], [BodyWays.Synchronous], Media);

    public static TheoryData<string, string, string> Cancelled =>
        new MatrixTheoryData<string, string, string>(Framings, BodyWays.Cancellable, Media);

    public static TheoryData<string, string, string> CancelledSynchronously =>
        new MatrixTheoryData<string, string, string>(Framings[..4], [BodyWays.Synchronous], Media);

    public static TheoryData<string, string, string> Left =>
        new MatrixTheoryData<string, string, string>(Framings, BodyWays.Stepwise, Media);

    public static TheoryData<string, string> OverLong =>
        new MatrixTheoryData<string, string>([.. BodyWays.All, BodyWays.Synchronous], Media);

    [Theory]
    [MemberData(nameof(Everything))]
    [MemberData(nameof(CompleteSynchronously))]
    public async Task Body_Complete_IsReadAsWithoutACacheAndStored(string framing, string way, string medium)
    {
        var (scene, plain, cached) = await BodyScene.PlayAsync(origins, framing, "complete", way, medium);
        await using var _ = scene;

        var first = await scene.AgainInThisWayAsync();
        var second = await scene.AgainInThisWayAsync();
        var (body, outcome) = await scene.AgainAsync();

        Assert.Equal((string.Empty, string.Empty), (plain.Failure, cached.Failure));
        Assert.All([plain, cached, first, second], read => Assert.Equal(scene.Body, read.Bytes));
        Assert.Equal(scene.Body, body);
        Assert.Equal((HttpCacheOutcome.Hit, 1), (outcome, scene.Requests));
        Assert.Empty(await scene.EndAsync());
    }

    // What comes after the declared length is not the body's, and no transport hands it out.
    [Theory]
    [MemberData(nameof(OverLong))]
    public async Task Body_WithMoreBehindItsLength_IsReadAsWithoutACacheAndStored(string way, string medium)
    {
        var (scene, plain, cached) = await BodyScene.PlayAsync(origins, "length", "over-long", way, medium);
        await using var _ = scene;

        var (body, outcome) = await scene.AgainAsync();

        Assert.Equal(plain.Failure, cached.Failure);
        Assert.Equal(plain.Bytes, cached.Bytes);
        Assert.Equal(scene.Body, cached.Bytes);
        Assert.Equal(scene.Body, body);
        Assert.Equal((HttpCacheOutcome.Hit, 1), (outcome, scene.Requests));
        Assert.Empty(await scene.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Broken))]
    [MemberData(nameof(BrokenSynchronously))]
    public async Task Body_Broken_FailsAsWithoutACacheAndIsFetchedAgain(string framingAndEnding, string way, string medium)
    {
        var framing = framingAndEnding.Split(": ")[0];
        var (scene, plain, cached) = await BodyScene.PlayAsync(origins, framing, framingAndEnding.Split(": ")[1], way, medium);
        await using var _ = scene;

        var again = await scene.AgainAsync();
        var range = scene.Range;
        var hit = await scene.AgainAsync();

        Assert.NotEqual(string.Empty, plain.Failure);
        Assert.Equal(plain.Failure, cached.Failure);
        Assert.Equal(plain.Bytes, cached.Bytes);
        Assert.Equal(scene.Body, again.Body);
        Assert.Equal(range is null ? HttpCacheOutcome.Miss : HttpCacheOutcome.Completed, again.Outcome);
        Assert.True(range is null || framing.EndsWith("length", StringComparison.Ordinal), range);
        Assert.Equal((HttpCacheOutcome.Hit, 2), (hit.Outcome, scene.Requests));
        Assert.Equal(scene.Body, hit.Body);
        Assert.Empty(await scene.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Cancelled))]
    [MemberData(nameof(CancelledSynchronously))]
    public async Task Body_Cancelled_EndsAsWithoutACacheAndIsNeverServedShort(string framing, string way, string medium)
    {
        var (scene, plain, cached) = await BodyScene.PlayAsync(origins, framing, "cancelled", way, medium);
        await using var _ = scene;

        var again = await scene.AgainAsync();
        var hit = await scene.AgainAsync();

        Assert.Equal(plain.Failure, cached.Failure);
        Assert.Equal(plain.Bytes, cached.Bytes);
        Assert.Equal(scene.Body, again.Body);
        Assert.Equal(scene.Body, hit.Body);
        Assert.Equal((HttpCacheOutcome.Hit, again.Outcome is HttpCacheOutcome.Hit or HttpCacheOutcome.Joined ? 1 : 2), (hit.Outcome, scene.Requests));
        Assert.Empty(await scene.EndAsync());
    }

    // What is left is within the limit that is received for the store's sake.
    [Theory]
    [MemberData(nameof(Left))]
    public async Task Body_LeftAmidItsBytes_GivesThemAsWithoutACacheAndIsStored(string framing, string way, string medium)
    {
        var (scene, plain, cached) = await BodyScene.PlayAsync(origins, framing, "disposed early", way, medium);
        await using var _ = scene;

        var (body, outcome) = await scene.AgainAsync();

        Assert.Equal((string.Empty, string.Empty), (plain.Failure, cached.Failure));
        Assert.Equal(scene.Half, plain.Bytes);
        Assert.Equal(scene.Half, cached.Bytes);
        Assert.Equal(scene.Body, body);
        Assert.Equal((HttpCacheOutcome.Hit, 1), (outcome, scene.Requests));
        Assert.Empty(await scene.EndAsync());
    }
}

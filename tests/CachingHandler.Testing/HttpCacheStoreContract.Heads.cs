namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    public static TheoryData<string, (string Name, string Value)[]> FieldsToKeep => new()
    {
        { "none", [] },
        { "odd case and spacing", [("cAcHe-CoNtRoL", "No-StOrE ,  MAX-age = 5"), ("ETAG", "W/\"x\"")] },
        { "empty values", [("X-Empty", ""), ("X-Blank", " ")] },
        { "repeated names", [("Set-Cookie", "a=1"), ("X", "between"), ("set-cookie", "b=2"), ("Set-Cookie", "a=1")] },
        { "Latin-1", [("X-Name", "J\u00fcrgen \u00a9 \u00ff \u0080 \t")] },
        { "beyond Latin-1", [("X-Name", "\u0159eka \ud83d\ude00 lone \ud800")] },
        { "many", [.. Enumerable.Range(0, 300).Select(i => ($"X-Field-{i}", new string('v', i)))] },
        { "long", [("X-Long", new string('l', 100_000))] },
    };

    [Theory]
    [MemberData(nameof(FieldsToKeep))]
    public async Task Find_Fields_AreAsReceived(string what, (string Name, string Value)[] fields)
    {
        var head = StoredResponses.Of(Key, fields);
        await Store.StoreAsync(head, 10);

        var found = Assert.Single(await Store.FindAsync(Key));

        Assert.True(head.Fields.SequenceEqual(found.Fields), what);
        Assert.Equal(BodyBytes.Of(head.BodyId, 10), await Store.ReadBodyAsync(found));
    }

    [Theory]
    [InlineData(200, "OK", "1.1")]
    [InlineData(404, null, "2.0")]
    [InlineData(301, "", "1.0")]
    [InlineData(999, "Sch\u00f6n", "3.0")]
    public async Task Find_StatusLine_IsAsReceived(int statusCode, string? reasonPhrase, string version)
    {
        var head = StoredResponses.Create(
            Key, statusCode: statusCode, reasonPhrase: reasonPhrase, version: new Version(version));
        await Store.StoreAsync(head, 10);

        var found = Assert.Single(await Store.FindAsync(Key));

        AssertSameHead(head.WithBodyLength(10), found);
    }

    [Fact]
    public async Task Find_Groups_AreAsStored()
    {
        var head = StoredResponses.Create(Key, groups: [(OtherKey, Guid.NewGuid()), (Key with { Method = "GROUP" }, Guid.NewGuid())]);
        var stored = await Store.StoreAsync(head);
        var found = Assert.Single(await Store.FindAsync(Key));
        await Store.UpdateAsync(stored, found);

        var updated = Assert.Single(await Store.FindAsync(Key));

        AssertSameHead(stored, found);
        AssertSameHead(stored, updated);
    }

    [Fact]
    public async Task Find_PastItsDiscardTime_StillSaysWhen()
    {
        var head = StoredResponses.Create(Key, discardAfter: new DateTimeOffset(2031, 2, 3, 4, 5, 6, 789, TimeSpan.Zero));
        await Store.StoreAsync(head);

        var found = Assert.Single(await Store.FindAsync(Key));

        Assert.Equal(head.DiscardAfter, found.DiscardAfter);
        Assert.Equal(head.RequestTime, found.RequestTime);
        Assert.Equal(head.ResponseTime, found.ResponseTime);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task UpdateHead_Found_ReplacesTheHeadAndKeepsTheBody(int length)
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key, ("ETag", "\"1\"")), length);
        var updated = stored.WithFields(("ETag", "\"1\""), ("Age", "0"));

        Assert.True(await Store.UpdateAsync(stored, updated));

        var found = Assert.Single(await Store.FindAsync(Key));
        AssertSameHead(updated, found);
        Assert.Equal(BodyBytes.Of(stored.BodyId, length), await Store.ReadBodyAsync(found));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task UpdateHead_MuchLargerHead_ReplacesTheHeadAndKeepsTheBody(int length)
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), length);
        var updated = stored.WithFields(("X-Long", new string('l', 50_000)));

        Assert.True(await Store.UpdateAsync(stored, updated));

        var found = Assert.Single(await Store.FindAsync(Key));
        AssertSameHead(updated, found);
        Assert.Equal(BodyBytes.Of(stored.BodyId, length), await Store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task UpdateHead_ManyTimes_LastOneCounts()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key));
        foreach (var number in Enumerable.Range(0, 50))
        {
            Assert.True(await Store.UpdateAsync(stored, stored.WithFields(("X-Number", $"{number}"))));
        }

        var found = Assert.Single(await Store.FindAsync(Key));

        Assert.Equal(["49"], found.Fields.GetValues("X-Number"));
    }

    [Fact]
    public async Task UpdateHead_BodyOpen_DoesNotDisturbIt()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), 300_000);
        using var body = await Store.OpenAsync(stored);

        await Store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        await Store.UpdateAsync(stored, stored.WithFields(("X-Long", new string('l', 50_000))));

        Assert.Equal(BodyBytes.Of(stored.BodyId, 300_000), await body.ReadAllAsync());
    }

    [Fact]
    public async Task UpdateHead_Gone_IsFalse()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key));
        await Store.RemoveAsync(Key);

        Assert.False(await Store.UpdateAsync(stored, stored.WithFields(("X", "1"))));
        Assert.Empty(await Store.FindAsync(Key));
    }

    [Fact]
    public async Task UpdateHead_NewBodyMeanwhile_IsFalseAndChangesNothing()
    {
        var old = await Store.StoreAsync(StoredResponses.Of(Key));
        var newer = await Store.StoreAsync(StoredResponses.Of(Key, ("X", "new")));

        Assert.False(await Store.UpdateAsync(old, old.WithFields(("X", "old"))));

        AssertSameHead(newer, Assert.Single(await Store.FindAsync(Key)));
    }

    [Fact]
    public async Task UpdateHead_OtherKeyOrBodyId_Throws()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key));
        var otherKey = StoredResponses.Create(OtherKey, bodyId: stored.BodyId);
        var otherBody = StoredResponses.Of(Key);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.UpdateAsync(stored, otherKey));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.UpdateAsync(stored, otherBody));
    }
}

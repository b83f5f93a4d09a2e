using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class ResponseHeadTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_NoFields_SaysNothing()
    {
        var head = Read();

        Assert.Equal(200, head.StatusCode);
        Assert.Equal(default, head.Control().Directives);
        Assert.Equal((null, null, null, null), (head.Date, head.Control().Expires, head.LastModified, head.Age));
        Assert.Equal((null, null, null), (head.EntityTag, head.LastModifiedText, head.Vary));
        Assert.Equal((null, null, null), (head.Location, head.ContentLocation, head.Connection));
        Assert.Equal((false, false, false), (head.Control().HasExpires, head.SetsCookie, head.HasValidator));
    }

    [Fact]
    public void Of_EveryField_IsRead()
    {
        var head = Read(
            ("age", "60"),
            ("DATE", "Tue, 01 Jan 2030 00:00:00 GMT"),
            ("etag", "W/\"a\""),
            ("vary", "Accept"),
            ("expires", "Tue, 01 Jan 2030 01:00:00 GMT"),
            ("location", "/a"),
            ("set-cookie", "a=b"),
            ("connection", "close"),
            ("cache-control", "max-age=60"),
            ("last-modified", "Mon, 31 Dec 2029 00:00:00 GMT"),
            ("content-location", "/b"));

        Assert.Equal((Now, Now.AddHours(1), Now.AddDays(-1)), (head.Date, head.Control().Expires, head.LastModified));
        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)), (head.Age, head.Control().Directives.MaxAge));
        Assert.Equal(("W/\"a\"", "Mon, 31 Dec 2029 00:00:00 GMT", "Accept"), (head.EntityTag, head.LastModifiedText, head.Vary));
        Assert.Equal(("/a", "/b", "close"), (head.Location, head.ContentLocation, head.Connection));
        Assert.Equal((true, true, true), (head.Control().HasExpires, head.SetsCookie, head.HasValidator));
    }

    [Fact]
    public void Constructor_KeptFields_ReadsThemAsOfReadsAMessage()
    {
        using var message = Messages.Response(
            ("Age", "60"),
            ("Date", "Tuesday, 01-Jan-30 00:00:00 GMT"),
            ("ETag", "a"),
            ("Vary", "Accept"),
            ("Vary", "Cookie"),
            ("Cache-Control", "max-age=60"),
            ("Cache-Control", "no-cache"),
            ("Expires", "0"));
        var received = ResponseHead.Of(message, Now);

        var kept = new ResponseHead(200, received.Fields, Now);

        Assert.Equal(received.Control().Directives, kept.Control().Directives);
        Assert.Equal((received.Age, received.Date, received.Control().Expires), (kept.Age, kept.Date, kept.Control().Expires));
        Assert.Equal((received.EntityTag, received.Vary, received.Control().HasExpires), (kept.EntityTag, kept.Vary, kept.Control().HasExpires));
        Assert.Same(received.Fields, kept.Fields);
    }

    [Theory]
    [Rfc9111("5.1")]
    [InlineData("60", 60)]
    [InlineData(" 60 ", 60)]
    [InlineData("60, 0", 60)]
    [InlineData("0,60", 0)]
    [InlineData("60 ,x", 60)]
    [InlineData("4294967296", 2147483648)]
    public void Age_List_IsItsFirstMember(string value, long seconds)
    {
        var head = Read(("Age", value));

        Assert.Equal(TimeSpan.FromSeconds(seconds), head.Age);
    }

    [Fact]
    [Rfc9111("5.1")]
    public void Age_SeveralLines_IsTheFirst()
    {
        var head = Read(("Age", "60"), ("Age", "0"));

        Assert.Equal(TimeSpan.FromSeconds(60), head.Age);
    }

    [Theory]
    [Rfc9111("5.1")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-60")]
    [InlineData("60.0")]
    [InlineData("\"60\"")]
    [InlineData(",60")]
    [InlineData("x, 60")]
    public void Age_Unreadable_IsIgnored(string value)
    {
        var head = Read(("Age", value));

        Assert.Null(head.Age);
    }

    [Theory]
    [Rfc9111("5.3")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("never")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 UTC")]
    public void Expires_Unreadable_IsThereButNull(string value)
    {
        var head = Read(("Expires", value));

        Assert.True(head.Control().HasExpires);
        Assert.Null(head.Control().Expires);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT", "Tue, 01 Jan 2030 02:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT", "Tue, 01 Jan 2030 01:00:00 GMT")]
    [InlineData("0", "Tue, 01 Jan 2030 01:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT", "0")]
    public void Expires_Twice_IsThereButNull(string first, string second)
    {
        var head = Read(("Expires", first), ("Expires", second));

        Assert.True(head.Control().HasExpires);
        Assert.Null(head.Control().Expires);
    }

    [Fact]
    [Rfc9111("4.2.1")]
    public void Expires_ThreeTimes_IsThereButNull()
    {
        const string Value = "Tue, 01 Jan 2030 01:00:00 GMT";

        var head = Read(("Expires", Value), ("Expires", Value), ("Expires", Value));

        Assert.True(head.Control().HasExpires);
        Assert.Null(head.Control().Expires);
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("W/\"a\"")]
    [InlineData("w/\"a\"")]
    [InlineData("unquoted")]
    [InlineData("\"unclosed")]
    [InlineData("\"a\", \"b\"")]
    [InlineData("\"\"")]
    public void EntityTag_HoweverWritten_IsVerbatim(string value)
    {
        var head = Read(("ETag", value));

        Assert.Equal(value, head.EntityTag);
        Assert.True(head.HasValidator);
    }

    [Fact]
    public void EntityTag_SeveralLines_IsTheFirstThatIsNotEmpty()
    {
        var head = Read(("ETag", ""), ("ETag", "\"a\""), ("ETag", "\"b\""));

        Assert.Equal("\"a\"", head.EntityTag);
    }

    [Theory]
    [Rfc9111("4.3.1")]
    [InlineData("sun, 06 nov 1994 08:49:37 gmt")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void LastModified_OddlyWritten_IsVerbatimAndRead(string value)
    {
        var head = Read(("Last-Modified", value));

        Assert.Equal(value, head.LastModifiedText);
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), head.LastModified);
    }

    [Fact]
    [Rfc9111("4.3.1")]
    public void LastModified_NoDate_IsVerbatimOnly()
    {
        var head = Read(("Last-Modified", "yesterday"));

        Assert.Equal("yesterday", head.LastModifiedText);
        Assert.Null(head.LastModified);
        Assert.True(head.HasValidator);
    }

    [Fact]
    [Rfc9111("4.3.1")]
    public void HasValidator_EmptyValidators_IsFalse()
    {
        var head = Read(("ETag", ""), ("Last-Modified", ""));

        Assert.False(head.HasValidator);
        Assert.Equal((null, null), (head.EntityTag, head.LastModifiedText));
    }

    [Theory]
    [InlineData("Tuesday, 01-Jan-30 00:00:00 GMT", true)]
    [InlineData("Tue, 01 Jan 2030 00:00:00 UTC", false)]
    [InlineData("", false)]
    public void Date_Value_IsReadOrNull(string value, bool readable)
    {
        var head = Read(("Date", value));

        Assert.Equal(readable ? Now : null, head.Date);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Vary_SeveralLines_AreJoinedByComma()
    {
        var head = Read(("Vary", "Accept, Cookie"), ("vary", "*"));

        Assert.Equal("Accept, Cookie, *", head.Vary);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Vary_EmptyLine_IsThere()
    {
        var head = Read(("Vary", ""));

        Assert.Equal("", head.Vary);
    }

    [Fact]
    [Rfc9111("3.1")]
    public void Connection_SeveralLines_AreJoinedByComma()
    {
        var head = Read(("Connection", "close"), ("Connection", "X-Hop"));

        Assert.Equal("close, X-Hop", head.Connection);
    }

    [Fact]
    [Rfc9111("5.2.2")]
    public void Directives_SeveralLines_AddUp()
    {
        var head = Read(("Cache-Control", "max-age=60, public"), ("Cache-Control", "no-store, max-age=99999999999"));

        Assert.Equal(new() { MaxAge = TimeSpan.FromSeconds(60), Public = true, AllowsAuthorization = true, NoStore = true }, head.Control().Directives);
    }

    [Fact]
    [Rfc9111("5.4")]
    public void Directives_Pragma_MeansNothingInAResponse()
    {
        var head = Read(("Pragma", "no-cache"));

        Assert.Equal(default, head.Control().Directives);
    }

    [Fact]
    public void Fields_OfAMessage_AreAllOfThemVerbatim()
    {
        using var message = Messages.Response(
            ("X-User", "a"), ("Cache-Control", "No-StOrE ,  foo"), ("X-User", "b"), ("Content-Type", "Text/Plain ;charset= x"));

        var head = ResponseHead.Of(message, Now);

        Assert.Equal(Messages.Lines(message), head.Fields.Select(line => (line.Key, line.Value)));
        Assert.Same(head.Fields, head.Fields);
    }

    // Copied when asked for, not before: a field that was added in between is there.
    [Fact]
    public void Fields_OfAMessage_AreCopiedWhenFirstAskedFor()
    {
        using var message = Messages.Response(("X-User", "a"));
        var head = ResponseHead.Of(message, Now);
        message.Headers.TryAddWithoutValidation("X-Late", "b");

        var fields = head.Fields;

        Assert.True(fields.TryGetFirst("X-Late", out _));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http://example.com/a", false)]
    [InlineData("HTTP://EXAMPLE.com:80/a", false)]
    [InlineData("http://example.com/b", true)]
    [InlineData("https://example.com/a", true)]
    public void IsRedirected_FinalUri_TellsWhetherItIsAnother(string? finalUri, bool expected)
    {
        using var message = Messages.Response();
        message.RequestMessage = finalUri is null ? null : new HttpRequestMessage(HttpMethod.Get, finalUri);

        var head = ResponseHead.Of(message, Now);

        Assert.Equal(expected, head.IsRedirected(new Uri("http://example.com/a")));
    }

    [Fact]
    public void Keep_Head_HoldsWhatWasReadAndLetsTheMessageGo()
    {
        using var message = Messages.Response(("ETag", "\"a\""), ("Connection", "X-Hop"), ("X-Hop", "a"));
        message.RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://example.com/elsewhere");
        var stored = new HeaderFields([new("ETag", "\"a\"")]);

        var head = ResponseHead.Of(message, Now).Keep(stored);

        Assert.Equal("\"a\"", head.EntityTag);
        Assert.Same(stored, head.Fields);
        Assert.Null(head.FinalUri);
        Assert.False(head.IsRedirected(new Uri("http://example.com/a")));
    }

    [Theory]
    [Rfc9111("3.2")]
    [InlineData("")]
    [InlineData("Cache-Control: max-age=5")]
    [InlineData("Cache-Control: ")]
    [InlineData("Cache-Control: no-store, x=\"y")]
    [InlineData("Date: Tue, 01 Jan 2030 00:00:00 GMT")]
    [InlineData("Date: never")]
    [InlineData("Expires: 0")]
    [InlineData("Expires: Tue, 01 Jan 2030 02:00:00 GMT")]
    [InlineData("ETag: W/\"b\"")]
    [InlineData("Last-Modified: Tue, 01 Jan 2030 00:00:00 GMT")]
    [InlineData("Last-Modified: yesterday")]
    [InlineData("Vary: Cookie")]
    [InlineData("Vary: ")]
    [InlineData("Set-Cookie: b=c")]
    [InlineData("Content-Location: /c")]
    [InlineData("Location: /d")]
    [InlineData("Age: 7")]
    [InlineData("Age: x")]
    public void FreshenedBy_NotModified_IsAsIfTheMergedFieldsWereRead(string line)
    {
        var stored = Read(
            ("Cache-Control", "max-age=60, immutable"),
            ("Date", "Mon, 31 Dec 2029 00:00:00 GMT"),
            ("Expires", "Tue, 01 Jan 2030 01:00:00 GMT"),
            ("ETag", "\"a\""),
            ("Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT"),
            ("Vary", "Accept"),
            ("Content-Location", "/b"),
            ("Location", "/a"));
        var update = Read([.. line.Split(": ") is [var name, var value] ? [(name, value)] : Array.Empty<(string, string)>()]);
        var merged = Validation.Merge(stored.Fields, update.Fields);

        var freshened = stored.FreshenedBy(update, merged);

        var read = new ResponseHead(200, merged, Now);
        Assert.Equivalent(read, freshened, strict: true);
        Assert.Equivalent(read.Control(), freshened.Control(), strict: true);
    }

    [Fact]
    public void Of_Message_DoesNotRewriteItsText()
    {
        using var message = Messages.Response(
            ("cache-CONTROL", "No-StOrE ,  foo"),
            ("Age", "60 , 5"),
            ("DATE", "tue, 01 jan 2030 00:00:00 gmt"),
            ("ETag", "unquoted"),
            ("Vary", "Accept ,,  cookie"),
            ("Connection", "Close ,X-Hop"),
            ("Expires", "0"),
            ("Last-Modified", "Sun Nov  6 08:49:37 1994"),
            ("Content-Location", "HTTP://EXAMPLE.com/../a"));
        var before = Messages.Lines(message);

        _ = ResponseHead.Of(message, Now).Fields;

        Assert.Equal(before, Messages.Lines(message));
        Assert.Contains(("Cache-Control", "No-StOrE ,  foo"), before);
    }

    private static ResponseHead Read(params (string Name, string Value)[] fields)
    {
        using var message = Messages.Response(fields);

        return ResponseHead.Of(message, Now);
    }
}

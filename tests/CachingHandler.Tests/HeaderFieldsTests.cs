using System.Collections;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed class HeaderFieldsTests
{
    [Fact]
    public void Constructor_Lines_KeepsOrderTextAndRepetition()
    {
        KeyValuePair<string, string>[] lines = [new("b", "2"), new("A", " 1 ,x"), new("B", ""), new("b", "2")];

        var fields = new HeaderFields(lines);

        Assert.Equal(lines, fields);
        Assert.Equal(4, fields.Count);
        Assert.Equal(new("A", " 1 ,x"), fields[1]);
    }

    [Fact]
    public void Constructor_Array_DoesNotKeepIt()
    {
        KeyValuePair<string, string>[] lines = [new("A", "1")];
        var fields = new HeaderFields(lines);

        lines[0] = new("B", "2");

        Assert.Equal(new("A", "1"), fields[0]);
    }

    [Fact]
    public void Constructor_NullLines_Throws()
    {
        var exception = Assert.Throws<ArgumentNullException>(() => new HeaderFields(null!));

        Assert.Equal("lines", exception.ParamName);
    }

    [Theory]
    [InlineData(null, "1")]
    [InlineData("A", null)]
    public void Constructor_NullInALine_Throws(string? name, string? value)
    {
        var exception = Assert.Throws<ArgumentNullException>(() => new HeaderFields([new("X", "0"), new(name!, value!)]));

        Assert.Equal("lines", exception.ParamName);
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("A\r", "1")]
    [InlineData("A\n", "1")]
    [InlineData("A\0", "1")]
    [InlineData("A", "1\r\nSet-Cookie: b=c")]
    [InlineData("A", "1\r")]
    [InlineData("A", "\n1")]
    [InlineData("A", "\0")]
    public void Constructor_LineThatCannotBeWritten_Throws(string name, string value)
    {
        var exception = Assert.Throws<ArgumentException>(() => new HeaderFields([new("X", "0"), new(name, value)]));

        Assert.Equal("lines", exception.ParamName);
    }

    [Fact]
    public void Empty_HasNone()
    {
        Assert.Empty(HeaderFields.Empty);
        Assert.Empty(new HeaderFields([]));
    }

    [Fact]
    public void Indexer_OutOfRange_Throws()
    {
        var fields = new HeaderFields([new("A", "1")]);

        Assert.Throws<IndexOutOfRangeException>(() => fields[1]);
        Assert.Throws<IndexOutOfRangeException>(() => fields[-1]);
    }

    [Fact]
    public void GetEnumerator_NonGeneric_YieldsTheSameLines()
    {
        var fields = new HeaderFields([new("A", "1"), new("B", "2")]);

        var lines = ((IEnumerable)fields).Cast<KeyValuePair<string, string>>();

        Assert.Equal(fields, lines);
    }

    [Theory]
    [InlineData("A", "1")]
    [InlineData("a", "1")]
    [InlineData("B", "")]
    public void TryGetFirst_Present_IsTheFirstValue(string name, string expected)
    {
        var fields = new HeaderFields([new("A", "1"), new("b", ""), new("a", "2")]);

        var found = fields.TryGetFirst(name, out var value);

        Assert.True(found);
        Assert.Equal(expected, value);
    }

    [Fact]
    public void TryGetFirst_Absent_IsFalse()
    {
        var fields = new HeaderFields([new("A", "1")]);

        var found = fields.TryGetFirst("AA", out var value);

        Assert.False(found);
        Assert.Null(value);
    }

    [Fact]
    public void GetValues_RepeatedName_AreInOrder()
    {
        var fields = new HeaderFields([new("A", "2"), new("B", "x"), new("a", "1"), new("A", "2")]);

        Assert.Equal(["2", "1", "2"], fields.GetValues("a"));
        Assert.Empty(fields.GetValues("C"));
    }

    [Fact]
    public void Of_Message_IsVerbatimContentFieldsLast()
    {
        using var message = Messages.Response(
            ("Content-Type", "Text/Plain ;charset= x"),
            ("Cache-Control", "No-StOrE ,  foo"),
            ("X-User", "a"),
            ("Expires", "0"),
            ("Allow", "get ,  HEAD"),
            ("ETag", "unquoted"),
            ("X-User", "b"));

        var fields = HeaderFields.Of(message);

        KeyValuePair<string, string>[] expected =
        [
            new("Cache-Control", "No-StOrE ,  foo"),
            new("X-User", "a"),
            new("X-User", "b"),
            new("ETag", "unquoted"),
            new("Content-Type", "Text/Plain ;charset= x"),
            new("Expires", "0"),
            new("Allow", "get ,  HEAD"),
        ];
        Assert.Equal(expected, fields);
    }

    [Fact]
    public void Of_Message_DoesNotRewriteItsText()
    {
        using var message = Messages.Response(("Cache-Control", "No-StOrE ,  foo"), ("Last-Modified", "yesterday"));

        _ = HeaderFields.Of(message);

        Assert.Equal([("Cache-Control", "No-StOrE ,  foo"), ("Last-Modified", "yesterday")], Messages.Lines(message));
    }

    [Fact]
    public void Of_ManyLinesOfOneName_KeepsThemAll()
    {
        using var message = Messages.Response(
            ("Set-Cookie", "a"), ("Set-Cookie", "b"), ("Set-Cookie", "c"), ("Set-Cookie", "d"), ("Set-Cookie", "e"));

        var fields = HeaderFields.Of(message);

        Assert.Equal(["a", "b", "c", "d", "e"], fields.GetValues("Set-Cookie"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReplayTo_Message_IsVerbatimButForAge(bool received)
    {
        using var origin = Messages.Response(
            ("Cache-Control", "No-StOrE ,  foo"),
            ("Age", "60"),
            ("X-User", "a"),
            ("X-User", "b"),
            ("ETag", "unquoted"),
            ("Content-Type", "Text/Plain ;charset= x"),
            ("Expires", "0"));
        var fields = HeaderFields.Of(origin);
        using var replay = Messages.Response();

        (received ? fields : new HeaderFields(fields)).ReplayTo(replay);

        Assert.Equal(Messages.Lines(origin).Where(line => line.Name != "Age"), Messages.Lines(replay));
    }

    [Fact]
    public void Of_MessageWithoutFields_IsEmpty()
    {
        using var message = Messages.Response();

        var fields = HeaderFields.Of(message);

        Assert.Same(HeaderFields.Empty, fields);
    }
}

using System.Text;
using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("5.2")]
public sealed class DirectiveReaderTests
{
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData("no-store", "no-store")]
    [InlineData("max-age=60", "max-age=60")]
    [InlineData("No-StOrE", "No-StOrE")]
    [InlineData("public, max-age=60,immutable", "public|max-age=60|immutable")]
    [InlineData("  no-cache \t,\t no-store  ", "no-cache|no-store")]
    [InlineData("private=\"Set-Cookie, X-User\", max-age=60", "private=Set-Cookie, X-User|max-age=60")]
    [InlineData("max-age=\"60\" , public", "max-age=60|public")]
    [InlineData("extension=\"\", public", "extension=|public")]
    [InlineData("!#$%&'*+-.^_`|~09azAZ=x", "!#$%&'*+-.^_`|~09azAZ=x")]
    public void MoveNext_WellFormedLine_YieldsNamesAndArguments(string line, string expected)
    {
        var directives = Read(line);

        Assert.Equal(expected, string.Join('|', directives.Select(directive => directive.Text)));
        Assert.All(directives, directive => Assert.True(directive.IsWellFormed));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData(",")]
    [InlineData(" , ,\t,, ")]
    [InlineData(";")]
    [InlineData("=")]
    [InlineData("\"")]
    [InlineData("\"\\")]
    [InlineData("\0\u00e9\u2028\ud800")]
    public void MoveNext_LineWithoutToken_YieldsNothing(string line)
    {
        var directives = Read(line);

        Assert.Empty(directives);
    }

    [Theory]
    [InlineData(",public,,max-age=60,")]
    [InlineData(" , public , , max-age=60 , ")]
    public void MoveNext_EmptyMembers_AreSkipped(string line)
    {
        var directives = Read(line);

        Assert.Equal([new("public", null, true), new("max-age", "60", true)], directives);
    }

    [Theory]
    [InlineData(@"x=""a\""b"", public", @"a\""b")]
    [InlineData(@"x=""a\\"", public", @"a\\")]
    [InlineData(@"x=""\"","", public", @"\"",")]
    [InlineData(@"x=""a, no-store, b"", public", "a, no-store, b")]
    [InlineData(@"x=""max-age=0;"", public", "max-age=0;")]
    public void MoveNext_QuotedArgument_KeepsWhatItEncloses(string line, string argument)
    {
        var directives = Read(line);

        Assert.Equal([new("x", argument, true), new("public", null, true)], directives);
    }

    [Theory]
    [InlineData("max-age =60")]
    [InlineData("max-age= 60")]
    [InlineData("max-age\t=\t60")]
    [InlineData("max-age = \"60\"")]
    public void MoveNext_SpaceRoundEqualsSign_IsReadButMalformed(string line)
    {
        var directives = Read(line);

        Assert.Equal([new("max-age", "60", false)], directives);
    }

    [Theory]
    [InlineData("max-age=", "")]
    [InlineData("max-age= ", "")]
    [InlineData("max-age=;", "")]
    [InlineData("max-age==60", "")]
    [InlineData("max-age=60;", "60")]
    [InlineData("max-age=60\0", "60")]
    [InlineData("max-age=60/2", "60")]
    [InlineData("max-age=(60)", "")]
    public void MoveNext_ArgumentThatIsNoToken_IsMalformed(string line, string argument)
    {
        var directive = Read(line)[0];

        Assert.Equal(new("max-age", argument, false), directive);
    }

    [Theory]
    [InlineData("public; no-store")]
    [InlineData("public;no-store")]
    [InlineData("public no-store")]
    [InlineData("public\tno-store")]
    [InlineData("public;;no-store;")]
    [InlineData("public/no-store")]
    public void MoveNext_OtherSeparatorThanComma_SeparatesButIsMalformed(string line)
    {
        var directives = Read(line);

        Assert.Equal([new("public", null, false), new("no-store", null, false)], directives);
    }

    [Theory]
    [InlineData("x; y, public")]
    [InlineData("x=1; y=2,public")]
    [InlineData("x y;, public")]
    [InlineData("x (y) , , public")]
    public void MoveNext_RubbishInOneMember_LeavesTheNextWellFormed(string line)
    {
        var directives = Read(line);

        Assert.Equal(new("public", null, true), directives[^1]);
    }

    [Theory]
    [InlineData("x=\"y, no-store")]
    [InlineData("private=\"Set-Cookie, no-store")]
    [InlineData("x=\"no-store")]
    [InlineData("x=\"y\\\", no-store")]
    [InlineData("x=\"y, no-store, z=\"w\"")]
    [InlineData("x=\"y\"; no-store")]
    [InlineData("x=\"y\" no-store")]
    [InlineData("x=\"y\"\"no-store\"")]
    [InlineData("\"no-store\"")]
    [InlineData("\"x, no-store\"")]
    [InlineData("x\"y, no-store\"")]
    public void MoveNext_StrayQuote_HidesNothing(string line)
    {
        var directives = Read(line);

        Assert.Contains(directives, directive => directive.Name == "no-store");
    }

    [Theory]
    [InlineData("x=\"y, public")]
    [InlineData("x=\"y, public, z=\"w\"")]
    [InlineData("\"x, public, y\"")]
    [InlineData("x=\"y\" z, public")]
    public void MoveNext_AfterStrayQuote_NothingIsWellFormed(string line)
    {
        var directives = Read(line);

        Assert.Contains(new("public", null, false), directives);
    }

    [Fact]
    public void MoveNext_BeforeStrayQuote_StaysWellFormed()
    {
        var directives = Read("public, max-age=60, x=\"y");

        Assert.Equal([new("public", null, true), new("max-age", "60", true)], directives[..2]);
    }

    // A reader that went back over what it has read would need hours for some of these.
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\"")]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("\\")]
    [InlineData("a")]
    [InlineData("a,")]
    [InlineData("a ")]
    [InlineData("a=")]
    [InlineData("a=;")]
    [InlineData("a=\"")]
    [InlineData("a=\" ")]
    [InlineData("a=\"\"b")]
    [InlineData("a=\"\\")]
    [InlineData("a=\"\\\",")]
    [InlineData("a=\"\\\",a=\"\\\",")]
    public void MoveNext_AfterMegabyteOfOnePattern_FindsTheLastDirective(string pattern)
    {
        var line = new StringBuilder().Insert(0, pattern, Megabyte / pattern.Length).Append(",no-store").ToString();

        var last = Last(line);

        Assert.Equal("no-store", last);
    }

    private static List<Directive> Read(string line)
    {
        var directives = new List<Directive>();
        var reader = new DirectiveReader(line);
        while (reader.MoveNext())
        {
            var argument = reader.HasArgument ? reader.Argument.ToString() : null;
            directives.Add(new(reader.Name.ToString(), argument, reader.IsWellFormed));
        }

        return directives;
    }

    private static string Last(string line)
    {
        var reader = new DirectiveReader(line);
        while (reader.MoveNext())
        {
        }

        return reader.Name.ToString();
    }

    private sealed record Directive(string Name, string? Argument, bool IsWellFormed)
    {
        public string Text => Argument is null ? Name : $"{Name}={Argument}";
    }
}

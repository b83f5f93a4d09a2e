using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class StructuredFieldTests
{
    private const int Long = 64 * 1024;

    [Theory]
    [Rfc9651("4.2.1")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"a\"", "a")]
    [InlineData("  \"a\"  ", "a")]
    [InlineData("\"a\", \"b\"", "a", "b")]
    [InlineData("\"a\",\"b\"", "a", "b")]
    [InlineData("\"a\" \t,\t \"b\"", "a", "b")]
    [InlineData("\"a\", \"a\"", "a", "a")]
    [InlineData("\"\"", "")]
    [InlineData("\"a,b\", \"c\"", "a,b", "c")]
    public void Strings_OfList_AreReadInOrder(string field, params string[] expected)
    {
        var strings = new List<string>();

        var read = StructuredField.TryReadStrings(field, strings);

        Assert.True(read);
        Assert.Equal(expected, strings);
    }

    [Theory]
    [Rfc9651("4.2.5")]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("\"a\\\\b\"", "a\\b")]
    [InlineData("\"\\\\\\\"\"", "\\\"")]
    [InlineData("\" ~!\"", " ~!")]
    public void String_WithEscapes_IsUnescaped(string field, string expected)
    {
        var strings = new List<string>();

        StructuredField.TryReadStrings(field, strings);

        Assert.Equal([expected], strings);
    }

    [Theory]
    [Rfc9651("3.1")]
    [InlineData("1, \"a\"")]
    [InlineData("-1.5, \"a\"")]
    [InlineData("token, \"a\"")]
    [InlineData("*to:k/en, \"a\"")]
    [InlineData(":YWJj:, \"a\"")]
    [InlineData(":YWI=:, \"a\"")]
    [InlineData(":YWI:, \"a\"")]
    [InlineData("::, \"a\"")]
    [InlineData("?0, \"a\"")]
    [InlineData("@1659578233, \"a\"")]
    [InlineData("@-1, \"a\"")]
    [InlineData("%\"f%c3%bc\", \"a\"")]
    [InlineData("%\"\\\", \"a\"")]
    [InlineData("(), \"a\"")]
    [InlineData("(\"x\" \"y\"), \"a\"")]
    [InlineData("(  \"x\"   1  ), \"a\"")]
    public void Strings_BesideMembersOfAnotherType_AreRead(string field)
    {
        var strings = new List<string>();

        var read = StructuredField.TryReadStrings(field, strings);

        Assert.True(read);
        Assert.Equal(["a"], strings);
    }

    [Theory]
    [Rfc9651("4.2.3.2")]
    [InlineData("\"a\";x")]
    [InlineData("\"a\";x=1")]
    [InlineData("\"a\";x;y=?0;z=tok")]
    [InlineData("\"a\"; x=\"b\"; y=1.5")]
    [InlineData("\"a\";x=1;x=2")]
    [InlineData("\"a\";*x.y-z_1=:YWJj:")]
    [InlineData("\"a\";x=@1;y=%\"z\"")]
    public void Parameters_OfMember_AreReadPast(string field)
    {
        var strings = new List<string>();

        var read = StructuredField.TryReadStrings(field, strings);

        Assert.True(read);
        Assert.Equal(["a"], strings);
    }

    [Theory]
    [Rfc9651("4.2")]
    [InlineData(",")]
    [InlineData(", \"a\"")]
    [InlineData("\"a\",")]
    [InlineData("\"a\", ")]
    [InlineData("\"a\",,\"b\"")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("\"a\";")]
    [InlineData("\"a\";X=1")]
    [InlineData("\"a\";1=1")]
    [InlineData("\"a\";x=")]
    [InlineData("\"a\" ;x")]
    [InlineData("\"a\";x =1")]
    [InlineData("\"a\";x= 1")]
    [InlineData("\"a\";x=(1)")]
    [InlineData("\t\"a\"")]
    [InlineData("=")]
    [InlineData("\u00e4")]
    [InlineData("\0")]
    public void List_Malformed_IsNotRead(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.5")]
    [InlineData("\"")]
    [InlineData("\"a")]
    [InlineData("a\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\\"")]
    [InlineData("\"\\a\"")]
    [InlineData("\"\t\"")]
    [InlineData("\"\u007f\"")]
    [InlineData("\"\u00fc\"")]
    [InlineData("\"\u20ac\"")]
    [InlineData("\"a\r\nb\"")]
    [InlineData("'a'")]
    public void String_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.4")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("-.1")]
    [InlineData("1.2345")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("1000000000000000")]
    [InlineData("0000000000000000")]
    [InlineData("1234567890123.1")]
    [InlineData("\u0661")]
    public void Number_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.7")]
    [InlineData(":")]
    [InlineData(":YWJj")]
    [InlineData(":Y:")]
    [InlineData(":YW=J:")]
    [InlineData(":YWJjZA===:")]
    [InlineData(":YW Jj:")]
    [InlineData(":YWJ-:")]
    public void ByteSequence_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.8")]
    [InlineData("?")]
    [InlineData("?2")]
    [InlineData("?true")]
    [InlineData("?10")]
    [InlineData("? 1")]
    public void Boolean_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.9")]
    [InlineData("@")]
    [InlineData("@-")]
    [InlineData("@1.5")]
    [InlineData("@ 1")]
    [InlineData("@a")]
    [InlineData("@1000000000000000")]
    public void Date_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.10")]
    [InlineData("%")]
    [InlineData("%a")]
    [InlineData("%\"")]
    [InlineData("%\"a")]
    [InlineData("%\"%\"")]
    [InlineData("%\"%c\"")]
    [InlineData("%\"%C3%BC\"")]
    [InlineData("%\"%c3\"")]
    [InlineData("%\"%ff\"")]
    [InlineData("%\"\u00fc\"")]
    [InlineData("%\"\t\"")]
    public void DisplayString_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Theory]
    [Rfc9651("4.2.1.2")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("(\"a\"")]
    [InlineData("(\"a\",\"b\")")]
    [InlineData("(\"a\"\"b\")")]
    [InlineData("(\"a\"\t\"b\")")]
    [InlineData("((\"a\"))")]
    [InlineData("(\"a\";)")]
    public void InnerList_Malformed_MakesFieldUnreadable(string field) => AssertUnreadable(field);

    [Fact]
    [Rfc9651("4.2")]
    public void Strings_OfUnreadableList_LeaveWhatIsKnown()
    {
        List<string> strings = ["known"];

        StructuredField.TryReadStrings("\"a\", \"b\", ", strings);

        Assert.Equal(["known"], strings);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\"\\")]
    [InlineData("(")]
    [InlineData("( ")]
    [InlineData(";")]
    [InlineData("\"a\";")]
    [InlineData("a;a=")]
    [InlineData("?")]
    [InlineData("@")]
    [InlineData("%")]
    [InlineData("%\"")]
    [InlineData("-")]
    [InlineData("9")]
    [InlineData(".")]
    [InlineData("=")]
    [InlineData("a=")]
    [InlineData("a=(")]
    [InlineData("\"a\" ")]
    public void Field_OfRepeatedRubbish_IsUnreadable(string rubbish)
    {
        var field = string.Concat(Enumerable.Repeat(rubbish, Long));

        Assert.False(StructuredField.TryReadStrings(field, []));
        Assert.False(StructuredField.TryReadDictionary(field, out _));
    }

    [Theory]
    [InlineData("\"a\"", ",\"a\"")]
    [InlineData("1", ",(\"a\" \"b\")")]
    [InlineData("1", ";a")]
    [InlineData("1", ";a=\"\\\\\"")]
    [InlineData("%\"a\"", ",%\"%c3%bc\"")]
    [InlineData(":YWJj:", "\t , \t :YWJj:")]
    public void List_OfManyMembers_IsRead(string first, string more)
    {
        var field = first + string.Concat(Enumerable.Repeat(more, Long));

        Assert.True(StructuredField.TryReadStrings(field, []));
    }

    private static void AssertUnreadable(string field)
    {
        var strings = new List<string>();

        var read = StructuredField.TryReadStrings(field, strings);

        Assert.False(read);
        Assert.Empty(strings);
    }
}

using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class StructuredDictionaryTests
{
    [Theory]
    [Rfc9651("4.2.2")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a", "a")]
    [InlineData("a, b=1", "a", "b")]
    [InlineData("a=1,b=2", "a", "b")]
    [InlineData("a;x=1, b;y", "a", "b")]
    [InlineData("a=1;x=1\t,\tb", "a", "b")]
    [InlineData("max-age=1, *x_y.z-0", "max-age", "*x_y.z-0")]
    [InlineData("a, a=1, a", "a")]
    public void Keys_OfDictionary_AreRead(string field, params string[] expected)
    {
        var members = Read(field);

        Assert.Equal(expected, members.Keys);
    }

    [Theory]
    [Rfc9651("4.2.4")]
    [InlineData("a=0", 0)]
    [InlineData("a=42", 42)]
    [InlineData("a=-42", -42)]
    [InlineData("a=-0", 0)]
    [InlineData("a=00042", 42)]
    [InlineData("a=999999999999999", 999_999_999_999_999)]
    [InlineData("a=-999999999999999", -999_999_999_999_999)]
    [InlineData("a=42;x=1", 42)]
    public void Integer_IsRead(string field, long expected) => Assert.Equal(expected, Read(field)["a"].AsInteger);

    [Theory]
    [Rfc9651("4.2.8")]
    [InlineData("a", true)]
    [InlineData("a;x", true)]
    [InlineData("a;x=?0", true)]
    [InlineData("a=?1", true)]
    [InlineData("a=?0", false)]
    [InlineData("a=?0;x", false)]
    public void Boolean_IsRead(string field, bool expected) => Assert.Equal(expected, Read(field)["a"].AsBoolean);

    [Theory]
    [Rfc9651("4.2.6")]
    [InlineData("a=b", "b")]
    [InlineData("a=B", "B")]
    [InlineData("a=*", "*")]
    [InlineData("a=b/c:d", "b/c:d")]
    [InlineData("a=b!#$%&'*+-.^_`|~9", "b!#$%&'*+-.^_`|~9")]
    public void Token_IsRead(string field, string expected) => Assert.Equal(expected, Read(field)["a"].AsToken);

    [Theory]
    [Rfc9651("4.2.5")]
    [InlineData("a=\"\"", "")]
    [InlineData("a=\"b, c=1\"", "b, c=1")]
    [InlineData("a=\"\\\"\";x", "\"")]
    public void String_IsRead(string field, string expected) => Assert.Equal(expected, Read(field)["a"].AsString);

    [Theory]
    [Rfc9651("4.2.1.2")]
    [InlineData("a=()")]
    [InlineData("a=( )")]
    [InlineData("a=(\"b\")", "b")]
    [InlineData("a=(\"b\" \"c\")", "b", "c")]
    [InlineData("a=( \"b\"  \"c\" );x", "b", "c")]
    [InlineData("a=(\"b\";x=1 \"c\";y)", "b", "c")]
    public void InnerList_OfStrings_IsRead(string field, params string[] expected) =>
        Assert.Equal(expected, Read(field)["a"].AsInnerList!.Select(member => member.AsString));

    [Fact]
    [Rfc9651("4.2.1.2")]
    public void InnerList_OfMixedTypes_KeepsThemApart()
    {
        var members = Read("a=(\"b\" c 1 ?1)")["a"].AsInnerList!;

        Assert.Equal(
            [StructuredType.String, StructuredType.Token, StructuredType.Integer, StructuredType.Boolean],
            members.Select(member => member.Type));
    }

    [Theory]
    [Rfc9651("3.2")]
    [InlineData("a=1, a=2", 2)]
    [InlineData("a=1, b=3, a=2", 2)]
    [InlineData("a, a=2", 2)]
    [InlineData("a=\"x\", a=2", 2)]
    public void Key_Repeated_HasLastValue(string field, long expected) => Assert.Equal(expected, Read(field)["a"].AsInteger);

    [Theory]
    [Rfc9651("3")]
    [InlineData("a=1", "Integer")]
    [InlineData("a=1.0", "Decimal")]
    [InlineData("a=-123456789012.123", "Decimal")]
    [InlineData("a=\"1\"", "String")]
    [InlineData("a=b", "Token")]
    [InlineData("a=:YWJj:", "ByteSequence")]
    [InlineData("a", "Boolean")]
    [InlineData("a=@1", "Date")]
    [InlineData("a=%\"b%c3%bc c\"", "DisplayString")]
    [InlineData("a=(1 2)", "InnerList")]
    public void Value_OfEachType_TellsIt(string field, string expected)
    {
        var value = Read(field)["a"];

        Assert.Equal(expected, value.Type.ToString());
        Assert.Equal(expected == "Integer", value.AsInteger is not null);
        Assert.Equal(expected == "Boolean", value.AsBoolean is not null);
        Assert.Equal(expected == "String", value.AsString is not null);
        Assert.Equal(expected == "Token", value.AsToken is not null);
        Assert.Equal(expected == "InnerList", value.AsInnerList is not null);
    }

    [Theory]
    [Rfc9651("4.2")]
    [InlineData(",")]
    [InlineData("a,")]
    [InlineData(",a")]
    [InlineData("a,,b")]
    [InlineData("a b")]
    [InlineData("a;b c")]
    [InlineData("A")]
    [InlineData("Max-Age=1")]
    [InlineData("mAx-age=1")]
    [InlineData("1=1")]
    [InlineData("-a")]
    [InlineData("\"a\"=1")]
    [InlineData("a=")]
    [InlineData("a =1")]
    [InlineData("a= 1")]
    [InlineData("a=,b")]
    [InlineData("a==1")]
    [InlineData("a=1 ;x")]
    [InlineData("a=1;")]
    [InlineData("a=1;X")]
    [InlineData("a=1e3")]
    [InlineData("a=\"b")]
    [InlineData("a=(\"b\"")]
    [InlineData("a=1000000000000000")]
    [InlineData("no-store;max-age=60;")]
    [InlineData("a\tb")]
    [InlineData("\u00e4=1")]
    public void Dictionary_Malformed_IsNotRead(string field)
    {
        var read = StructuredField.TryReadDictionary(field, out var members);

        Assert.False(read);
        Assert.Null(members);
    }

    private static IReadOnlyDictionary<string, StructuredValue> Read(string field)
    {
        Assert.True(StructuredField.TryReadDictionary(field, out var members));

        return members;
    }
}

using CachingHandler.Http;

namespace CachingHandler.Tests.Http;

public sealed class FieldNameListTests
{
    [Theory]
    [InlineData("Accept", "Accept")]
    [InlineData("Accept,Accept-Encoding", "Accept|Accept-Encoding")]
    [InlineData(" Accept \t,\tAccept-Encoding ", "Accept|Accept-Encoding")]
    [InlineData(",,Accept, ,Cookie,", "Accept|Cookie")]
    [InlineData("*", "*")]
    [InlineData("Accept, *", "Accept|*")]
    [InlineData("a b, c", "a b|c")]
    [InlineData("Accept, Accept", "Accept|Accept")]
    [InlineData("", "")]
    [InlineData(" , ,\t", "")]
    public void MoveNext_List_YieldsNamesThatAreNotEmpty(string list, string expected)
    {
        var names = Read(list);

        Assert.Equal(expected, string.Join('|', names));
    }

    [Fact]
    public void MoveNext_MegabyteOfCommas_FindsTheNameBehind()
    {
        var list = new string(',', 1024 * 1024) + "Accept";

        var names = Read(list);

        Assert.Equal(["Accept"], names);
    }

    [Theory]
    [InlineData("Accept, Cookie", "Cookie", true)]
    [InlineData("Accept, COOKIE", "cookie", true)]
    [InlineData("Accept, Cookie2", "Cookie", false)]
    [InlineData("Set-Cookie", "Cookie", false)]
    [InlineData("*", "*", true)]
    [InlineData("Accept, *", "*", true)]
    [InlineData("*/*", "*", false)]
    [InlineData("", "Cookie", false)]
    [InlineData(null, "Cookie", false)]
    public void Contains_Name_ComparesWholeNamesWithoutCase(string? list, string name, bool expected)
    {
        var contains = FieldNameList.Contains(list, name);

        Assert.Equal(expected, contains);
    }

    private static List<string> Read(string list)
    {
        var names = new List<string>();
        var reader = new FieldNameList(list);
        while (reader.MoveNext())
        {
            names.Add(reader.Current.ToString());
        }

        return names;
    }
}

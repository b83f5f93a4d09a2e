using System.Reflection;
using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class HeaderNamesTests
{
    public static TheoryData<string> All =>
        [.. typeof(HeaderNames).GetFields().Select(constant => (string)constant.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(All))]
    public void IsContentField_Name_IsWhatDotNetKeepsOnContent(string name)
    {
        using var message = Messages.Response((name, "x"));
        var isOnContent = message.Content.Headers.NonValidated.Contains(name);

        Assert.Equal(isOnContent, HeaderNames.IsContentField(name));
        Assert.Equal(isOnContent, HeaderNames.IsContentField(name.ToUpperInvariant()));
    }

    [Fact]
    public void Names_Constants_AreSpelledLikeTheirIdentifiers()
    {
        var constants = typeof(HeaderNames).GetFields(BindingFlags.Public | BindingFlags.Static);

        Assert.NotEmpty(constants);
        Assert.All(constants, constant =>
            Assert.Equal(constant.Name, ((string)constant.GetRawConstantValue()!).Replace("-", "")));
    }
}

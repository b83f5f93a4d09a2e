using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("1.2.2")]
public sealed class DeltaSecondsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("60", 60)]
    [InlineData("000060", 60)]
    [InlineData("2147483647", 2147483647)]
    [InlineData("2147483648", 2147483648)]
    public void Parse_Digits_IsThatManySeconds(string text, long seconds)
    {
        var duration = DeltaSeconds.Parse(text);

        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("2147483649")]
    [InlineData("4294967296")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void Parse_MoreThanCanBeRepresented_IsTheGreatest(string text)
    {
        var duration = DeltaSeconds.Parse(text);

        Assert.Equal(DeltaSeconds.MaxValue, duration);
        Assert.Equal(TimeSpan.FromSeconds(2147483648), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 60")]
    [InlineData("60 ")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("60s")]
    [InlineData("\"60\"")]
    [InlineData("٦٠")] // digits, but not of ASCII
    [InlineData("６０")]
    [InlineData("99999999999999999999x")]
    [InlineData("6\00")]
    public void Parse_AnythingElse_IsNull(string text)
    {
        var duration = DeltaSeconds.Parse(text);

        Assert.Null(duration);
    }
}

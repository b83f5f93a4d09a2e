using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("4.2.3")]
public sealed class CurrentAgeTests
{
    [Fact]
    public void CurrentAge_NothingSaid_IsResidentTime()
    {
        var stored = Stored.SecondsAgo(10);

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(10), freshness.CurrentAge);
    }

    [Theory]
    [InlineData("Mon, 31 Dec 2029 23:59:30 GMT", 30)]
    [InlineData("Mon, 31 Dec 2029 23:59:50 GMT", 10)]
    [InlineData("Mon, 31 Dec 2029 23:59:59 GMT", 10)] // the origin's clock is ahead
    [InlineData("Thu, 01 Jan 2099 00:00:00 GMT", 10)]
    [InlineData("today", 10)]
    public void CurrentAge_Date_AddsApparentAgeOfReceipt(string date, int seconds)
    {
        var stored = Stored.SecondsAgo(10, ("Date", date));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), freshness.CurrentAge);
    }

    [Theory]
    [InlineData("0", 10)]
    [InlineData("5", 15)]
    [InlineData("7200, 0", 7210)]
    [InlineData("2147483648", 2147483658)]
    [InlineData("99999999999999999999", 2147483658)]
    [InlineData("-5", 10)]
    [InlineData("1.5", 10)]
    [InlineData("x", 10)]
    [InlineData("", 10)]
    public void CurrentAge_AgeField_IsAdded(string age, long seconds)
    {
        var stored = Stored.SecondsAgo(10, ("Age", age));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), freshness.CurrentAge);
    }

    [Fact]
    public void CurrentAge_SeveralAgeLines_TakesFirst()
    {
        var stored = Stored.SecondsAgo(10, ("Age", "100"), ("Age", "0"));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(110), freshness.CurrentAge);
    }

    [Fact]
    public void CurrentAge_SlowAnswer_AddsResponseDelay()
    {
        var stored = Stored.Between(Policies.Now.AddSeconds(-17), Policies.Now.AddSeconds(-10), ("Age", "5"));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(5 + 7 + 10), freshness.CurrentAge);
    }

    [Theory]
    [InlineData("30", 30 + 7 + 10)]
    [InlineData("3", 20 + 10)]
    public void CurrentAge_DateAndAge_TakesGreaterOfApparentAndCorrectedAge(string age, int seconds)
    {
        var stored = Stored.Between(
            Policies.Now.AddSeconds(-17),
            Policies.Now.AddSeconds(-10),
            ("Date", "Mon, 31 Dec 2029 23:59:30 GMT"),
            ("Age", age));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), freshness.CurrentAge);
    }

    [Fact]
    public void CurrentAge_ClockWentBackwardsSinceReceipt_IsAgeAtReceipt()
    {
        var stored = Stored.SecondsAgo(-3600, ("Age", "5"));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(5), freshness.CurrentAge);
    }

    [Fact]
    public void CurrentAge_ClockWentBackwardsDuringRequest_HasNoResponseDelay()
    {
        var stored = Stored.Between(Policies.Now.AddSeconds(3600), Policies.Now.AddSeconds(-10), ("Age", "5"));

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(15), freshness.CurrentAge);
    }

    [Fact]
    public void CurrentAge_DatesAtTheEndsOfTheCalendar_DoesNotOverflow()
    {
        var stored = Stored.Between(
            DateTimeOffset.MinValue, DateTimeOffset.MinValue, ("Date", "Mon, 01 Jan 0001 00:00:00 GMT"), ("Age", "2147483648"));

        var freshness = FreshnessCalculator.At(DateTimeOffset.MaxValue, stored, Policies.PrivateRules);

        Assert.True(freshness.CurrentAge > TimeSpan.FromDays(3_652_000));
    }

    [Theory]
    [Rfc9111("4.2")]
    [InlineData(59, true, 1)]
    [InlineData(60, false, 0)] // fresh only while the lifetime is greater than the age
    [InlineData(61, false, -1)]
    public void Freshness_OfAge_HasRemainingTime(int age, bool fresh, int remaining)
    {
        var stored = Stored.SecondsAgo(age, "max-age=60");

        var freshness = FreshnessCalculator.At(Policies.Now, stored, Policies.PrivateRules);

        Assert.Equal(fresh, freshness.IsFresh);
        Assert.Equal(TimeSpan.FromSeconds(remaining), freshness.Remaining);
        Assert.Equal(TimeSpan.FromSeconds(-remaining), freshness.Staleness);
    }
}

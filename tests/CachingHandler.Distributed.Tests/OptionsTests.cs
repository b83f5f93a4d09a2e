using CachingHandler.Storage;

namespace CachingHandler.Distributed.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<DistributedHttpCacheStoreOptions>> Wrong => new()
    {
        { "KeyPrefix is '';", options => options.KeyPrefix = string.Empty },
        { "KeyPrefix is 'a b';", options => options.KeyPrefix = "a b" },
        { "KeyPrefix is 'ä';", options => options.KeyPrefix = "ä" },
        { "1 to 64 letters", options => options.KeyPrefix = new string('a', 65) },
        { "Secret has 15 bytes;", options => options.Secret = new byte[15] },
        { "MaximumAge is 00:00:00;", options => options.MaximumAge = TimeSpan.Zero },
        { "MaximumAge is 3651", options => options.MaximumAge = TimeSpan.FromDays(3651) },
        { "MaximumBodySize is -1;", options => options.MaximumBodySize = -1 },
        { "MaximumBodySize is 1073741825;", options => options.MaximumBodySize = 1024L * 1024 * 1024 + 1 },
        { "Timeout is 00:00:00;", options => options.Timeout = TimeSpan.Zero },
        { "Timeout is -00:00:00.0010000;", options => options.Timeout = Timeout.InfiniteTimeSpan },
        { "FailuresBeforePause is 0;", options => options.FailuresBeforePause = 0 },
        { "Pause is 00:00:00;", options => options.Pause = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Create_OptionOutOfItsRange_SaysWhatIsWrong(string message, Action<DistributedHttpCacheStoreOptions> set)
    {
        var options = new DistributedHttpCacheStoreOptions();
        set(options);

        var exception = Assert.Throws<ArgumentException>(() => new DistributedHttpCacheStore(new FakeMedium(), options));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoCache_Throws() => Assert.Throws<ArgumentNullException>(() => new DistributedHttpCacheStore(null!));
}

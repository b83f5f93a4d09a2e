using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CachingHandler.Tests.DependencyInjection;

public sealed class MisspelledConfigurationTests
{
    private const string AllOptions = "the options are Kind, MaximumBodySize, MaximumDrainSize, ";

    private readonly ServiceCollection _services = new();

    public MisspelledConfigurationTests() => _services.AddMemoryHttpCacheStore();

    [Theory]
    [InlineData("MaximumBodySzie", "MaximumBodySize")]
    [InlineData("MaxBodySize", "MaximumBodySize")]
    [InlineData("maximum-body-size", "MaximumBodySize")]
    [InlineData("StaleOnError", "StaleIfError")]
    [InlineData("Knd", "Kind")]
    [InlineData("TargettedFields", "TargetedFields")]
    public void Start_WithANameThatIsNearlyAnOption_FailsWithTheKeyAndTheOption(string name, string option)
    {
        var failure = StartFails(Section((name, "1")));

        Assert.Equal(
            $"The configuration has Cache:{name}, which is no option of the HTTP cache; did you mean {option}?",
            failure.Message);
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("K")]
    [InlineData("0")]
    public void Start_WithANameLikeNone_FailsWithTheKeyAndAllOptions(string name)
    {
        var failure = StartFails(Section((name, "swordfish")));

        Assert.StartsWith(
            $"The configuration has Cache:{name}, which is no option of the HTTP cache; {AllOptions}", failure.Message);
        Assert.DoesNotContain("swordfish", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithAnEndlessName_Fails()
    {
        var failure = StartFails(Section((new string('k', 1_000_000), "1")));

        Assert.Contains(AllOptions, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Partition")]
    [InlineData("key")]
    [InlineData("TreatAsQuery")]
    public void Start_WithWhatIsSetInCode_SaysWhere(string name)
    {
        var failure = StartFails(Section((name, "1")));

        Assert.Equal(
            $"The configuration has Cache:{name}, which is code; set it in the delegate that AddHttpCache takes.",
            failure.Message);
    }

    [Fact]
    public void Start_WithSeveralFaults_TellsOfEach()
    {
        var failure = StartFails(Section(("Kind", "Public"), ("Retention", "1"), ("Knd", "Private")));

        Assert.Equal(3, failure.Failures.Count());
        Assert.Equal("x", failure.OptionsName);
    }

    [Fact]
    public void Start_WithASectionInThePlaceOfAValue_Fails()
    {
        var failure = StartFails(Section(("MaximumBodySize:Value", "1")));

        Assert.Equal(
            "The configuration has a section for Cache:MaximumBodySize; it must be a number of bytes.", failure.Message);
    }

    [Fact]
    public void Start_WithAValueInThePlaceOfTheSection_Fails()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([new("Cache", "Private")]).Build();

        var failure = StartFails(root.GetSection("Cache"));

        Assert.Equal(
            "The configuration has 'Private' for Cache; it must be a section with options of the HTTP cache.",
            failure.Message);
    }

    [Fact]
    public void Start_WithAnotherClientsSectionWithin_Succeeds()
    {
        var section = Section(("MaximumBodySize", "1"), ("Clients:Catalog:MaximumBodySize", "2"));
        _services.AddHttpCache(section);
        _services.AddHttpClient("x").AddHttpCache(section.GetSection("clients:catalog"));
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>();

        Assert.Equal((1, 2), (options.CurrentValue.MaximumBodySize, options.Get("x").MaximumBodySize));
    }

    [Fact]
    public void Start_WithAllOfTheConfiguration_TakesTheOptionsAndLeavesTheRest()
    {
        var root = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Logging:LogLevel:Default", "Debug"), new("MaximumBodySize", "1")]).Build();
        _services.AddHttpClient("x").AddHttpCache(root);
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>().Get("x");

        Assert.Equal(1, options.MaximumBodySize);
    }

    [Fact]
    public void EveryOption_IsReadFromConfigurationOrSetInCode()
    {
        var message = StartFails(Section(("Unknown", "1"))).Message;
        var inConfiguration = message[(message.LastIndexOf("are ", StringComparison.Ordinal) + 4)..].TrimEnd('.').Split(", ");

        var all = typeof(HttpCacheOptions).GetProperties().Select(property => property.Name);

        Assert.Equal(all.Order(), inConfiguration.Concat(["Partition", "Key", "TreatAsQuery"]).Order());
    }

    private static IConfigurationSection Section(params (string Name, string Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                values.Select(value => KeyValuePair.Create($"Cache:{value.Name}", (string?)value.Value)))
            .Build()
            .GetSection("Cache");

    private OptionsValidationException StartFails(IConfigurationSection section)
    {
        _services.AddHttpClient("x").AddHttpCache(section);
        using var provider = _services.BuildServiceProvider();

        return Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CachingHandler.Tests.DependencyInjection;

public sealed class ConfigurationTests
{
    private readonly ServiceCollection _services = new();

    public ConfigurationTests() => _services.AddMemoryHttpCacheStore();

    public static TheoryData<string, string, Func<HttpCacheOptions, object>, object> GoodValues => new()
    {
        { "Kind", "Shared", options => options.Kind, HttpCacheKind.Shared },
        { "Kind", "private", options => options.Kind, HttpCacheKind.Private },
        { "MaximumBodySize", "1048576", options => options.MaximumBodySize, 1048576L },
        { "MaximumDrainSize", "65536", options => options.MaximumDrainSize, 65536L },
        { "MaximumDrainTime", "00:00:02", options => options.MaximumDrainTime, TimeSpan.FromSeconds(2) },
        { "MaximumCollapseWait", "00:00:00", options => options.MaximumCollapseWait, TimeSpan.Zero },
        { "HeuristicFraction", "0.25", options => options.HeuristicFraction, 0.25 },
        { "StaleIfError", "00:05:00", options => options.StaleIfError, TimeSpan.FromMinutes(5) },
        { "StaleWhileRevalidate", "00:05:00", options => options.StaleWhileRevalidate, TimeSpan.FromMinutes(5) },
        { "Retention", "7.00:00:00", options => options.Retention, TimeSpan.FromDays(7) },
        { "MaximumHeuristicLifetime", "01:00:00", options => options.MaximumHeuristicLifetime, TimeSpan.FromHours(1) },
        { "NoVarySearch", "false", options => options.NoVarySearch, false },
        { "StoreKey", "", options => options.StoreKey is null, true },
        { "Scope", "catalogue", options => options.Scope, "catalogue" },
        { "CacheStatus", "catalogue", options => options.CacheStatus!, "catalogue" },
        { "TargetedFields:0", "CDN-Cache-Control", options => string.Join('|', options.TargetedFields), "CDN-Cache-Control" },
        { "TargetedFields", "A-Cache-Control , B-Cache-Control", options => string.Join('|', options.TargetedFields), "A-Cache-Control|B-Cache-Control" },
        { "TargetedFields", "", options => options.TargetedFields.Count, 0 },
    };

    public static TheoryData<string, string, string> UnreadableValues => new()
    {
        { "Kind", "Public", "Private or Shared." },
        { "Kind", "2", "Private or Shared." },
        { "MaximumBodySize", "64MB", "a number of bytes." },
        { "MaximumDrainSize", "1MB", "a number of bytes." },
        { "MaximumCollapseWait", "10", "a time such as 00:05:00 for five minutes or 1.00:00:00 for a day." },
        { "HeuristicFraction", "ten", "a number from 0 to 1." },
        { "StaleIfError", "300", "a time such as 00:05:00 for five minutes or 1.00:00:00 for a day." },
        { "StaleIfError", "5m", "a time such as 00:05:00 for five minutes or 1.00:00:00 for a day." },
        { "NoVarySearch", "no", "true or false." },
        { "Retention", "", "a time such as 00:05:00 for five minutes or 1.00:00:00 for a day." },
    };

    public static TheoryData<string, string, string> ValuesOutOfRange => new()
    {
        { "MaximumBodySize", "-1", "zero or more bytes." },
        { "HeuristicFraction", "2", "from 0 to 1, such as 0.1 for ten percent." },
        { "StaleIfError", "-00:00:01", "from zero to 36500 days." },
        { "StaleWhileRevalidate", "-00:00:01", "from zero to 36500 days." },
    };

    [Theory]
    [MemberData(nameof(GoodValues))]
    public void Bind_ValueInRange_IsTaken(
        string name, string value, Func<HttpCacheOptions, object> read, object expected)
    {
        _services.AddHttpClient("x").AddHttpCache(Section((name, value)));
        _services.AddHttpCache(Section((name, value)));
        using var provider = _services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>();

        var bound = new[] { read(options.Get("x")), read(options.CurrentValue) };

        Assert.Equal([expected, expected], bound);
    }

    [Fact]
    public void Bind_List_IsTakenInOrder()
    {
        _services.AddHttpClient("x").AddHttpCache(
            Section(("TargetedFields:0", "CDN-Cache-Control"), ("TargetedFields:1", "Surrogate-Control")));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>().Get("x");

        Assert.Equal(["CDN-Cache-Control", "Surrogate-Control"], options.TargetedFields);
    }

    [Theory]
    [InlineData("", "TargetedFields has '', which is no field name.")]
    [InlineData("CDN Cache-Control", "TargetedFields has 'CDN Cache-Control', which is no field name.")]
    [InlineData("CDN-Cache-Control:", "TargetedFields has 'CDN-Cache-Control:', which is no field name.")]
    [InlineData("cache-control", "TargetedFields has 'Cache-Control', which is obeyed anyway where none of the fields is there; leave it out.")]
    public void Start_WithATargetedFieldThatCannotBeOne_Fails(string name, string fault)
    {
        _services.AddHttpClient("x").AddHttpCache(Section(("TargetedFields:0", name)));
        using var provider = _services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal($"HTTP cache 'x': {fault}", failure.Message);
    }

    [Fact]
    public void Start_WithACacheStatusThatNamesNothing_Fails()
    {
        _services.AddHttpClient("x").AddHttpCache(Section(("CacheStatus", "")));
        using var provider = _services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            "HTTP cache 'x': CacheStatus is ''; it must be a name of visible ASCII characters and spaces, or null to send no Cache-Status.",
            failure.Message);
    }

    [Fact]
    public void Handler_WithoutAListOfTargetedFields_IsRefused()
    {
        using var store = new CachingHandler.Storage.MemoryHttpCacheStore();

        var failure = Assert.Throws<ArgumentException>(
            () => new HttpCacheHandler(store, new HttpCacheOptions { TargetedFields = null! }));

        Assert.StartsWith("TargetedFields is null; it must be a list of field names, or empty for none.", failure.Message);
    }

    [Fact]
    public void Bind_WhatIsNotThere_IsLeftAlone()
    {
        _services.AddHttpClient("x").AddHttpCache(Section());
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>().Get("x");

        Assert.Equivalent(new HttpCacheOptions { Scope = "x" }, options);
    }

    [Fact]
    public void Bind_WithCodeBesides_TheCodeHasTheLastWord()
    {
        _services.AddHttpClient("x").AddHttpCache(
            Section(("MaximumBodySize", "1"), ("Kind", "Shared")), cache => cache.MaximumBodySize = 2);
        _services.AddHttpCache(
            Section(("MaximumBodySize", "1"), ("Kind", "Shared")), cache => cache.MaximumBodySize = 2);
        using var provider = _services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>();

        var bound = new[] { options.Get("x"), options.CurrentValue };

        Assert.All(bound, one => Assert.Equal((2, HttpCacheKind.Shared), (one.MaximumBodySize, one.Kind)));
    }

    [Fact]
    public void Bind_ChangedMeanwhile_CountsForTheNextHandler()
    {
        var section = Section(("MaximumBodySize", "1"));
        _services.AddHttpClient("x").AddHttpCache(section);
        using var provider = _services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>();
        var before = options.Get("x").MaximumBodySize;
        section["MaximumBodySize"] = "2";

        ((IConfigurationRoot)Root!).Reload();

        Assert.Equal((1, 2), (before, options.Get("x").MaximumBodySize));
    }

    [Theory]
    [MemberData(nameof(UnreadableValues))]
    public void Start_WithAValueThatCannotBeRead_FailsWithKeyValueAndRule(string name, string value, string rule)
    {
        _services.AddHttpClient("x").AddHttpCache(Section((name, value)));
        using var provider = _services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal($"The configuration has '{value}' for Cache:{name}; it must be {rule}", failure.Message);
    }

    [Theory]
    [MemberData(nameof(ValuesOutOfRange))]
    public void Start_WithAValueOutOfRange_FailsWithClientValueAndRule(string name, string value, string rule)
    {
        _services.AddHttpClient("x").AddHttpCache(Section((name, value)));
        using var provider = _services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal($"HTTP cache 'x': {name} is {value}; it must be {rule}", failure.Message);
    }

    [Fact]
    public void Start_WithOptionsOutOfRangeInCode_Fails()
    {
        _services.AddHttpCache(cache => cache.MaximumBodySize = -5);
        using var provider = _services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal("MaximumBodySize is -5; it must be zero or more bytes.", failure.Message);
    }

    [Fact]
    public void Start_WithGoodOptions_Succeeds()
    {
        _services.AddHttpClient("x").AddHttpCache();
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.NotNull(provider.GetRequiredService<IHttpClientFactory>().CreateClient("x"));
    }

    private IConfiguration? Root { get; set; }

    private IConfigurationSection Section(params (string Name, string Value)[] values)
    {
        Root = new ConfigurationBuilder()
            .AddInMemoryCollection(
                values.Select(value => KeyValuePair.Create($"Cache:{value.Name}", (string?)value.Value)))
            .Build();

        return Root.GetSection("Cache");
    }
}

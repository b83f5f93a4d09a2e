using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>The Redis that the tests of a class share, where it can be started here; each test has a prefix of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private int _prefixes;

    public RedisServer Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        if (RedisServer.Missing is null)
        {
            await Server.StartAsync();
        }
    }

    /// <summary>Names a prefix that no other test uses.</summary>
    public string NewPrefix() => $"test-{Interlocked.Increment(ref _prefixes)}";

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

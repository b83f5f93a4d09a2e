namespace CachingHandler.Distributed.Tests;

/// <summary>A value in a <see cref="FakeMedium"/>.</summary>
internal sealed record FakeValue(byte[] Bytes, TimeSpan Lifetime, bool IsSliding, DateTimeOffset Expires);

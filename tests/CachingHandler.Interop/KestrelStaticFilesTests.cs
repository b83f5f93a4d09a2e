using CachingHandler.Interop.Servers;

namespace CachingHandler.Interop;

/// <summary>The static files of ASP.NET Core: a strong tag of the length and of the time of change in whole seconds, the same for what is compressed.</summary>
public sealed class KestrelStaticFilesTests(ServerFixture<KestrelServer> fixture)
    : ServerTests(fixture.Server), IClassFixture<ServerFixture<KestrelServer>>
{
    protected override string[] SeenWithinASecond => ["one", "one", "one"];

    protected override WebServer NewServer() => new KestrelServer();
}

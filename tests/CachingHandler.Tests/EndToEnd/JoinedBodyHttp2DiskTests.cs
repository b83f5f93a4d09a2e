namespace CachingHandler.Tests.EndToEnd;

public sealed class JoinedBodyHttp2DiskTests() : JoinedBodyTests(new(2, 0), "disk");

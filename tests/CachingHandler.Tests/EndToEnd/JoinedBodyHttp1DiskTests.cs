namespace CachingHandler.Tests.EndToEnd;

public sealed class JoinedBodyHttp1DiskTests() : JoinedBodyTests(new(1, 1), "disk");

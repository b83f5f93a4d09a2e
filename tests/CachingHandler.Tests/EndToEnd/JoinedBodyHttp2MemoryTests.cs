namespace CachingHandler.Tests.EndToEnd;

public sealed class JoinedBodyHttp2MemoryTests() : JoinedBodyTests(new(2, 0), "memory");

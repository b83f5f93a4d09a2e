namespace CachingHandler.Tests.EndToEnd;

public sealed class JoinedBodyHttp1MemoryTests() : JoinedBodyTests(new(1, 1), "memory");

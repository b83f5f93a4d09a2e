namespace CachingHandler.Conformance;

/// <summary>How much a test of the suite matters.</summary>
internal enum TestKind
{
    /// <summary>The RFC demands it.</summary>
    Required,

    /// <summary>It makes a cache better.</summary>
    Optimal,

    /// <summary>A question of behaviour, to which either answer is right.</summary>
    Check,
}

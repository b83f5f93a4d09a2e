namespace CachingHandler.Conformance;

/// <summary>What a test's verdict comes to, with what it depends on.</summary>
internal enum Outcome
{
    /// <summary>It was not run.</summary>
    Untested,

    /// <summary>Required or optimal, and passed.</summary>
    Pass,

    /// <summary>Required, and failed.</summary>
    Fail,

    /// <summary>Optimal, and failed.</summary>
    NotOptimal,

    /// <summary>A question of behaviour, answered with yes.</summary>
    Yes,

    /// <summary>A question of behaviour, answered with no.</summary>
    No,

    /// <summary>What the test needs to begin with did not happen.</summary>
    SetupFailed,

    /// <summary>The origin got a request more than once.</summary>
    Retried,

    /// <summary>A test that it depends on did not pass.</summary>
    DependencyFailed,
}

using System.Runtime.ExceptionServices;

namespace CachingHandler.Body;

/// <summary>One caller's place in a body on its way.</summary>
/// <remarks>Its members are the fill's, and changed under the fill's lock.</remarks>
internal sealed class FillReader(BodyFill fill, bool isLeader)
{
    /// <summary>Gets the body.</summary>
    public BodyFill Fill => fill;

    /// <summary>Gets a value indicating whether it is the one whose request the body answers.</summary>
    public bool IsLeader { get; } = isLeader;

    /// <summary>Gets or sets the number of bytes read.</summary>
    public long Position { get; set; }

    /// <summary>Gets or sets why nothing is to be read any longer.</summary>
    public string? WhyGone { get; set; }

    /// <summary>Gets or sets what the transport threw; null when it did not.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Gets or sets the number of bytes that had arrived by then.</summary>
    public long FailsAt { get; set; } = long.MaxValue;
}

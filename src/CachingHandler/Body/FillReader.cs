using System.Runtime.ExceptionServices;

namespace CachingHandler.Body;

/// <summary>One caller's place in a body on its way.</summary>
/// <remarks>Its members are the fill's, and changed under the fill's lock.</remarks>
internal sealed class FillReader(BodyFill fill, bool isLeader)
{
    private TaskCompletionSource? _gone;

    /// <summary>Gets the body.</summary>
    public BodyFill Fill => fill;

    /// <summary>Gets a value indicating whether it is the one whose request the body answers.</summary>
    public bool IsLeader { get; } = isLeader;

    /// <summary>Gets or sets the number of bytes read.</summary>
    public long Position { get; set; }

    /// <summary>Gets why nothing is to be read any longer; null while it is.</summary>
    public string? WhyGone { get; private set; }

    /// <summary>Gets the moment from which on nothing is to be read any longer.</summary>
    public Task Gone => (_gone ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Gets or sets what the transport threw; null when it did not.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Gets or sets the number of bytes that had arrived by then.</summary>
    public long FailsAt { get; set; } = long.MaxValue;

    /// <summary>Reads no longer.</summary>
    public void Go(string why)
    {
        WhyGone = why;
        _gone?.TrySetResult();
    }
}

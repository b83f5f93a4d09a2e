namespace CachingHandler.Tests.EndToEnd;

/// <summary>What one caller has got of a body, and what happens when half of it is there.</summary>
/// <param name="half">The number of bytes that the origin sends at first.</param>
/// <param name="onHalf">What is done when they are there; when it is said so only where the reader sees them come.</param>
/// <param name="leavesAtHalf">Whether the reader leaves then.</param>
internal sealed class BodyReading(int half, Action onHalf, bool leavesAtHalf) : MemoryStream
{
    private bool _isHalfTold;

    /// <summary>Gets a value indicating whether the reader is to go.</summary>
    public bool IsOver => leavesAtHalf && Length >= half;

    public override void Write(byte[] buffer, int offset, int count)
    {
        base.Write(buffer, offset, count);
        TellHalf();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);

        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        base.Write(buffer.Span);
        TellHalf();

        return ValueTask.CompletedTask;
    }

    /// <summary>Takes bytes that a reader has got, without a word to anybody.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => base.Write(bytes);

    public void TellHalf()
    {
        if (Length >= half && !_isHalfTold)
        {
            _isHalfTold = true;
            onHalf();
        }
    }
}

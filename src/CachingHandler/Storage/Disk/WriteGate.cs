using Microsoft.Extensions.Logging;

namespace CachingHandler.Storage;

/// <summary>Keeps a store from writing for a while after its medium refused to.</summary>
/// <remarks>Safe for concurrent use. A cause that lasts is logged once, and again only after a write has succeeded.</remarks>
internal sealed class WriteGate(string directory, TimeProvider timeProvider, ILogger logger)
{
    // Long enough that a full disk does not slow every request, short enough that nobody need restart.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private long _closedAt;
    private int _isClosed;
    private int _isProven;
    private int _isReported;

    /// <summary>Gets a value indicating whether a write may be tried.</summary>
    public bool IsOpen =>
        Volatile.Read(ref _isClosed) == 0 || timeProvider.GetElapsedTime(Volatile.Read(ref _closedAt)) >= Pause;

    /// <summary>Gets a value indicating whether a file was created since the start and since the last refusal.</summary>
    public bool IsProven => Volatile.Read(ref _isProven) != 0;

    /// <summary>Notes that a file was created, so that the next refusal is news.</summary>
    public void Passed()
    {
        if (Volatile.Read(ref _isClosed) != 0)
        {
            Volatile.Write(ref _isClosed, 0);
        }

        if (Volatile.Read(ref _isReported) != 0)
        {
            Volatile.Write(ref _isReported, 0);
        }

        Volatile.Write(ref _isProven, 1);
    }

    /// <summary>Stops writes for a while.</summary>
    public void Close()
    {
        Volatile.Write(ref _closedAt, timeProvider.GetTimestamp());
        Volatile.Write(ref _isClosed, 1);
        Volatile.Write(ref _isProven, 0);
    }

    /// <summary>Stops writes for a while, because no file can be created in the directory.</summary>
    public void Close(Exception cause)
    {
        Close();
        if (Interlocked.Exchange(ref _isReported, 1) == 0)
        {
            logger.DirectoryNotWritable(directory, Pause.TotalSeconds, cause);
        }
    }
}

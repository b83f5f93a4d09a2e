namespace CachingHandler.Storage;

/// <summary>Leaves a medium alone that fails time after time, and has one call in a while try whether it is back.</summary>
/// <param name="failures">How many failures in a row open it.</param>
/// <param name="pause">How long it stays open before a call tries.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="opened">Told of each time it opens, with the last failure.</param>
/// <param name="closed">Told of each time it closes again.</param>
internal sealed class Circuit(int failures, TimeSpan pause, TimeProvider timeProvider, Action<Exception> opened, Action closed)
{
    private readonly Lock _gate = new();
    private volatile State _state;
    private int _inARow;
    private long _openedAt;

    private enum State
    {
        Closed,
        Open,
        Trying,
    }

    /// <summary>Gets a value indicating whether calls are being let through.</summary>
    public bool IsClosed => _state == State.Closed;

    /// <summary>Gets a value indicating whether the next call would be let through.</summary>
    public bool LetsNextPass
    {
        get
        {
            lock (_gate)
            {
                return _state == State.Closed || IsToBeTried;
            }
        }
    }

    private bool IsToBeTried => _state == State.Open && timeProvider.GetElapsedTime(_openedAt) >= pause;

    /// <summary>Lets a call through, or not; one that is let through ends in one of the other members.</summary>
    public bool TryPass()
    {
        if (IsClosed)
        {
            return true;
        }

        lock (_gate)
        {
            if (IsToBeTried)
            {
                _state = State.Trying;
                return true;
            }

            return _state == State.Closed;
        }
    }

    /// <summary>Notes a call that was answered.</summary>
    public void Succeeded()
    {
        if (IsClosed && Volatile.Read(ref _inARow) == 0)
        {
            return;
        }

        bool hasClosed;
        lock (_gate)
        {
            hasClosed = _state != State.Closed;
            _state = State.Closed;
            _inARow = 0;
        }

        if (hasClosed)
        {
            closed();
        }
    }

    /// <summary>Notes a call that failed.</summary>
    public void Failed(Exception cause)
    {
        bool hasOpened;
        lock (_gate)
        {
            hasOpened = _state == State.Closed && ++_inARow >= failures;
            if (hasOpened || _state == State.Trying)
            {
                _state = State.Open;
                _openedAt = timeProvider.GetTimestamp();
            }
        }

        if (hasOpened)
        {
            opened(cause);
        }
    }

    /// <summary>Notes a call that its caller gave up before it was answered.</summary>
    public void GivenUp()
    {
        lock (_gate)
        {
            // The next one tries in its place.
            _state = _state == State.Trying ? State.Open : _state;
        }
    }
}

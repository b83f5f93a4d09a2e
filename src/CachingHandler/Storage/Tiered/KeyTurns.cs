namespace CachingHandler.Storage;

/// <summary>Lines up the changes to the responses of a key in the store behind, in the order in which they took effect in memory.</summary>
/// <param name="gate">The tier's lock; every member needs it but <c>RunAsync</c>, which takes it.</param>
internal sealed class KeyTurns(Lock gate)
{
    private readonly Dictionary<HttpCacheKey, Line> _lines = [];

    // Keys share them: one read too many is all that comes of it.
    private readonly uint[] _versions = new uint[1024];
    private int _clears;

    /// <summary>Returns a number that differs whenever a change has begun, ended, or taken effect in memory.</summary>
    public uint VersionOf(HttpCacheKey key) => _versions[Slot(key)];

    /// <summary>Notes a change that took effect in memory.</summary>
    public void Changed(HttpCacheKey key) => _versions[Slot(key)]++;

    /// <summary>Tells whether something but a write is under way, so that what the store behind says is about to change.</summary>
    public bool IsChanging(HttpCacheKey key) =>
        _clears > 0 || (_lines.TryGetValue(key, out var line) && line.Turns > line.Writes);

    /// <summary>Takes the next turn of a key; who takes it also leaves.</summary>
    public Turn Enter(HttpCacheKey key, bool isWrite = false)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            line = new Line();
            _lines.Add(key, line);
        }

        var turn = new Turn(key, isWrite, line.Last);
        line.Last = turn.Ended;
        line.Turns++;
        line.Writes += isWrite ? 1 : 0;
        Changed(key);

        return turn;
    }

    /// <summary>Takes the next turn of every key that anything is under way for, for all keys to be cleared.</summary>
    public List<Turn> EnterAll()
    {
        _clears++;
        ChangeAll();

        return [.. _lines.Keys.ToList().Select(key => Enter(key))];
    }

    public void Leave(Turn turn)
    {
        var line = _lines[turn.Key];
        line.Turns--;
        line.Writes -= turn.IsWrite ? 1 : 0;
        if (line.Turns == 0)
        {
            _lines.Remove(turn.Key);
        }

        Changed(turn.Key);
        turn.End();
    }

    /// <summary>Waits for a turn, does what it was taken for, and leaves.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="change">What is done; it is done though nobody waits any longer, for it has taken effect in memory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<T> RunAsync<T>(Turn turn, Func<ValueTask<T>> change, CancellationToken cancellationToken)
    {
        var run = RunAsync(turn, change);

        return run.IsCompleted || !cancellationToken.CanBeCanceled ? run : new(run.AsTask().WaitAsync(cancellationToken));
    }

    public void LeaveAll(List<Turn> turns)
    {
        _clears--;
        ChangeAll();
        turns.ForEach(Leave);
    }

    private static int Slot(HttpCacheKey key) => key.GetHashCode() & 0x3FF;

    private void ChangeAll()
    {
        for (var slot = 0; slot < _versions.Length; slot++)
        {
            _versions[slot]++;
        }
    }

    private async ValueTask<T> RunAsync<T>(Turn turn, Func<ValueTask<T>> change)
    {
        try
        {
            await turn.Before.ConfigureAwait(false);

            return await change().ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                Leave(turn);
            }
        }
    }

    private sealed class Line
    {
        public Task Last { get; set; } = Task.CompletedTask;

        public int Turns { get; set; }

        public int Writes { get; set; }
    }
}

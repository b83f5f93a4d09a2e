namespace CachingHandler.Body;

/// <content>What a reader does next.</content>
internal sealed partial class BodyFill
{
    // How long a reader may hold up the others where it has to; a whole chunk takes no connection as long.
    private static readonly TimeSpan PatienceWithLaggards = TimeSpan.FromSeconds(10);

    private enum Step
    {
        Done,
        ReadBack,
        Pull,
        Fail,
        Wait,
        WaitForLaggards,
    }

    private Step NextStep(FillReader reader, Span<byte> buffer, out int count, out Task? changed)
    {
        lock (_gate)
        {
            count = 0;
            changed = null;
            if (reader.WhyGone is { } why)
            {
                reader.Failure?.Throw();
                throw new IOException(why);
            }

            if (buffer.IsEmpty)
            {
                return Step.Done;
            }

            if (reader.Position < Math.Min(_length, reader.FailsAt))
            {
                return TryCopy(reader, buffer, out count) ? Step.Done : Step.ReadBack;
            }

            reader.Failure ??= _failure;
            if (reader.Failure is not null || _hasEnded)
            {
                return reader.Failure is null ? Step.Done : Step.Fail;
            }

            if (_isPulling || HoldUp(reader))
            {
                changed = (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

                return _isPulling ? Step.Wait : Step.WaitForLaggards;
            }

            BeginPull();

            return Step.Pull;
        }
    }

    // Under the lock. From the latest chunk, which is not staged in any case.
    private bool TryCopy(FillReader reader, Span<byte> buffer, out int count)
    {
        count = 0;
        var start = reader.Position - (_length - _chunkLength);
        if (start < 0)
        {
            return false;
        }

        var end = Math.Min(_length, reader.FailsAt);
        count = (int)Math.Min(end - reader.Position, buffer.Length);
        _chunk.AsSpan((int)start, count).CopyTo(buffer);
        Advance(reader, count);

        return true;
    }

    private int ReadBack(FillReader reader, Span<byte> buffer)
    {
        var end = Math.Min(staging.Readable, reader.FailsAt);
        var count = end <= reader.Position
            ? 0
            : staging.Read(reader.Position, buffer[..(int)Math.Min(end - reader.Position, buffer.Length)]);
        if (count <= 0)
        {
            // The others do not wait for it.
            const string Why = "The store failed with a part of the response that had not been read.";
            Leave(reader, Why);
            throw new IOException(Why);
        }

        lock (_gate)
        {
            Advance(reader, count);
        }

        return count;
    }

    // Under the lock.
    private void Advance(FillReader reader, int count)
    {
        reader.Position += count;
        if (!staging.IsStaging && reader.Position == _length)
        {
            Changed();
            ReleaseStaging();
        }
    }

    // Under the lock. Whether somebody has still to read what the next chunk would take the place of.
    private bool HoldUp(FillReader reader)
    {
        if (!staging.IsStaging && staging.Readable < _length && _readers.Count > 1)
        {
            foreach (var other in _readers)
            {
                if (other != reader && IsBehind(other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Under the lock. Who has all that it gets before its failure is not waited for.
    private bool IsBehind(FillReader reader) => reader.Position < Math.Min(_length, reader.FailsAt);

    private async Task WaitAsync(FillReader reader, Step step, Task changed, CancellationToken cancellationToken)
    {
        if (step == Step.Wait)
        {
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await changed.WaitAsync(PatienceWithLaggards, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LeaveBehind(reader);
        }
    }

    private void LeaveBehind(FillReader reader)
    {
        lock (_gate)
        {
            // Where more has come at the last moment, nobody is behind for having waited.
            foreach (var other in _readers.FindAll(other => reader.Position == _length && other != reader && IsBehind(other)))
            {
                _readers.Remove(other);
                other.Go("The response was read too slowly, by one of several readers, for a store that failed.");
            }
        }
    }
}

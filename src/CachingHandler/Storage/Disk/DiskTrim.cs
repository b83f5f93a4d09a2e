using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>Holds a disk store to its budget, in the background: what was written longest ago goes first.</summary>
/// <param name="paths">Where the files lie.</param>
/// <param name="maximumSize">The budget, in bytes.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>
/// <para>Safe for concurrent use. The size is an estimate that errs on the high side: what is replaced or removed still
/// counts until the next look at the directory, which happens on the first commit and when the estimate is over the budget.</para>
/// <para>The same walk removes files that a process left under construction when it died.</para>
/// </remarks>
internal sealed class DiskTrim(EntryPaths paths, long maximumSize, TimeProvider timeProvider)
{
    /// <summary>How much of the disk a file takes at least, and in multiples of what, in bytes.</summary>
    public const int BlockSize = 4096;

    private static readonly TimeSpan LeftOverAge = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private Task _work = Task.CompletedTask;
    private long? _size;
    private long _added;
    private bool _isRunning;
    private volatile bool _isStopped;

    /// <summary>Gets the work under way; completed when there is none.</summary>
    public Task Work
    {
        get
        {
            lock (_gate)
            {
                return _work;
            }
        }
    }

    /// <summary>Notes that a file got its name.</summary>
    /// <param name="length">Its length, in bytes.</param>
    public void Added(long length)
    {
        lock (_gate)
        {
            _added += InBlocks(length);
            if (!_isRunning && !(_size + _added <= maximumSize) && !_isStopped)
            {
                _isRunning = true;
                _work = RunAsync();
            }
        }
    }

    /// <summary>Stops the work; what is removed by then stays removed.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Returns how much of the disk a file takes, in bytes.</summary>
    public static long InBlocks(long length) => (length + BlockSize - 1) / BlockSize * BlockSize;

    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            do
            {
                lock (_gate)
                {
                    _added = 0;
                }

                var size = Trim();
                lock (_gate)
                {
                    _size = size;
                }
            }
            while (!IsDone());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The directory cannot be walked now; the next commit tries again.
            lock (_gate)
            {
                _isRunning = false;
            }
        }
    }

    private bool IsDone()
    {
        lock (_gate)
        {
            // Without a new file another walk would find what this one could not remove.
            var done = _isStopped || _added == 0 || _size + _added <= maximumSize;
            _isRunning = !done;

            return done;
        }
    }

    private long Trim()
    {
        var files = Measure();
        var size = files.Sum(file => file.Size);
        if (size <= maximumSize || _isStopped)
        {
            return size;
        }

        var target = maximumSize - (maximumSize / 20);
        var cutoff = Cutoff(files, size - target);
        foreach (var (path, written, fileSize) in EntryWalk.Files(
            paths.Root, static (ref entry) => (entry.ToFullPath(), entry.LastWriteTimeUtc, InBlocks(entry.Length))))
        {
            if (size <= target || _isStopped)
            {
                break;
            }

            if (written <= cutoff && !EntryNames.IsTemporary(Path.GetFileName(path.AsSpan())) && TryDelete(path))
            {
                size -= fileSize;
            }
        }

        return size;
    }

    // Times and sizes alone: with their paths a million files would take hundreds of megabytes.
    private List<Measured> Measure()
    {
        var oldest = timeProvider.GetUtcNow() - LeftOverAge;
        var files = new List<Measured>();
        foreach (var (leftOver, file) in EntryWalk.Files(
            paths.Root,
            (ref entry) => EntryNames.IsTemporary(entry.FileName)
                ? (IsLeftOver(entry.FileName, entry.LastWriteTimeUtc, oldest) ? entry.ToFullPath() : string.Empty, default)
                : ((string?)null, new Measured(entry.LastWriteTimeUtc, InBlocks(entry.Length)))))
        {
            if (_isStopped)
            {
                break;
            }

            if (leftOver is null)
            {
                files.Add(file);
            }
            else if (leftOver.Length > 0)
            {
                TryDelete(leftOver);
            }
        }

        return files;
    }

    // The newest file stays: alone it is within the budget.
    private static DateTimeOffset Cutoff(List<Measured> files, long excess)
    {
        files.Sort(static (left, right) => left.Written.CompareTo(right.Written));
        var cutoff = DateTimeOffset.MinValue;
        foreach (var file in CollectionsMarshal.AsSpan(files)[..^1])
        {
            cutoff = file.Written;
            excess -= file.Size;
            if (excess <= 0)
            {
                break;
            }
        }

        return cutoff;
    }

    private bool IsLeftOver(ReadOnlySpan<char> name, DateTimeOffset written, DateTimeOffset oldest) =>
        written < oldest && !paths.IsOwn(name);

    private static bool TryDelete(string path)
    {
        try
        {
            EntryRemoval.DeleteEntry(path);

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Measured(DateTimeOffset Written, long Size);
}

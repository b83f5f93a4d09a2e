namespace CachingHandler.Storage;

/// <summary>Deletes the content files that no entry has, some at a time.</summary>
/// <param name="files">The files.</param>
/// <remarks>For the thread of the database.</remarks>
internal sealed class OrphanSweep(ContentFiles files) : IDisposable
{
    private const int AtOnce = 64;

    private IEnumerator<byte[]>? _names = files.Names().GetEnumerator();

    /// <summary>Looks at the next files.</summary>
    /// <returns>False when all have been looked at.</returns>
    public bool Step(Entries entries)
    {
        for (var count = 0; _names is not null && count < AtOnce; count++)
        {
            if (!_names.MoveNext())
            {
                Dispose();
            }
            else if (!entries.HasFile(_names.Current))
            {
                files.Delete(_names.Current);
            }
        }

        return _names is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _names?.Dispose();
        _names = null;
    }
}

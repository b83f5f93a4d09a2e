namespace CachingHandler.Tool;

/// <summary>How much is stored of one host.</summary>
/// <param name="name">The host; empty for what the application has named itself.</param>
internal sealed class HostTotals(string name)
{
    /// <summary>Gets the host.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the number of its entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Gets how much of the disk they take, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Adds an entry.</summary>
    public void Add(EntryRow row)
    {
        Entries++;
        Size += row.Size;
    }
}

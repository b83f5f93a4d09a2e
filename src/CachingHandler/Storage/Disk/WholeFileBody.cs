namespace CachingHandler.Storage;

/// <summary>A body that was read whole from its file and found undamaged.</summary>
/// <param name="bytes">The body.</param>
/// <param name="file">The file it was read from.</param>
internal sealed class WholeFileBody(ReadOnlyMemory<byte> bytes, EntryOrigin file) : MemoryBody(bytes)
{
    /// <summary>Gets the file that the body was read from.</summary>
    public EntryOrigin File => file;
}

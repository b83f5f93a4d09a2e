namespace CachingHandler.Storage;

/// <summary>A body that was read whole from its file and found undamaged.</summary>
/// <param name="bytes">The body.</param>
/// <param name="path">The file it was read from.</param>
/// <param name="fileLength">The length of the file, in bytes.</param>
internal sealed class WholeFileBody(ReadOnlyMemory<byte> bytes, string path, long fileLength) : MemoryBody(bytes)
{
    /// <summary>Gets the file that the body was read from.</summary>
    public string Path => path;

    /// <summary>Gets the length of the file, in bytes.</summary>
    public long FileLength => fileLength;
}

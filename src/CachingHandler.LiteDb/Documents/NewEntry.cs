namespace CachingHandler.Storage;

/// <summary>An entry that is to be stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">Its head, the length of the body set.</param>
/// <param name="HeadBytes">The head as bytes.</param>
/// <param name="Place">Where its body lies.</param>
/// <param name="Body">The body, where it goes into the database; else null.</param>
/// <param name="BodyChecksum">The body's checksum.</param>
internal sealed record NewEntry(
    byte[] Name, StoredResponse Head, ReadOnlyMemory<byte> HeadBytes, BodyPlace Place, byte[]? Body, uint BodyChecksum)
{
    /// <summary>Gets what the database keeps of it.</summary>
    public EntryRecord Record => new(Head, HeadBytes.Length, Place, BodyChecksum);
}

using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>What is to be kept of a body that breaks off, so that the next request asks for the rest only (RFC 9111 §3.3).</summary>
/// <param name="Head">The head it is stored with; has a strong validator.</param>
/// <param name="First">The offset in the representation at which the body begins, in bytes.</param>
/// <param name="CompleteLength">The length of the representation, in bytes; null when it is not known.</param>
/// <param name="StoredLength">The number of bytes that are stored already and would be replaced.</param>
internal sealed record Resumption(StoredResponse Head, long First, long? CompleteLength, long StoredLength)
{
    /// <summary>Returns the head for as much as has arrived; null when that is not worth keeping.</summary>
    public StoredResponse? HeadFor(long length) => length > StoredLength
        ? Head.WithPart(new StoredPart([new ByteRange(First, First + length - 1)], CompleteLength))
        : null;
}

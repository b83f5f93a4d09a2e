using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>In which form a stored response answers a request.</summary>
/// <param name="Kind">The form.</param>
/// <param name="Bytes">The bytes of the representation that are served; none unless the form is a part.</param>
/// <remarks>Most requests want the whole response, which takes no object of its own.</remarks>
internal sealed record ReplyForm(ReplyKind Kind, ByteRange Bytes = default)
{
    /// <summary>The response as it was received.</summary>
    public static readonly ReplyForm Whole = new(ReplyKind.Whole);

    /// <summary>None: the bytes asked for are not all stored.</summary>
    public static readonly ReplyForm Missing = new(ReplyKind.Missing);
}

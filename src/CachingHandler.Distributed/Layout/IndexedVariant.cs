namespace CachingHandler.Storage;

/// <summary>One response in the index of its key.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Body">Its body, where that is small enough to lie beside the head; null where it lies in chunks.</param>
/// <param name="BodyExpires">When the chunks of the body go; the end of time where there are none.</param>
internal sealed record IndexedVariant(StoredResponse Head, ReadOnlyMemory<byte>? Body, DateTimeOffset BodyExpires)
{
    /// <summary>Returns until when the response is to be kept.</summary>
    public DateTimeOffset KeptUntil => Head.DiscardAfter < BodyExpires ? Head.DiscardAfter : BodyExpires;

    /// <summary>Tells whether the other response goes when this one is stored.</summary>
    public bool Supersedes(StoredResponse older) =>
        Head.SelectingFields.Count == 0 || older.SelectingFields.Count == 0 || Head.IsSameVariantAs(older);
}

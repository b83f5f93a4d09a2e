namespace CachingHandler.Storage;

/// <summary>The items of which a stored head consists, by their tags; a tag is never given a second meaning.</summary>
internal enum StoredResponseItem : byte
{
    Key = 1,
    BodyId = 2,
    Status = 3,
    Times = 4,
    BodyLength = 5,
    Field = 6,
    SelectingField = 7,
    ReasonPhrase = 8,
    Part = 9,
    Outdated = 10,
    Group = 11,

    // From 128 on, what a reader may pass over.
    FreshUntil = 129,
}

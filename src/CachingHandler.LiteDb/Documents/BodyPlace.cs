namespace CachingHandler.Storage;

/// <summary>Where the body of an entry lies.</summary>
internal enum BodyPlace : byte
{
    /// <summary>Nowhere: it is empty.</summary>
    None = 0,

    /// <summary>In the database.</summary>
    Database = 1,

    /// <summary>In a file beside the database.</summary>
    File = 2,
}

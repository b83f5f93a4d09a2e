namespace CachingHandler.Storage;

/// <summary>What became of a change in the medium.</summary>
internal enum ChangeOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There was nothing to change, or something newer has come in between; what is there is right.</summary>
    NotDone,

    /// <summary>The medium failed, and nobody knows what is there.</summary>
    Failed,
}

namespace CachingHandler.Body;

/// <summary>The fetch whose body a <see cref="BodyFill"/> receives.</summary>
internal interface IFillOwner
{
    /// <summary>Asks the origin for the rest of a body that broke off.</summary>
    /// <param name="position">The number of bytes that have arrived.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The rest, to be disposed by the caller; null when there is none of the same body.</returns>
    public Task<Continuation?> ContinueAsync(long position, CancellationToken cancellationToken);

    /// <summary>Told once that nobody needs to join any longer: the body is stored, or will not be.</summary>
    public void Filled();

    /// <summary>Told once that the last reader has gone and all is let go.</summary>
    public void Closed();

    /// <summary>Told of work that nobody waits for.</summary>
    public void Track(Task work);
}

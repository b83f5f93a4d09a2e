namespace CachingHandler.Concurrency;

/// <summary>What <see cref="BackgroundRevalidator"/> runs.</summary>
internal interface IBackgroundRefresh
{
    /// <summary>Asks the origin and stores what it answers; called once.</summary>
    /// <param name="cancellationToken">Ends it: its time is up, or the store is about to close.</param>
    public Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Reports what <see cref="RunAsync"/> threw.</summary>
    public void Failed(Exception exception);
}

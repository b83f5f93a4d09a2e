using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CachingHandler.Storage;
using WebApi.Origin;

namespace WebApi;

/// <summary>Keeps what the pages show, and tells them what is new.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class Dashboard(ApiOrigin origin, HttpCacheStore store, QuotaBook quotas, IHostApplicationLifetime lifetime) : IDisposable
{
    private const int Shown = 100;

    // A page that takes longer to receive so many is cut off; it connects again and gets the whole.
    private const int Waiting = 100;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly LinkedList<Exchange> _exchanges = [];
    private readonly HashSet<Channel<PageUpdate>> _pages = [];
    private PageState.Sums _totals = new(0, 0, 0, 0);

    /// <summary>Tells all pages of an exchange, or where it is null, how things stand.</summary>
    public async Task ShowAsync(Exchange? exchange = null)
    {
        await _turn.WaitAsync();
        try
        {
            if (exchange is not null)
            {
                Add(exchange);
            }

            var update = new PageUpdate(IsWhole: false, exchange is null ? [] : [exchange], await StateAsync());
            foreach (var page in _pages.Where(page => !page.Writer.TryWrite(update)))
            {
                page.Writer.TryComplete();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Returns all there is to show, then what is new, until the page is left or the application stops.</summary>
    public async IAsyncEnumerable<PageUpdate> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = Channel.CreateBounded<PageUpdate>(Waiting);
        await using var stopping = lifetime.ApplicationStopping.Register(() => page.Writer.TryComplete());
        try
        {
            yield return await OpenAsync(page, cancellationToken);
            await foreach (var update in page.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            await CloseAsync(page);
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Add(Exchange exchange)
    {
        _totals = _totals.Plus(exchange);
        _exchanges.AddFirst(exchange);
        if (_exchanges.Count > Shown)
        {
            _exchanges.RemoveLast();
        }
    }

    private async Task<PageUpdate> OpenAsync(Channel<PageUpdate> page, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var whole = new PageUpdate(IsWhole: true, [.. _exchanges], await StateAsync());
            _pages.Add(page);

            return whole;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseAsync(Channel<PageUpdate> page)
    {
        await _turn.WaitAsync(CancellationToken.None);
        _pages.Remove(page);
        _turn.Release();
    }

    private async Task<PageState> StateAsync()
    {
        var kept = await store.EnumerateEntriesAsync().ToListAsync();

        return new PageState(
            [.. origin.Tokens.Keys.Select(login => new PageState.UserState(login, quotas.Of(login)))],
            Resource.All,
            _totals,
            kept.Count,
            kept.Sum(entry => entry.Size),
            origin.IsOffline);
    }
}

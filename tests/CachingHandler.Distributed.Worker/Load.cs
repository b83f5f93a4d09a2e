using System.Diagnostics;
using System.Globalization;

namespace CachingHandler.Distributed.Worker;

/// <summary>Asks for this and that until it is stopped: most of it over and over, some of it never before.</summary>
/// <param name="get">Asks for a path, and throws where that fails.</param>
internal sealed class Load(Func<string, Task<string>> get)
{
    private const int Callers = 2;
    private const int Known = 40;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private int _requests;
    private TimeSpan _slowest;
    private string? _failure;
    private int _failures;

    public string Start(string path)
    {
        _running = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => RunAsync(path, new Random(caller)))));

        return "loading";
    }

    public async Task<string> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;

        return string.Create(
            CultureInfo.InvariantCulture, $"requests={_requests} failed={_failures} slowest={_slowest.TotalMilliseconds:0} {_failure}");
    }

    private async Task RunAsync(string path, Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            string? failure = null;
            try
            {
                await get(random.Next(10) == 0 ? $"{path}/{Guid.NewGuid()}" : $"{path}/{random.Next(Known)}");
            }
            catch (Exception exception)
            {
                failure = exception.GetType().Name + ": " + exception.Message.ReplaceLineEndings(" ");
            }

            lock (_gate)
            {
                var elapsed = Stopwatch.GetElapsedTime(started);
                _slowest = elapsed > _slowest ? elapsed : _slowest;
                _failure ??= failure;
                _failures += failure is null ? 0 : 1;
                _requests++;
            }
        }
    }
}

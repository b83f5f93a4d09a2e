using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CachingHandler.Testing;

/// <summary>Makes meters and adds up what their counters count; hears nobody else's.</summary>
public sealed class CountingMeters : IMeterFactory
{
    private readonly ConcurrentBag<Meter> _meters = [];
    private readonly ConcurrentQueue<(string Instrument, long Value, string Tags)> _measurements = new();
    private readonly MeterListener _listener = new();

    public CountingMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _measurements.Enqueue(
                (instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{Short(tag.Key)}={tag.Value}")))));
        _listener.Start();
    }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        _meters.Add(meter);

        return meter;
    }

    /// <summary>Returns the sum of a counter, of the measurements alone that have these tags.</summary>
    /// <param name="instrument">The counter's name.</param>
    /// <param name="tags">Such as <c>operation=find</c>, without the cache's prefix, divided by spaces; empty takes all.</param>
    public long Sum(string instrument, string tags = "") =>
        _measurements
            .Where(one => one.Instrument == instrument && one.Tags.Contains(tags, StringComparison.Ordinal))
            .Sum(one => one.Value);

    /// <summary>Returns the sum of what an observable instrument tells now, of the measurements alone that have these tags.</summary>
    /// <inheritdoc cref="Sum"/>
    public long Observe(string instrument, string tags = "")
    {
        var before = Sum(instrument, tags);
        _listener.RecordObservableInstruments();

        return Sum(instrument, tags) - before;
    }

    private static string Short(string tag) => tag[(tag.LastIndexOf('.') + 1)..];

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters)
        {
            meter.Dispose();
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CachingHandler.Testing;

/// <summary>Makes meters and sums up what their counters count.</summary>
public sealed class RecordingMeterFactory : IMeterFactory
{
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];

    public RecordingMeterFactory()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }

    /// <summary>Returns the sum of a counter; zero when it has counted nothing.</summary>
    public long SumOf(string counter) => _sums.GetValueOrDefault(counter);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        _meters.Add(meter);

        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }
}

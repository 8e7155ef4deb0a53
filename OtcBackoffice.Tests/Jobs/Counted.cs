using System.Diagnostics.Metrics;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>Adds up one counter of one host.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public Counted(IMeterFactory host, string counter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == counter && ReferenceEquals(instrument.Meter.Scope, host))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
        _listener.Start();
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}

using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Store;

/// <summary>
/// Stands before either kind of store: takes the sandbox's faults, notes whether the store answers, and refuses at once while it
/// is known to be away, so that nobody waits for a time-out that another has waited for already.
/// </summary>
internal sealed partial class WatchedStore : IObjectStore
{
    private readonly IObjectStore _inner;
    private readonly FaultPoints _faults;
    private readonly StoreHealth _health;
    private readonly ILogger<WatchedStore> _log;
    private readonly Counter<long> _failed;

    public WatchedStore(IObjectStore inner, FaultPoints faults, StoreHealth health, IMeterFactory meters, ILogger<WatchedStore> log)
    {
        (_inner, _faults, _health, _log) = (inner, faults, health, log);
        var meter = meters.Create("OtcBackoffice");
        _failed = meter.CreateCounter<long>("backoffice.store.failures", "{request}",
            "Requests that the store did not answer, or answered with something else than was kept.");
        meter.CreateObservableGauge("backoffice.store.up", () => health.IsAway ? 0 : 1, "{store}", "1 while the store answers, else 0.");
    }

    /// <inheritdoc/>
    public string Place => _inner.Place;

    /// <inheritdoc/>
    public Task<StoredObject> PutAsync(string key, Stream content, ObjectWrite write, CancellationToken cancellation) =>
        AskAsync(FaultPoints.StoreWrite, token => _inner.PutAsync(key, content, write, token), cancellation);

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, string? sha256, CancellationToken cancellation) =>
        AskAsync(FaultPoints.StoreRead, token => _inner.OpenAsync(key, sha256, token), cancellation);

    /// <summary>Removes an object. One that a store which is away keeps harms nobody: no record names it any more.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await _inner.DeleteAsync(key, cancellation);
        }
        catch (StoreUnavailableException fault)
        {
            Away(fault);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var key in _inner.ListAsync(prefix, after, cancellation))
        {
            yield return key;
        }
    }

    /// <inheritdoc/>
    public Task TryAsync(CancellationToken cancellation) => _inner.TryAsync(cancellation);

    /// <inheritdoc/>
    public async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await _inner.LookAsync(cancellation);
            if (_health.Note(isAway: false))
            {
                LogBack(_log, Place);
            }
        }
        catch (StoreUnavailableException fault)
        {
            Away(fault);
        }
    }

    private async Task<T> AskAsync<T>(string point, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (_health.IsAway)
        {
            _failed.Add(1);
            throw new StoreUnavailableException("The store has not answered for a while.");
        }
        try
        {
            await _faults.PassAsync(point, cancellation);
            return await ask(cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            _failed.Add(1);
            throw new StoreUnavailableException("The store does not answer.", fault);
        }
        catch (StoreUnavailableException)
        {
            _failed.Add(1);
            // One request that failed may be the request's fault; whether the store is away is what a look finds.
            await LookAsync(CancellationToken.None);
            throw;
        }
        catch (StoreCorruptException fault)
        {
            _failed.Add(1);
            LogCorrupt(_log, fault.Key);
            throw;
        }
    }

    private void Away(StoreUnavailableException fault)
    {
        if (_health.Note(isAway: true))
        {
            LogAway(_log, fault, Place);
        }
    }

    [LoggerMessage(EventId = 1851, Level = LogLevel.Warning,
        Message = "The store {Place} does not answer; files cannot be kept or opened until it does.")]
    private static partial void LogAway(ILogger log, Exception fault, string place);

    [LoggerMessage(EventId = 1852, Level = LogLevel.Information, Message = "The store {Place} answers again.")]
    private static partial void LogBack(ILogger log, string place);

    [LoggerMessage(EventId = 1853, Level = LogLevel.Critical,
        Message = "The object {Key} is not what was kept in the store: its hash is another.")]
    private static partial void LogCorrupt(ILogger log, string key);
}

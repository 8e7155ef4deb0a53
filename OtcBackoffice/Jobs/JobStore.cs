using Hangfire;
using Hangfire.InMemory;
using Hangfire.Logging;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;

namespace OtcBackoffice.Jobs;

/// <summary>
/// What the scheduler keeps its runs in: memory beside the embedded database, a schema of its own in PostgreSQL. Everything
/// that schedules holds this one, so that a store whose inner thread has died can be replaced under it. It is never the
/// process-wide <see cref="JobStorage.Current"/>: several hosts may live in one process.
/// </summary>
public sealed class JobStore(Func<JobStorage> open, bool livesInMemory, Action? closed = null) : JobStorage, IDisposable
{
    // Said once for the process and the same for every host in it: how runs are written down.
    static JobStore() => GlobalConfiguration.Configuration.SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
        .UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();

    private readonly Lock _gate = new();
    private volatile JobStorage? _inner;

    /// <summary>How long a finished run can be looked at. History lives in the product's own rows.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>A store in the memory of this process.</summary>
    public static JobStorage InMemory() => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = KeptFor });

    private JobStorage Inner => _inner ?? Open();

    /// <summary>Whether anything was ever kept in it by this node.</summary>
    public bool IsOpen => _inner is not null;

    /// <inheritdoc/>
    public override bool LinearizableReads => Inner.LinearizableReads;

    /// <summary>Opens the store, which on PostgreSQL makes its schema when it is missing.</summary>
    public JobStorage Open()
    {
        lock (_gate)
        {
            return _inner ??= open();
        }
    }

    /// <summary>
    /// Lets a store in memory go; the next use opens a new one. One in a database is the same however often it is opened.
    /// </summary>
    public void Renew()
    {
        if (!livesInMemory)
        {
            return;
        }
        lock (_gate)
        {
            (_inner as IDisposable)?.Dispose();
            _inner = null;
        }
    }

    /// <inheritdoc/>
    public override IMonitoringApi GetMonitoringApi() => Inner.GetMonitoringApi();

    /// <inheritdoc/>
    public override IStorageConnection GetConnection() => Inner.GetConnection();

    /// <inheritdoc/>
    public override IStorageConnection GetReadOnlyConnection() => Inner.GetReadOnlyConnection();

    /// <inheritdoc/>
#pragma warning disable CS0618, CS0672 // Stores of today still answer with components.
    public override IEnumerable<IServerComponent> GetComponents() => Inner.GetComponents();
#pragma warning restore CS0618, CS0672

    /// <inheritdoc/>
    public override IEnumerable<IBackgroundProcess> GetServerRequiredProcesses() => Inner.GetServerRequiredProcesses();

    /// <inheritdoc/>
    public override IEnumerable<IBackgroundProcess> GetStorageWideProcesses() => Inner.GetStorageWideProcesses();

    /// <inheritdoc/>
    public override IEnumerable<IStateHandler> GetStateHandlers() => Inner.GetStateHandlers();

    /// <inheritdoc/>
    public override void WriteOptionsToLog(ILog logger) => Inner.WriteOptionsToLog(logger);

    /// <inheritdoc/>
    public override bool HasFeature(string featureId) => Inner.HasFeature(featureId);

    /// <inheritdoc/>
    public override string ToString() => Inner.ToString() ?? nameof(JobStore);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_inner is not null)
        {
            (_inner as IDisposable)?.Dispose();
            closed?.Invoke();
        }
    }
}

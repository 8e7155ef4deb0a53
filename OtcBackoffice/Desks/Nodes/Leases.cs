using System.Data.Common;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Desks.Nodes;

/// <summary>How long a lease lasts that is not renewed, and who this node is.</summary>
/// <param name="Holder">This node's instance.</param>
/// <param name="Seconds">Setting <c>Leases:Seconds</c>; a holder renews at a third of it.</param>
public sealed record LeaseTerms(Guid Holder, int Seconds);

/// <summary>
/// What only one node does at a time on a shared database. Times are the database's. Beside the embedded database there is one
/// node, whose own gates are enough: a lease there is a name.
/// </summary>
public sealed class Leases(BackofficeDatabase database, LeaseTerms terms, ILogger<Leases> log)
{
    private const string TakeSql = "INSERT INTO leases (name, holder, fence, until_utc) "
        + "VALUES (@p0, @p1, 1, " + Fence.DatabaseNow + " + @p2) "
        + "ON CONFLICT (name) DO UPDATE SET holder = @p1, fence = leases.fence + 1, until_utc = " + Fence.DatabaseNow + " + @p2 "
        + "WHERE leases.until_utc <= " + Fence.DatabaseNow + " RETURNING fence";

    private const string RenewSql = "UPDATE leases SET until_utc = " + Fence.DatabaseNow + " + @p2 "
        + "WHERE name = @p0 AND fence = @p1 AND until_utc > " + Fence.DatabaseNow + " RETURNING fence";

    private const string ReturnSql = "UPDATE leases SET until_utc = 0 WHERE name = @p0 AND fence = @p1 RETURNING fence";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private volatile bool _isClosed;

    /// <summary>How long a lease lasts.</summary>
    public TimeSpan Lasts => TimeSpan.FromSeconds(terms.Seconds);

    /// <summary>Takes no lease any more, because this node drains or may not be trusted; those it holds it keeps.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set => _isClosed = value;
    }

    /// <summary>Takes a lease that is free; null when another node holds it.</summary>
    /// <param name="name">What is done by one at a time.</param>
    /// <param name="patience">How long to wait for whoever holds it now.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Lease?> TryTakeAsync(string name, TimeSpan patience, CancellationToken cancellation)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            return new Lease(null, null, Lasts, log);
        }
        var start = TimeProvider.System.GetTimestamp();
        while (!IsClosed)
        {
            var taken = await AskAsync(TakeSql, cancellation, name, terms.Holder, (long)Lasts.TotalMilliseconds);
            if (taken is { } number)
            {
                return new Lease(this, new Fence(name, number), Lasts, log);
            }
            if (TimeProvider.System.GetElapsedTime(start) >= patience)
            {
                break;
            }
            await Task.Delay(Look, TimeProvider.System, cancellation);
        }
        return null;
    }

    internal async Task<bool> RenewAsync(Fence fence) =>
        await AskAsync(RenewSql, CancellationToken.None, fence.Name, fence.Number, (long)Lasts.TotalMilliseconds) is not null;

    internal Task ReturnAsync(Fence fence) => AskAsync(ReturnSql, CancellationToken.None, fence.Name, fence.Number);

    private async Task<long?> AskAsync(string sql, CancellationToken cancellation, params object?[] values)
    {
        using var outside = Fence.Outside();
        return await database.Lane.RunAsync(async (work, token) =>
        {
            var rows = await work.ReadAsync(sql, row => row.GetInt64(0), token, values);
            return new LaneOutcome<long?>(rows.Count == 0 ? null : rows[0], rows.Count > 0);
        }, cancellation);
    }
}

/// <summary>A lease that is held until it is disposed of, and renewed meanwhile.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly Leases? _leases;
    private readonly Fence? _fence;
    private readonly TimeSpan _lasts;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _lost = new(), _ended = new();
    private readonly Task _renewing;

    internal Lease(Leases? leases, Fence? fence, TimeSpan lasts, ILogger log)
    {
        (_leases, _fence, _lasts, _log) = (leases, fence, lasts, log);
        _renewing = fence is null ? Task.CompletedTask : RenewAsync();
    }

    /// <summary>Cancelled when the lease could not be renewed in time: whatever runs under it is in vain.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The number of this holder; zero where there is one node.</summary>
    public long Number => _fence?.Number ?? 0;

    /// <summary>Runs what follows under the lease until the answer is disposed: its writes are refused once the lease is lost.</summary>
    public IDisposable? Enter() => _fence?.Enter();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_fence is null)
        {
            return;
        }
        await _ended.CancelAsync();
        await _renewing;
        if (!_lost.IsCancellationRequested)
        {
            try
            {
                await _leases!.ReturnAsync(_fence);
            }
            catch (Exception fault) when (fault is DbException or WriteLostException or InvalidOperationException)
            {
                _log.LeaseNotReturned(fault, _fence.Name);
            }
        }
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        // The renewal is nobody's work: it is not itself held against a fence.
        await Task.Yield();
        var held = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await Task.Delay(_lasts / 3, TimeProvider.System, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
            {
                return;
            }
            var asked = TimeProvider.System.GetTimestamp();
            try
            {
                if (!await _leases!.RenewAsync(_fence!))
                {
                    await _lost.CancelAsync();
                    return;
                }
                held = asked;
            }
            catch (Exception fault) when (fault is DbException or WriteLostException or InvalidOperationException or TimeoutException)
            {
                _log.LeaseNotRenewed(fault, _fence!.Name);
                if (TimeProvider.System.GetElapsedTime(held) >= _lasts)
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
    }
}

/// <summary>What is said of leases.</summary>
internal static partial class LeaseLog
{
    [LoggerMessage(EventId = 1821, Level = LogLevel.Warning,
        Message = "The lease {Name} could not be renewed; it is tried again until it has run out.")]
    public static partial void LeaseNotRenewed(this ILogger log, Exception fault, string name);

    [LoggerMessage(EventId = 1822, Level = LogLevel.Warning,
        Message = "The lease {Name} could not be given back; another node takes it when it has run out.")]
    public static partial void LeaseNotReturned(this ILogger log, Exception fault, string name);
}

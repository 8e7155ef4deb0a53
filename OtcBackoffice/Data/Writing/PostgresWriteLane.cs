using System.Data;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OtcBackoffice.Data.Writing;

/// <summary>Ordinary concurrency on PostgreSQL: a transaction per command, side records in one round trip.</summary>
public sealed class PostgresWriteLane(NpgsqlDataSource source, Func<NpgsqlConnection, BackofficeDbContext> contextFor) : WriteLane
{
    /// <inheritdoc/>
    public override async Task<T> RunAsync<T>(Func<WriteSession, CancellationToken, Task<LaneOutcome<T>>> body,
        CancellationToken cancellation)
    {
        var entered = LaneMeters.Enter();
        try
        {
            return await RunOneAsync(body, cancellation);
        }
        catch (Exception fault) when (Outages.IsOfAnotherServer(fault))
        {
            source.Clear();
            throw;
        }
        finally
        {
            LaneMeters.Leave(entered);
        }
    }

    private async Task<T> RunOneAsync<T>(Func<WriteSession, CancellationToken, Task<LaneOutcome<T>>> body, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await using var db = contextFor(connection);
        await db.Database.UseTransactionAsync(transaction, cancellation);
        db.Database.AutoSavepointsEnabled = false;
        await using var session = new WriteSession(db, connection, canBatch: true) { Transaction = transaction };
        var outcome = await body(session, cancellation);
        if (outcome.Keep)
        {
            if (Fence.Current is { } fence)
            {
                await fence.AssertHoldsAsync(connection, transaction, cancellation);
            }
            // Once the commit is on its way the answer must not depend on the caller's patience.
            var (began, at) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
            await transaction.CommitAsync(CancellationToken.None);
            LaneMeters.Committed(1, began);
            LaneMeters.Trace(Activity.Current?.Context ?? default, 1, at, TimeProvider.System.GetUtcNow(), "postgresql");
        }
        return outcome.Value;
    }
}

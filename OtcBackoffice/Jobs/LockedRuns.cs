using Npgsql;

namespace OtcBackoffice.Jobs;

/// <summary>
/// For nodes that share a PostgreSQL: an advisory lock of the transaction that stays open for the run. The server lets it go
/// with the connection, so that a node that was killed holds nobody up. The scheduler's own lock rows stay behind such a
/// node until they expire, and would expire under a run that takes longer than that.
/// </summary>
public sealed class LockedRuns(string connectionString) : ISoleRuns
{
    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryEnterAsync(string job, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            var transaction = await connection.BeginTransactionAsync(cancellation);
            // A machine that lost its power says nothing: the server looks after its connections for itself.
            await using (var watched = new NpgsqlCommand("SET LOCAL tcp_keepalives_idle = 15; SET LOCAL tcp_keepalives_interval = 5; "
                + "SET LOCAL tcp_keepalives_count = 3", connection, transaction))
            {
                await watched.ExecuteNonQueryAsync(cancellation);
            }
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(hashtext('otc job'), hashtext($1))", connection,
                transaction);
            command.Parameters.Add(new NpgsqlParameter { Value = job });
            if (await command.ExecuteScalarAsync(cancellation) is true)
            {
                return connection;
            }
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// One body's view of the database: a tracked context for what is rarely written, and prepared statements for the aggregates
/// of the hot path and the side records that every command writes (ledger, audit, outbox, counters), which would be four
/// times slower through change tracking.
/// </summary>
public sealed class WriteSession : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly bool _canBatch;
    private readonly PreparedStatements _statements;
    private readonly List<(string Sql, object?[] Values)> _queued = [];
    private readonly List<Found> _found = [];

    /// <summary>Wraps a context whose transaction is already open on its connection.</summary>
    public WriteSession(BackofficeDbContext db, DbConnection connection, bool canBatch)
    {
        Db = db;
        _connection = connection;
        _statements = new PreparedStatements(connection);
        _canBatch = canBatch;
    }

    /// <summary>Tracked reads and writes of aggregates.</summary>
    public BackofficeDbContext Db { get; }

    /// <summary>The transaction that statements belong to, when the provider asks for it.</summary>
    public DbTransaction? Transaction
    {
        get => _statements.Transaction;
        set => _statements.Transaction = value;
    }

    /// <summary>Queues a statement with parameters @p0, @p1...; it runs at <see cref="SaveAsync"/>, in order.</summary>
    public void Queue(string sql, params object?[] values) => _queued.Add((sql, values));

    /// <summary>
    /// Reads an aggregate by its id with a prepared statement, or null. What the body changes of it is written at
    /// <see cref="SaveAsync"/>. Within one body an aggregate is taken either from here or from <see cref="Db"/>, not from both.
    /// </summary>
    public async Task<T?> FindAsync<T>(Guid id, CancellationToken cancellation)
        where T : class
    {
        var prepared = PreparedEntity<T>.Of(Db.Model);
        if (_found.OfType<Found<T>>().FirstOrDefault(one => prepared.HasKey(one.Now, id)) is { } known)
        {
            return known.Now;
        }
        var rows = await ReadAsync(prepared.SelectSql, prepared.Read, cancellation, id);
        if (rows.Count == 0)
        {
            return null;
        }
        _found.Add(new Found<T>(prepared, PreparedEntity<T>.Copy(rows[0]), rows[0]));
        return rows[0];
    }

    /// <summary>Writes the tracked changes and those of found aggregates, then every queued statement.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        if (Db.ChangeTracker.HasChanges())
        {
            await Db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellation);
        }
        foreach (var one in _found)
        {
            if (one.Update() is var (sql, values) && await _statements.Bind(sql, values).ExecuteNonQueryAsync(cancellation) != 1)
            {
                throw new DbUpdateConcurrencyException("Somebody else has written this record after it was read.");
            }
        }
        _found.Clear();
        if (_canBatch && _queued.Count > 1)
        {
            await RunBatchAsync(cancellation);
        }
        else
        {
            foreach (var (sql, values) in _queued)
            {
                await _statements.Bind(sql, values).ExecuteNonQueryAsync(cancellation);
            }
        }
        _queued.Clear();
    }

    /// <summary>Reads rows of a small query at once.</summary>
    public Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params object?[] values) =>
        _statements.ReadAsync(sql, read, values, cancellation);

    /// <summary>Runs a statement now and answers its first value.</summary>
    public async Task<long> ScalarAsync(string sql, CancellationToken cancellation, params object?[] values) =>
        Convert.ToInt64(await _statements.Bind(sql, values).ExecuteScalarAsync(cancellation),
            System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Forgets what the last body left behind, so that the next one starts clean.</summary>
    public void Reset()
    {
        _queued.Clear();
        _found.Clear();
        Db.ChangeTracker.Clear();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _statements.DisposeAsync();

    private async Task RunBatchAsync(CancellationToken cancellation)
    {
        await using var batch = _connection.CreateBatch();
        batch.Transaction = Transaction;
        foreach (var (sql, values) in _queued)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = PreparedStatements.NameOf(i);
                parameter.Value = PreparedStatements.ToDatabase(values[i]);
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private abstract record Found
    {
        public abstract (string Sql, object?[] Values)? Update();
    }

    private sealed record Found<T>(PreparedEntity<T> Prepared, T Before, T Now) : Found
        where T : class
    {
        public override (string Sql, object?[] Values)? Update() => Prepared.Update(Before, Now);
    }
}

using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Telemetry;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// The single writer of SQLite with group commit: it takes what is queued when it begins, gives each command a savepoint of
/// its own, and makes all of them durable with one commit. No timer: a lone command is committed at once.
/// </summary>
public sealed class SqliteWriteLane : WriteLane
{
    /// <summary>Most commands that share one commit.</summary>
    public const int BatchMax = 128;

    private readonly Channel<LaneJob> _jobs = Channel.CreateBounded<LaneJob>(new BoundedChannelOptions(4_096) { SingleReader = true });
    private readonly WriterThread? _thread;
    private readonly Action<LanePoint, SqliteConnection>? _passed;
    private readonly string _connectionString;
    private readonly Func<SqliteConnection, BackofficeDbContext> _contextFor;
    private readonly Task _loop;

    /// <summary>Starts the writer on its own connection.</summary>
    public SqliteWriteLane(string connectionString, Func<SqliteConnection, BackofficeDbContext> contextFor)
        : this(connectionString, contextFor, null)
    {
    }

    /// <summary>The same where somebody else decides when it runs, and is told how far it is: a simulation.</summary>
    internal SqliteWriteLane(string connectionString, Func<SqliteConnection, BackofficeDbContext> contextFor, LaneSeam? seam)
    {
        _connectionString = connectionString;
        _contextFor = contextFor;
        _passed = seam?.Passed;
        _thread = seam is null ? new WriterThread("sqlite writer") : null;
        _loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.None, seam?.Scheduler ?? _thread!).Unwrap();
    }

    /// <inheritdoc/>
    public override async Task<T> RunAsync<T>(Func<WriteSession, CancellationToken, Task<LaneOutcome<T>>> body,
        CancellationToken cancellation)
    {
        var job = new LaneJob<T>(body, cancellation);
        var entered = LaneMeters.Enter();
        try
        {
            await _jobs.Writer.WriteAsync(job, cancellation);
            return await job.Answer;
        }
        finally
        {
            LaneMeters.Leave(entered);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _loop;
        _thread?.Dispose();
        await base.DisposeAsync();
    }

    private async Task LoopAsync()
    {
        Writer? writer = null;
        var checkpoints = new WalCheckpoints(_connectionString);
        var batch = new List<LaneJob>(BatchMax);
        while (await _jobs.Reader.WaitToReadAsync())
        {
            try
            {
                writer ??= await Writer.OpenAsync(_connectionString, _contextFor);
                writer.Execute("BEGIN IMMEDIATE");
                // Who comes while the batch runs goes into the next one: those who are done do not wait for latecomers, and the
                // next batch gathers while this one is made durable.
                var queued = Math.Clamp(_jobs.Reader.Count, 1, BatchMax);
                while (batch.Count < queued && _jobs.Reader.TryRead(out var job))
                {
                    batch.Add(job);
                    _passed?.Invoke(LanePoint.BeforeCommand, writer.Connection);
                    await RunOneAsync(writer, job);
                }
                _passed?.Invoke(LanePoint.BeforeCommit, writer.Connection);
                Commit(writer, batch);
                _passed?.Invoke(LanePoint.AfterCommit, writer.Connection);
                batch.ForEach(job => job.Complete());
                await checkpoints.AfterCommitAsync(writer.Connection, batch.Count, isBusy: _jobs.Reader.Count > 0);
            }
            catch (Exception fault)
            {
                // The connection may be in any state (disk full, I/O error), so it is dropped and opened anew.
                LaneMeters.BatchLost();
                batch.ForEach(job => job.Fail(fault));
                FailNext(fault, batch.Count);
                await DropAsync(writer);
                writer = null;
            }
            batch.Clear();
        }
        await checkpoints.FinishAsync();
        await DropAsync(writer);
        checkpoints.Dispose();
    }

    private static void Commit(Writer writer, List<LaneJob> batch)
    {
        var (began, at) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
        writer.Execute("COMMIT");
        LaneMeters.Committed(batch.Count, began);
        if (DeskTrace.Source.HasListeners())
        {
            var ended = TimeProvider.System.GetUtcNow();
            batch.ForEach(job => LaneMeters.Trace(job.Trace, batch.Count, at, ended, "sqlite"));
        }
    }

    // When not even BEGIN worked no job was taken yet; one is answered so that its caller is not left waiting for ever.
    private void FailNext(Exception fault, int taken)
    {
        if (taken == 0 && _jobs.Reader.TryRead(out var job))
        {
            job.Fail(fault);
        }
    }

    private static async Task RunOneAsync(Writer writer, LaneJob job)
    {
        writer.Execute("SAVEPOINT command");
        try
        {
            var keep = await job.RunAsync(writer.Session);
            writer.Execute(keep ? "RELEASE command" : "ROLLBACK TO command");
            if (!keep)
            {
                writer.Execute("RELEASE command");
            }
        }
        catch (Exception fault)
        {
            writer.Execute("ROLLBACK TO command");
            writer.Execute("RELEASE command");
            job.Note(fault);
        }
        finally
        {
            writer.Session.Reset();
        }
    }

    private static async Task DropAsync(Writer? writer)
    {
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }
    }

    private sealed class Writer(SqliteConnection connection, WriteSession session) : IAsyncDisposable
    {
        private readonly Dictionary<string, SqliteCommand> _commands = [];

        public SqliteConnection Connection => connection;

        public WriteSession Session { get; } = session;

        public static async Task<Writer> OpenAsync(string connectionString, Func<SqliteConnection, BackofficeDbContext> contextFor)
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            SqlitePragmas.ApplyToWriter(connection);
            var db = contextFor(connection);
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            return new Writer(connection, new WriteSession(db, connection, canBatch: false));
        }

        public void Execute(string sql)
        {
            if (!_commands.TryGetValue(sql, out var command))
            {
                command = connection.CreateCommand();
                command.CommandText = sql;
                _commands[sql] = command;
            }
            command.ExecuteNonQuery();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var command in _commands.Values)
            {
                await command.DisposeAsync();
            }
            await Session.DisposeAsync();
            await Session.Db.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}

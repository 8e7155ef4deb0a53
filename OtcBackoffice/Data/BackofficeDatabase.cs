using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Data.Schema;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Data;

/// <summary>Which database the desk stands on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file in the data directory.</summary>
    Sqlite,

    /// <summary>A server, for several nodes.</summary>
    PostgreSql,
}

/// <summary>The database: contexts for reading, the lane for writing, and its upkeep.</summary>
public sealed class BackofficeDatabase : IDbContextFactory<BackofficeDbContext>, IAsyncDisposable
{
    private readonly Func<BackofficeDbContext> _create;
    private readonly Lazy<WriteLane> _lane;
    private readonly Lazy<IModel> _model;
    private readonly ConcurrentBag<ReadSession> _idle = [];
    private readonly NpgsqlDataSource? _source;

    private BackofficeDatabase(DatabaseProvider provider, string connectionString, Func<BackofficeDbContext> create, Func<WriteLane> lane,
        NpgsqlDataSource? source)
    {
        Provider = provider;
        ConnectionString = connectionString;
        _create = create;
        _lane = new Lazy<WriteLane>(lane);
        _model = new Lazy<IModel>(ReadModel);
        _source = source;
    }

    /// <summary>Which database this is.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>How it is reached; holds a password, so it is never logged.</summary>
    public string ConnectionString { get; }

    /// <summary>The one road of business writes.</summary>
    public WriteLane Lane => _lane.Value;

    /// <summary>A file. The path must be absolute, because a relative one would follow the working directory.</summary>
    public static BackofficeDatabase Sqlite(string file) => Sqlite(file, _ => { });

    /// <summary>The same with other options: a test plants a migration.</summary>
    internal static BackofficeDatabase Sqlite(string file, Action<DbContextOptionsBuilder> change, LaneSeam? seam = null)
    {
        if (!Path.IsPathRooted(file))
        {
            throw new ArgumentException("The path of the database file must be absolute.", nameof(file));
        }
        var text = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString();
        var options = new DbContextOptionsBuilder<SqliteDb>().UseSqlite(text).AddInterceptors(new SqlitePragmaInterceptor())
            .ConfigureWarnings(QuietMigrations);
        change(options);
        var pool = new PooledDbContextFactory<SqliteDb>(options.Options, 256);
        return new BackofficeDatabase(DatabaseProvider.Sqlite, text, pool.CreateDbContext,
            () => new SqliteWriteLane(text, connection => new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connection)
                .ConfigureWarnings(QuietMigrations).Options), seam), null);
    }

    /// <summary>A server.</summary>
    public static BackofficeDatabase PostgreSql(string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2 }.ToString();
        var source = NpgsqlDataSource.Create(text);
        var pool = new PooledDbContextFactory<PostgresDb>(
            new DbContextOptionsBuilder<PostgresDb>().UseNpgsql().ConfigureWarnings(QuietMigrations).Options, 256);
        return new BackofficeDatabase(DatabaseProvider.PostgreSql, text, () => pool.CreateDbContext().Over(source),
            () => new PostgresWriteLane(source, connection => new PostgresDb(
                new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).ConfigureWarnings(QuietMigrations).Options)), source);
    }

    /// <inheritdoc/>
    public BackofficeDbContext CreateDbContext() => _create();

    /// <summary>Borrows a session for the queries of a hot page; disposing it gives it back.</summary>
    public async ValueTask<ReadSession> RentReaderAsync(CancellationToken cancellation)
    {
        if (_idle.TryTake(out var idle))
        {
            return idle;
        }
        if (_source is not null)
        {
            // The driver keeps connections and their statements itself.
            return new ReadSession(await _source.OpenConnectionAsync(cancellation), _model.Value, null);
        }
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        SqlitePragmas.ApplyToReader(connection);
        return new ReadSession(connection, _model.Value, _idle);
    }

    /// <summary>Applies what migrations are missing and writes the fingerprint of what they leave.</summary>
    /// <exception cref="SchemaException">The database is newer, bent, not ours, or does not answer; the message says what to
    /// do.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        try
        {
            await new SchemaMigrator(this, TimeProvider.System).RunAsync(cancellation);
        }
        catch (Exception fault) when (DatabaseFaults.Told(fault, ConnectionString) is { } told)
        {
            throw new SchemaException(told);
        }
        if (Provider == DatabaseProvider.Sqlite)
        {
            await using var connection = new SqliteConnection(ConnectionString);
            await connection.OpenAsync(cancellation);
            SqlitePragmas.UseWriteAheadLog(connection);
        }
    }

    /// <summary>Throws when the database is not at this version or would not keep what it acknowledges.</summary>
    /// <exception cref="SchemaException">The message names what differs and says what to do.</exception>
    public async Task AssertReadyAsync(CancellationToken cancellation)
    {
        var state = await ReadSchemaAsync(cancellation);
        if (state.Missing.Count > 0)
        {
            throw new SchemaException(
                $"The database lacks the migration {state.Missing[0]}. Run the verb 'migrate' first, after a backup.");
        }
        if (Provider == DatabaseProvider.Sqlite)
        {
            await using var connection = new SqliteConnection(ConnectionString);
            await connection.OpenAsync(cancellation);
            SqlitePragmas.Apply(connection);
            SqlitePragmas.Assert(connection);
        }
    }

    /// <summary>
    /// Does what only one node may do at a time, while the others wait; for what is done once at a start. An embedded database has one
    /// node.
    /// </summary>
    public async Task AloneAsync(string name, Func<Task> act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (_source is null)
        {
            await act();
            return;
        }
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext($1))", connection,
            transaction) { Parameters = { new() { Value = name } } };
        await wait.ExecuteNonQueryAsync(cancellation);
        await act();
    }

    /// <summary>
    /// Lets go of pooled connections, which may lead to a server that stopped or was demoted; an embedded database has none.
    /// </summary>
    public void LetGo() => _source?.Clear();

    /// <summary>The last migration of this version: what <see cref="MigrateAsync"/> brings a database to.</summary>
    public string OwnSchemaVersion
    {
        get
        {
            using var db = CreateDbContext();
            return db.Database.GetMigrations().Last();
        }
    }

    /// <summary>The migration that the database is at, or null when it is empty.</summary>
    /// <exception cref="SchemaException">It cannot be used; the message says why.</exception>
    public async Task<string?> SchemaVersionAsync(CancellationToken cancellation) =>
        (await ReadSchemaAsync(cancellation)).Applied is [.., var last] ? last : null;

    /// <summary>
    /// Copies an embedded database beside itself before it is upgraded; an upgrade of a server is preceded by its own dump,
    /// which only its operator can take.
    /// </summary>
    internal Task KeepCopyAsync(string mark, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Provider == DatabaseProvider.Sqlite)
        {
            var file = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
            var (copy, part) = (Path.ChangeExtension(file, mark + ".db"), Path.ChangeExtension(file, mark + ".part"));
            File.Delete(part);
            using (var source = new SqliteConnection(ConnectionString))
            using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
            {
                source.Open();
                target.Open();
                source.BackupDatabase(target);
            }
            File.Move(part, copy, overwrite: true);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var idle))
        {
            await idle.CloseAsync();
        }
        if (_lane.IsValueCreated)
        {
            await _lane.Value.DisposeAsync();
        }
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
        if (Provider == DatabaseProvider.Sqlite)
        {
            await using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }

    private async Task<SchemaState> ReadSchemaAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = CreateDbContext();
            await db.Database.OpenConnectionAsync(cancellation);
            return await SchemaGuard.ReadAsync(db.Database.GetDbConnection(), null, [.. db.Database.GetMigrations()], cancellation);
        }
        catch (Exception fault) when (DatabaseFaults.Told(fault, ConnectionString) is { } told)
        {
            throw new SchemaException(told);
        }
    }

    // A migration runs in our transaction, together with its fingerprint.
    private static void QuietMigrations(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning);

    private IModel ReadModel()
    {
        using var db = CreateDbContext();
        return db.Model;
    }
}

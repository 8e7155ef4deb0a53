using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Data.Schema;

/// <summary>
/// Brings a database to this version: one migration a transaction, with the fingerprint of what it left in the same
/// transaction, so that a crash leaves a whole version and never half of one. Migrations only add. Rows are counted before
/// and after each; one that loses some is rolled back, because SQLite rebuilds a table in silence and takes its triggers,
/// and its children's rows, along.
/// </summary>
internal sealed class SchemaMigrator(BackofficeDatabase database, TimeProvider clock)
{
    private const string MakeTableSqlite = $"""
        CREATE TABLE IF NOT EXISTS {SchemaGuard.Table} (id INTEGER PRIMARY KEY, migration TEXT NOT NULL, fingerprint TEXT NOT NULL,
            listing TEXT NOT NULL, version TEXT NOT NULL, written_at_utc INTEGER NOT NULL)
        """;

    private const string MakeTablePostgres = $"""
        CREATE TABLE IF NOT EXISTS {SchemaGuard.Table} (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, migration text NOT NULL,
            fingerprint text NOT NULL, listing text NOT NULL, version text NOT NULL, written_at_utc bigint NOT NULL)
        """;

    private const string Write = $"""
        INSERT INTO {SchemaGuard.Table} (migration, fingerprint, listing, version, written_at_utc)
        VALUES (@migration, @fingerprint, @listing, @version, @at)
        """;

    /// <summary>Applies what is missing; does nothing on a database that is at this version.</summary>
    /// <exception cref="SchemaException">The database is newer, bent or not ours; nothing was written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        IReadOnlyList<string> ours = [.. db.Database.GetMigrations()];
        await db.Database.OpenConnectionAsync(cancellation);
        var connection = db.Database.GetDbConnection();
        var state = await SchemaGuard.ReadAsync(connection, null, ours, cancellation);
        if (state is { Missing.Count: 0, IsFingerprinted: true })
        {
            return;
        }
        if (!state.IsNew && state.Missing.Count > 0)
        {
            await database.KeepCopyAsync($"before-{state.Missing[0]}", cancellation);
        }
        foreach (var migration in state.Missing.Count > 0 ? state.Missing : [state.Applied[^1]])
        {
            await ApplyAsync(db, connection, migration, ours, cancellation);
        }
    }

    private async Task ApplyAsync(
        BackofficeDbContext db, DbConnection connection, string migration, IReadOnlyList<string> ours, CancellationToken cancellation)
    {
        await using var own = await db.Database.BeginTransactionAsync(cancellation);
        var transaction = own.GetDbTransaction();
        await AloneAsync(connection, transaction, cancellation);
        // Somebody else may have been here while this waited.
        var state = await SchemaGuard.ReadAsync(connection, transaction, ours, cancellation);
        if (state.Applied.Contains(migration) && state.IsFingerprinted)
        {
            return;
        }
        var before = await SchemaReader.CountRowsAsync(connection, transaction, state.Listing.Tables, cancellation);
        // Asking for a history that is not there would end PostgreSQL's transaction.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
        await db.GetService<IMigrator>().MigrateAsync(migration, cancellation);
        var after = await SchemaReader.ReadAsync(connection, transaction, cancellation);
        var counts = await SchemaReader.CountRowsAsync(connection, transaction, after.Tables, cancellation);
        var lost = before.Where(table => counts.GetValueOrDefault(table.Key) < table.Value).Select(table => table.Key).ToList();
        if (lost.Count > 0)
        {
            throw new SchemaException(
                $"The migration {migration} would lose rows of {string.Join(", ", lost)}; it was rolled back. This is a defect: report it.");
        }
        await WriteAsync(connection, transaction, migration, after, cancellation);
        await own.CommitAsync(cancellation);
    }

    // Nodes that start together wait for each other here. SQLite's transaction has taken its one write lock already.
    private static async Task AloneAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        if (connection is NpgsqlConnection)
        {
            await SchemaReader.RowsAsync(connection, transaction, "SELECT 1 FROM pg_advisory_xact_lock(hashtext('otc.migrate'))", _ => 0,
                cancellation);
        }
    }

    private async Task WriteAsync(
        DbConnection connection, DbTransaction transaction, string migration, SchemaListing listing, CancellationToken cancellation)
    {
        await using (var make = connection.CreateCommand())
        {
            make.Transaction = transaction;
            make.CommandText = connection is NpgsqlConnection ? MakeTablePostgres : MakeTableSqlite;
            await make.ExecuteNonQueryAsync(cancellation);
        }
        await using var write = connection.CreateCommand();
        write.Transaction = transaction;
        write.CommandText = Write;
        Add(write, "@migration", migration);
        Add(write, "@fingerprint", listing.Fingerprint);
        Add(write, "@listing", listing.Text);
        Add(write, "@version", ProductVersion.Number);
        Add(write, "@at", clock.GetUtcNow().ToUnixTimeMilliseconds());
        await write.ExecuteNonQueryAsync(cancellation);
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;
using OtcBackoffice.Domain;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data.Schema;

/// <summary>A database that is not exactly what a version left is refused in words, and nothing is written to it.</summary>
public sealed class SchemaGuardTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    /// <summary>Each way of bending, with what the refusal must name.</summary>
    public static TheoryData<DatabaseProvider, string, string> Bent
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, string, string>();
            foreach (var provider in TestDatabases.Providers(Environment.GetEnvironmentVariable))
            {
                var type = provider == DatabaseProvider.Sqlite ? "INTEGER" : "bigint";
                var trigger = provider == DatabaseProvider.Sqlite ? "DROP TRIGGER audit_log_no_update"
                    : "DROP TRIGGER audit_log_append_only ON audit_log";
                rows.Add(provider, $"ALTER TABLE merchants ADD COLUMN mood {type}", "column merchants.mood is not ours");
                rows.Add(provider, "ALTER TABLE desk_settings DROP COLUMN version", "column desk_settings.version is missing");
                rows.Add(provider, "ALTER TABLE desk_settings RENAME TO desk_preferences", "table desk_settings is missing");
                rows.Add(provider, "CREATE INDEX by_hand ON merchants (name)", "index merchants.by_hand is not ours");
                rows.Add(provider, trigger, "trigger audit_log.audit_log_");
                rows.Add(provider, "UPDATE schema_fingerprint SET listing = replace(listing, 'merchants', 'customers')", "changed by hand");
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Bent))]
    public async Task A_bent_schema_is_refused_by_start_and_by_migrate_and_is_not_blessed(DatabaseProvider provider, string sql,
        string named)
    {
        await using var database = await TestDatabases.CreateMigratedAsync(provider);
        await ExecuteAsync(database, sql);
        await using var opened = database.Open();

        var start = await Assert.ThrowsAsync<SchemaException>(() => opened.AssertReadyAsync(CancellationToken.None));
        var migrate = await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None));
        var again = await Assert.ThrowsAsync<SchemaException>(() => opened.AssertReadyAsync(CancellationToken.None));

        Assert.Contains(named, start.Message, StringComparison.Ordinal);
        Assert.Equal(start.Message, migrate.Message);
        Assert.Equal(start.Message, again.Message);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_newer_database_is_refused_with_the_migration_that_is_unknown(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateMigratedAsync(provider);
        await ExecuteAsync(database,
            """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20991231000001_Tomorrow', '12.0.0')""");
        await using var opened = database.Open();

        foreach (var refused in new[]
        {
            await Assert.ThrowsAsync<SchemaException>(() => opened.AssertReadyAsync(CancellationToken.None)),
            await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None)),
        })
        {
            Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
            Assert.Contains("20991231000001_Tomorrow", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tables_of_somebody_else_are_left_alone(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateAsync(provider);
        await ExecuteAsync(database, "CREATE TABLE invoices (id integer PRIMARY KEY)");
        await using var opened = database.Open();

        var refused = await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None));

        Assert.Contains("not ours", refused.Message, StringComparison.Ordinal);
        Assert.Contains("invoices", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["invoices"], await TablesAsync(database));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_last_row_of_the_book_is_the_listing_that_is_there(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateMigratedAsync(provider);
        await using var connection = await OpenAsync(database);

        var listing = await SchemaReader.ReadAsync(connection, null, CancellationToken.None);
        var rows = await SchemaReader.RowsAsync(connection, null,
            "SELECT migration, fingerprint, version FROM schema_fingerprint ORDER BY id",
            row => (Migration: row.GetString(0), Fingerprint: row.GetString(1), Version: row.GetString(2)), CancellationToken.None);

        Assert.Equal(await SchemaReader.HistoryAsync(connection, null, CancellationToken.None), rows.Select(row => row.Migration));
        Assert.Equal(listing.Fingerprint, rows[^1].Fingerprint);
        Assert.All(rows, row => Assert.Equal(ProductVersion.Number, row.Version));
        Assert.Contains("check ledger_accounts.ck_ledger_accounts_not_overdrawn", listing.Text, StringComparison.Ordinal);
        Assert.Contains("trigger ledger_postings.", listing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_server_that_lacks_it_is_refused_with_the_command_that_makes_it()
    {
        foreach (var provider in TestDatabases.Providers(Environment.GetEnvironmentVariable)
            .Where(provider => provider == DatabaseProvider.PostgreSql))
        {
            await using var database = await TestDatabases.CreateAsync(provider);
            var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "otc_mispelt" };
            await using var opened = BackofficeDatabase.PostgreSql(settings.ToString());

            var refused = await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None));

            Assert.Contains("otc_mispelt does not exist", refused.Message, StringComparison.Ordinal);
            Assert.Contains("createdb", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_in_a_sentence()
    {
        await using var opened = BackofficeDatabase.PostgreSql("Host=127.0.0.1;Port=1;Username=otc;Password=not-to-be-seen;Database=desk");

        var refused = await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None));

        Assert.Contains("127.0.0.1:1 does not answer", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-seen", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_in_a_sentence()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("backoffice.db"), new string('x', 4_096));
        await using var opened = BackofficeDatabase.Sqlite(directory.File("backoffice.db"));

        var refused = await Assert.ThrowsAsync<SchemaException>(() => opened.MigrateAsync(CancellationToken.None));

        Assert.Contains("no SQLite database", refused.Message, StringComparison.Ordinal);
    }

    internal static async Task<DbConnection> OpenAsync(TestDatabase database)
    {
        DbConnection connection = database.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString())
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    internal static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IEnumerable<string>> TablesAsync(TestDatabase database)
    {
        await using var connection = await OpenAsync(database);
        var query = database.Provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
        return await SchemaReader.RowsAsync(connection, null, query, row => row.GetString(0), CancellationToken.None);
    }
}

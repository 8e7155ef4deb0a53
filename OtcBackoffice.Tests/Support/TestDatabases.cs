using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Npgsql;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// Makes databases for tests. SQLite is always there; PostgreSQL when <c>OTC_TEST_POSTGRES</c> holds a connection string
/// whose user may create databases, as <c>./test</c> arranges.
/// </summary>
public static class TestDatabases
{
    private const string PostgresVariable = "OTC_TEST_POSTGRES";
    private const string RequireVariable = "OTC_TEST_REQUIRE_POSTGRES";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);

    /// <summary>One row per database, for theories. A required but missing PostgreSQL stays a row: its test fails instead of
    /// vanishing.</summary>
    public static TheoryData<DatabaseProvider> All => [.. Providers(Environment.GetEnvironmentVariable)];

    /// <summary>Whether several nodes can be tried: PostgreSQL is there, or required and missing, which then fails.</summary>
    public static bool HasShared => Providers(Environment.GetEnvironmentVariable).Contains(DatabaseProvider.PostgreSql);

    /// <summary>The same with a size for each: one round trip to a server costs many to a file.</summary>
    public static TheoryData<DatabaseProvider, int> Sized(int sqlite, int postgres)
    {
        var rows = new TheoryData<DatabaseProvider, int>();
        foreach (var provider in Providers(Environment.GetEnvironmentVariable))
        {
            rows.Add(provider, provider == DatabaseProvider.Sqlite ? sqlite : postgres);
        }
        return rows;
    }

    internal static IEnumerable<DatabaseProvider> Providers(Func<string, string?> variable)
    {
        return variable(PostgresVariable) is { Length: > 0 } || IsPostgresRequired(variable)
            ? [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql]
            : [DatabaseProvider.Sqlite];
    }

    internal static bool IsPostgresRequired(Func<string, string?> variable)
    {
        return variable(RequireVariable) switch
        {
            "1" => true,
            "0" => false,
            _ => variable("CI") == "true",
        };
    }

    /// <summary>An empty database.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            return new TestDatabase(new TempDirectory());
        }
        return await CreatePostgresAsync(template: null);
    }

    /// <summary>A database with the product's tables, and nothing in them but what the migrations put there.</summary>
    public static Task<TestDatabase> CreateMigratedAsync(DatabaseProvider provider)
    {
        return CreateFromAsync(provider, "migrated", async connectionString =>
        {
            await using var database = TestDatabase.Open(provider, connectionString);
            await database.MigrateAsync(CancellationToken.None);
        });
    }

    /// <summary>
    /// A database prepared the same way for many tests. The preparation, usually the migrations, runs once per process
    /// and name; every further call copies its outcome, which takes milliseconds.
    /// </summary>
    /// <param name="provider">The database.</param>
    /// <param name="name">What the preparation makes; the same name always means the same preparation.</param>
    /// <param name="prepare">Fills the database behind the given connection string.</param>
    public static async Task<TestDatabase> CreateFromAsync(DatabaseProvider provider, string name, Func<string, Task> prepare)
    {
        var template = await Templates.GetOrAdd($"{provider} {name}", _ => new Lazy<Task<string>>(() => PrepareAsync(provider, prepare)))
            .Value;
        if (provider == DatabaseProvider.PostgreSql)
        {
            return await CreatePostgresAsync(template);
        }
        var database = new TestDatabase(new TempDirectory());
        File.Copy(new SqliteConnectionStringBuilder(template).DataSource, database.SqliteFile);
        return database;
    }

    /// <summary>Answers what names the template: for SQLite its connection string, for PostgreSQL its database.</summary>
    private static async Task<string> PrepareAsync(DatabaseProvider provider, Func<string, Task> prepare)
    {
        // Lives as long as the process: every test of it may need a copy.
        var database = await CreateAsync(provider);
        await prepare(database.ConnectionString);
        if (provider == DatabaseProvider.PostgreSql)
        {
            // A database can be copied only while nobody is connected to it.
            await using var pool = new NpgsqlConnection(database.ConnectionString);
            NpgsqlConnection.ClearPool(pool);
            return new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        }
        await using (var connection = new SqliteConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            // Everything into the one file that is copied.
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync();
        }
        using var closed = new SqliteConnection(database.ConnectionString);
        SqliteConnection.ClearPool(closed);
        return database.ConnectionString;
    }

    private static async Task<TestDatabase> CreatePostgresAsync(string? template)
    {
        var server = Environment.GetEnvironmentVariable(PostgresVariable);
        Assert.True(!string.IsNullOrEmpty(server),
            $"PostgreSQL is required here, but {PostgresVariable} is not set. Run ./test, which starts one.");
        var name = $"otc_{Guid.NewGuid():N}";
        await ExecuteAsync(server!, $"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template}"));
        var connectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 30 }.ToString();
        return new TestDatabase(connectionString, async () => await ExecuteAsync(server!, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

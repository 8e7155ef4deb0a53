using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

public sealed class TestDatabasesTests
{
    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData(null, null, "Host=x", true)]
    [InlineData("true", null, null, true)]
    [InlineData("true", "0", null, false)]
    [InlineData(null, "1", null, true)]
    public void PostgreSql_is_never_left_out_where_it_is_required(string? ci, string? require, string? server, bool there)
    {
        var variables = new Dictionary<string, string?> { ["CI"] = ci, ["OTC_TEST_REQUIRE_POSTGRES"] = require,
            ["OTC_TEST_POSTGRES"] = server };

        Assert.Equal(there, TestDatabases.Providers(name => variables.GetValueOrDefault(name)).Contains(DatabaseProvider.PostgreSql));
    }

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Fact]
    public async Task Tests_run_on_the_system_s_SQLite_as_the_product_does()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");

        await connection.OpenAsync();

        Assert.True(Version.Parse(connection.ServerVersion) >= new Version(3, 40), connection.ServerVersion);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_databases_share_nothing(DatabaseProvider provider)
    {
        await using var first = await TestDatabases.CreateAsync(provider);
        await using var second = await TestDatabases.CreateAsync(provider);

        await ExecuteAsync(first, "CREATE TABLE only_here (id int)");

        await ExecuteAsync(second, "CREATE TABLE only_here (id int)");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Copies_are_prepared_once_and_then_go_their_own_ways(DatabaseProvider provider)
    {
        var prepared = 0;
        Task<TestDatabase> Copy() =>
            TestDatabases.CreateFromAsync(provider, nameof(Copies_are_prepared_once_and_then_go_their_own_ways), async connectionString =>
        {
            prepared++;
            await ExecuteAsync(provider, connectionString, "CREATE TABLE t (id int); INSERT INTO t VALUES (7)");
        });

        var copies = await Task.WhenAll(Copy(), Copy(), Copy());
        await ExecuteAsync(copies[0], "DELETE FROM t");

        Assert.Equal(1, prepared);
        var counts = await Task.WhenAll(copies.Select(CountAsync));
        Assert.Equal([0L, 1L, 1L], counts);
        foreach (var copy in copies)
        {
            await copy.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_migrated_database_is_ready_for_the_product(DatabaseProvider provider)
    {
        await using var copy = await TestDatabases.CreateMigratedAsync(provider);
        await using var database = copy.Open();

        await database.AssertReadyAsync(CancellationToken.None);
    }

    private static async Task<long> CountAsync(TestDatabase database)
    {
        await using var connection = Open(database.Provider, database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM t";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task ExecuteAsync(TestDatabase database, string sql)
    {
        return ExecuteAsync(database.Provider, database.ConnectionString, sql);
    }

    private static async Task ExecuteAsync(DatabaseProvider provider, string connectionString, string sql)
    {
        await using var connection = Open(provider, connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static DbConnection Open(DatabaseProvider provider, string connectionString)
    {
        return provider == DatabaseProvider.Sqlite ? new SqliteConnection(connectionString) : new NpgsqlConnection(connectionString);
    }
}

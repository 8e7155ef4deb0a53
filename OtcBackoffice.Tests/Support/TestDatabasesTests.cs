using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

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
        var variables = new Dictionary<string, string?> { ["CI"] = ci, ["OTC_TEST_REQUIRE_POSTGRES"] = require, ["OTC_TEST_POSTGRES"] = server };

        Assert.Equal(there, TestDatabases.Kinds(name => variables.GetValueOrDefault(name)).Contains(DatabaseKind.PostgreSql));
    }

    public static TheoryData<DatabaseKind> Kinds => TestDatabases.All;

    [Fact]
    public async Task Tests_run_on_the_system_s_SQLite_as_the_product_does()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");

        await connection.OpenAsync();

        Assert.True(Version.Parse(connection.ServerVersion) >= new Version(3, 40), connection.ServerVersion);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Two_databases_share_nothing(DatabaseKind kind)
    {
        await using var first = await TestDatabases.CreateAsync(kind);
        await using var second = await TestDatabases.CreateAsync(kind);

        await ExecuteAsync(first, "CREATE TABLE only_here (id int)");

        await ExecuteAsync(second, "CREATE TABLE only_here (id int)");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Copies_are_prepared_once_and_then_go_their_own_ways(DatabaseKind kind)
    {
        var prepared = 0;
        Task<TestDatabase> Copy() => TestDatabases.CreateFromAsync(kind, nameof(Copies_are_prepared_once_and_then_go_their_own_ways), async connectionString =>
        {
            prepared++;
            await ExecuteAsync(kind, connectionString, "CREATE TABLE t (id int); INSERT INTO t VALUES (7)");
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

    private static async Task<long> CountAsync(TestDatabase database)
    {
        await using var connection = Open(database.Kind, database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM t";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task ExecuteAsync(TestDatabase database, string sql)
    {
        return ExecuteAsync(database.Kind, database.ConnectionString, sql);
    }

    private static async Task ExecuteAsync(DatabaseKind kind, string connectionString, string sql)
    {
        await using var connection = Open(kind, connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static DbConnection Open(DatabaseKind kind, string connectionString)
    {
        return kind == DatabaseKind.Sqlite ? new SqliteConnection(connectionString) : new NpgsqlConnection(connectionString);
    }
}

using Microsoft.EntityFrameworkCore.Migrations;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Schema;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data.Schema;

/// <summary>A migration happens whole or not at all, and never costs a row.</summary>
public sealed class SchemaMigratorTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [InlineData(typeof(LosesRows), "would lose rows of roles")]
    [InlineData(typeof(Breaks), "no such table")]
    public async Task What_goes_wrong_leaves_the_version_that_was_there(Type planted, string said)
    {
        await using var database = await TestDatabases.CreateMigratedAsync(DatabaseProvider.Sqlite);
        await SchemaGuardTests.ExecuteAsync(database,
            "INSERT INTO roles (id, name, normalized_name) VALUES ('0195E000-0000-7000-8000-000000000001', 'a', 'A')");
        await using (var newer = Planted(database, planted))
        {
            var fault = await Assert.ThrowsAnyAsync<Exception>(() => newer.MigrateAsync(CancellationToken.None));
            Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        }

        // Beside it lies the copy that was made before, and the file itself is as it was.
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(database.SqliteFile)!, "backoffice.before-*.db"));
        await using var opened = database.Open();
        await opened.AssertReadyAsync(CancellationToken.None);
        await using var connection = await SchemaGuardTests.OpenAsync(database);
        Assert.Equal([1L], await SchemaReader.RowsAsync(connection, null, "SELECT count(*) FROM roles", row => row.GetInt64(0),
            CancellationToken.None));
    }

    [Fact]
    public async Task A_migration_that_adds_is_applied_and_fingerprinted_and_the_older_version_refuses_the_result()
    {
        await using var database = await TestDatabases.CreateMigratedAsync(DatabaseProvider.Sqlite);
        await using (var newer = Planted(database, typeof(Adds)))
        {
            await newer.MigrateAsync(CancellationToken.None);
            await newer.AssertReadyAsync(CancellationToken.None);
            Assert.Equal(PlantedMigrations.Id, await newer.SchemaVersionAsync(CancellationToken.None));
        }

        await using var older = database.Open();
        var refused = await Assert.ThrowsAsync<SchemaException>(() => older.MigrateAsync(CancellationToken.None));
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
        Assert.Contains(PlantedMigrations.Id, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Nodes_that_start_together_migrate_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabases.CreateAsync(provider);
        var nodes = Enumerable.Range(0, 4).Select(_ => database.Open()).ToList();

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.MigrateAsync(CancellationToken.None))));

        await using var connection = await SchemaGuardTests.OpenAsync(database);
        var rows = await SchemaReader.RowsAsync(connection, null, "SELECT migration FROM schema_fingerprint", row => row.GetString(0),
            CancellationToken.None);
        Assert.Equal(rows.Distinct(), rows);
        foreach (var node in nodes)
        {
            await node.AssertReadyAsync(CancellationToken.None);
            await node.DisposeAsync();
        }
    }

    private static BackofficeDatabase Planted(TestDatabase database, Type migration)
    {
        PlantedMigrations.Next.Value = migration;
        return BackofficeDatabase.Sqlite(database.SqliteFile, options => options.ReplaceService<IMigrationsAssembly, PlantedMigrations>());
    }

    [Migration(PlantedMigrations.Id)]
    private sealed class LosesRows : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DELETE FROM roles");
    }

    [Migration(PlantedMigrations.Id)]
    private sealed class Breaks : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE TABLE half_made (id INTEGER PRIMARY KEY)");
            migrationBuilder.Sql("INSERT INTO not_there VALUES (1)");
        }
    }

    [Migration(PlantedMigrations.Id)]
    private sealed class Adds : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("CREATE TABLE new_room (id INTEGER PRIMARY KEY)");
    }
}

using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Data.Schema;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Pipeline;

/// <summary>Only what another writer did is tried again; what our own statement got wrong is a defect and must be seen.</summary>
public sealed class ConflictsTests
{
    private const string Taken = "INSERT INTO number_sequences (name, last_number) VALUES ('twice', 1)";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_that_is_taken_is_a_conflict(DatabaseProvider provider)
    {
        var fault = await ProvokeAsync(provider, Taken, Taken);

        Assert.True(Conflicts.IsConflict(fault));
        Assert.False(Conflicts.IsOverdraft(fault));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_missing_value_a_foreign_key_and_a_refused_change_are_defects(DatabaseProvider provider)
    {
        var id = "'0195e000-0000-7000-8000-000000000001'";
        string[][] defects =
        [
            ["INSERT INTO number_sequences (name, last_number) VALUES ('none', NULL)"],
            [$"INSERT INTO ledger_postings (entry_id, line, account_key, asset, signed_minor) VALUES ({id}, 1, 'x', 'KES', 1)"],
            ["INSERT INTO audit_checkpoints (sequence, at_utc, hash, key_id, signature) VALUES (1, 1, 'a', 'k', 'b')",
                "UPDATE audit_checkpoints SET hash = 'c'"],
        ];
        foreach (var statements in defects)
        {
            var fault = await ProvokeAsync(provider, statements);

            Assert.False(Conflicts.IsConflict(fault), fault.Message);
            Assert.False(Conflicts.IsOverdraft(fault), fault.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_overdraft_is_told_by_the_name_of_its_check(DatabaseProvider provider)
    {
        var fault = await ProvokeAsync(provider,
            "INSERT INTO ledger_accounts (key, asset, family, owner_id, debit_minor, credit_minor, may_not_be_overdrawn) "
            + $"VALUES ('customer:x', 'KES', 'customer', NULL, 2, 1, {(provider == DatabaseProvider.Sqlite ? "1" : "true")})");

        Assert.True(Conflicts.IsOverdraft(fault), fault.Message);
        Assert.False(Conflicts.IsConflict(fault));
    }

    [Fact]
    public async Task A_defect_is_a_500_that_is_logged_once_and_changes_nothing()
    {
        await using var host = await DeskHost.StartAsync();
        await using (var connection =
            new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, "backoffice.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await RunAsync(connection,
                "CREATE TRIGGER planted BEFORE INSERT ON otc_deposits BEGIN SELECT RAISE(ABORT, 'planted defect'); END");
        }

        await host.Acacia.PostJsonAsync("otc/deposits/draft", new
        {
            method = "bank", fiat_amount = "100.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            sender_account_name = "Acacia Traders",
        }, HttpStatusCode.InternalServerError);

        Assert.Contains("planted defect", Assert.Single(host.Log.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty((await host.Acacia.GetJsonAsync("otc/deposits")).GetProperty("deposits").EnumerateArray());
    }

    private static async Task<DbException> ProvokeAsync(DatabaseProvider provider, params string[] statements)
    {
        await using var database = await TestDatabases.CreateMigratedAsync(provider);
        await using var connection = await SchemaGuardTests.OpenAsync(database);
        if (provider == DatabaseProvider.Sqlite)
        {
            OtcBackoffice.Data.Writing.SqlitePragmas.Apply(connection);
        }
        foreach (var statement in statements[..^1])
        {
            await RunAsync(connection, statement);
        }
        return await Assert.ThrowsAnyAsync<DbException>(() => RunAsync(connection, statements[^1]));
    }

    private static async Task RunAsync(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}

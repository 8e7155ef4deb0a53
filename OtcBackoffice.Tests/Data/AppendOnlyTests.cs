using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data;

public sealed class AppendOnlyTests
{
    private static readonly string[] Tables =
        ["ledger_entries", "ledger_postings", "audit_log", "audit_seals", "audit_checkpoints", "outbox_messages", "otc_deposit_quotes", "otc_deposit_proofs"];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_database_itself_refuses_to_change_or_delete_what_was_written(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 60 });
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();

        foreach (var table in Tables)
        {
            Assert.True(await CountAsync(db, table) > 0, $"{table} is empty, so this would prove nothing.");
            await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(db, $"DELETE FROM {table}"));
            var column = table is "ledger_postings" ? "line" : table is "otc_deposit_quotes" or "otc_deposit_proofs" ? "deposit_id"
                : table is "audit_seals" or "audit_checkpoints" ? "hash" : "id";
            await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(db, $"UPDATE {table} SET {column} = {column}"));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_altered_audit_row_is_found_and_named(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 60 });
        await using var scope = host.Services.CreateAsyncScope();
        var audit = scope.ServiceProvider.GetRequiredService<AuditDesk>();
        var (count, fault) = await audit.VerifyAsync(CancellationToken.None);
        Assert.Null(fault);
        Assert.True(count > 3);

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var row = await db.Audit.AsNoTracking().OrderBy(one => one.Id).Skip(2).FirstAsync();
        await WithoutGuardAsync(db, provider, "audit_log", $"UPDATE audit_log SET actor_name = 'Nobody' WHERE id = {row.Id}");

        Assert.Contains($"Audit row {row.Id} was altered", (await audit.VerifyAsync(CancellationToken.None)).Fault,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_wrong_balance_halts_money_until_the_books_agree_again(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(
            "UPDATE ledger_accounts SET credit_minor = credit_minor + 1 WHERE key = 'desk_capital:USDT.TRON'");
        await GuardAsync(host);

        var refused = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("LEDGER_HALTED", refused.Text("code"));
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));

        await db.Database.ExecuteSqlRawAsync(
            "UPDATE ledger_accounts SET credit_minor = credit_minor - 1 WHERE key = 'desk_capital:USDT.TRON'");
        await GuardAsync(host);
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
    }

    private static async Task GuardAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LedgerDesk>().GuardAsync(CancellationToken.None);
    }

    private static async Task RunAsync(BackofficeDbContext db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await db.Database.OpenConnectionAsync();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(BackofficeDbContext db, string table)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await db.Database.OpenConnectionAsync();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    // Stands for somebody with full access to the database, who can of course take the guard away first.
    private static async Task WithoutGuardAsync(BackofficeDbContext db, DatabaseProvider provider, string table, string sql)
    {
        await RunAsync(db, provider == DatabaseProvider.Sqlite ? $"DROP TRIGGER {table}_no_update"
            : $"ALTER TABLE {table} DISABLE TRIGGER USER");
        await RunAsync(db, sql);
    }
}

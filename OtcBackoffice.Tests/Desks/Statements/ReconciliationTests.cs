using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Domain.Statements;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Statements;

/// <summary>Days signed by two persons, and the board of the books (issue 14, point 9).</summary>
public sealed class ReconciliationTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task A_day_is_signed_by_two_and_a_late_line_opens_it_again(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var today = DateOnly.FromDateTime(
            DateTime.Parse((await host.Admin.GetJsonAsync("/sandbox/clock")).Text("now"), System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AdjustToUniversal));
        var day = today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var account = (await host.Admin.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray()
            .First(row => row.Text("currency") == "EUR").Text("id");
        await StatementImportTests.ImportAsync(host,
            Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "A1", day)], from: day, to: day));
        await host.Treasury.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "early" }, HttpStatusCode.Conflict);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });

        var seen = await host.Auditor.GetJsonAsync($"reconciliation/{account}/{day}");
        Assert.Equal(("open", "0.00", "10.00", "10.00"),
            (seen.Text("status"), seen.Text("outside", "opening"), seen.Text("outside", "closing"), seen.Text("outside", "movement")));
        // The demo opened its books on the same day: 250,000.00 for each of two merchants.
        Assert.Equal(("500010.00", "-500000.00"), (seen.Text("ledger", "movement"), seen.Text("difference")));
        Assert.Equal("10.00", seen.GetProperty("unmatched_outside")[0].Text("amount"));

        await host.Officer.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "x" }, HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "opening funds of the demo" });
        await host.Treasury.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "again" },
            HttpStatusCode.UnprocessableEntity);
        var signed = await host.Admin.PostJsonAsync($"reconciliation/{account}/{day}/sign-off", new { note = "seen" });
        Assert.Equal(("signed_off", 2), (signed.Text("status"), signed.GetProperty("signed_by").GetArrayLength()));
        await using (var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext())
        {
            Assert.True(await db.Outbox.AnyAsync(row => row.Type == "otc.Reconciliation.Day_signed_off"));
        }

        await StatementImportTests.ImportAsync(host,
            Camt053.File("10.00", "13.00", [Camt053.Entry("3.00", "A2", day)], "ST-2", "2", day, day));
        var opened = await host.Auditor.GetJsonAsync($"reconciliation/{account}/{day}");
        Assert.Equal(("reopened", 0), (opened.Text("status"), opened.GetProperty("signed_by").GetArrayLength()));
        Assert.Contains("statement 2", opened.Text("sentence"), StringComparison.Ordinal);
        await host.Auditor.GetJsonAsync($"reconciliation/{account}/2026-13-01", HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task The_check_goes_on_from_its_watermark_and_still_finds_a_changed_balance(DatabaseProvider provider)
    {
        // The desk's own check would look at everything in between, as it does on a small desk.
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Provider = provider, Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 600 });
        await CheckAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "KES", amount = "100.00", reference = "X", sender_name = "Y" });
        var checks = await CheckAsync(host);
        Assert.All(checks, check => Assert.Null(check.Fault));
        Assert.Contains(checks, check => check.Scope.Contains("since", StringComparison.Ordinal));

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(
            "UPDATE ledger_accounts SET debit_minor = debit_minor + 1, credit_minor = credit_minor + 1 WHERE key LIKE 'nostro:KES%'");
        Assert.Contains(await CheckAsync(host), check => check.Fault is not null);
        var board = await host.Auditor.GetJsonAsync("ledger/invariants");
        Assert.True(board.GetProperty("halted").GetBoolean());
        var red = board.GetProperty("invariants").EnumerateArray().Single(one => one.Text("state") == "red");
        Assert.Equal("balances equal their postings", red.Text("name"));
        Assert.NotEmpty(red.Text("advice"));

        await db.Database.ExecuteSqlRawAsync(
            "UPDATE ledger_accounts SET debit_minor = debit_minor - 1, credit_minor = credit_minor - 1 WHERE key LIKE 'nostro:KES%'");
        await CheckAsync(host);
        Assert.False((await host.Auditor.GetJsonAsync("ledger/invariants")).GetProperty("halted").GetBoolean());
    }

    private static async Task<IReadOnlyList<LedgerCheck>> CheckAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LedgerDesk>().GuardAsync(1, CancellationToken.None);
    }
}

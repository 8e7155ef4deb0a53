using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Tests.Domain.Statements;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Statements;

/// <summary>
/// An import is decided in one pass and done in steps (issue 14, point 7): what was decided before a crash is done after it, and what
/// has changed meanwhile is not.
/// </summary>
public sealed class StatementMatchingTests
{
    private const string Kes = "0100200300400";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_bank_that_gives_one_reference_to_several_entries_loses_none_of_them(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await StatementImportTests.ImportAsync(host, Camt053.File("0.00", "10.00", [Camt053.Entry("10.00", "BULK-1")]));
        // More lines between than one step takes, so that the second is read after the first is money.
        var many = Enumerable.Range(1, 250).Select(at => Camt053.Entry("1.00", $"C{at}", "2026-03-31"));
        await StatementImportTests.ImportAsync(host, Camt053.File("10.00", "280.00",
            [Camt053.Entry("10.00", "BULK-1", "2026-03-31"), .. many, Camt053.Entry("10.00", "BULK-1", "2026-03-31")],
            "ST-2", "2", "2026-03-31", "2026-03-31"));

        await using var db = Read(host);
        var entries = await db.StatementEntries.Where(row => row.BankReference == "BULK-1").ToListAsync();
        Assert.Equal(3, entries.Count);
        Assert.Equal(3, entries.Select(row => row.ReceiptId).OfType<Guid>().Distinct().Count());
        Assert.Equal(280_00, await db.Receipts.Where(row => row.Asset == "EUR").SumAsync(row => row.AmountMinor));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_decided_before_a_crash_is_done_after_it_and_nothing_is_decided_anew(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var first = Guid.Parse(await DepositSteps.SubmitAsync(host, "500.00"));
        var second = Guid.Parse(await DepositSteps.SubmitAsync(host, "700.00"));
        var import = Guid.Parse((await StatementImportTests.ImportAsync(host, Camt053.File("0.00", "1200.00",
            [Line("500.00", "A1"), Line("700.00", "A2")], iban: Kes, currency: "KES").Othr())).Text("id"));
        await using var db = Read(host);
        var receipts = await db.Receipts.AsNoTracking().Where(row => row.Source == ReceiptSource.Bank).OrderBy(row => row.AmountMinor)
            .ToListAsync();
        Assert.Equal([ReceiptStatus.Unmatched, ReceiptStatus.Unmatched], receipts.Select(row => row.Status));

        // As a crash leaves it: decided over all lines, and not done. The second deposit was changed since.
        await db.StatementImports.Where(row => row.Id == import).ExecuteUpdateAsync(row =>
            row.SetProperty(one => one.MatchedAtUtc, (DateTime?)null));
        db.StatementMatches.AddRange(
            new StatementMatchRow { ImportId = import, Ordinal = 1, ReceiptId = receipts[0].Id, RecordId = first, MissingMinor = 500_00,
                Reason = "decided before" },
            new StatementMatchRow { ImportId = import, Ordinal = 2, ReceiptId = receipts[1].Id, RecordId = second, MissingMinor = 900_00,
                Reason = "decided before" });
        await db.SaveChangesAsync();
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });

        var after = await db.Receipts.AsNoTracking().Where(row => row.Source == ReceiptSource.Bank).OrderBy(row => row.AmountMinor)
            .Select(row => row.Status).ToListAsync();
        Assert.Equal([ReceiptStatus.Matched, ReceiptStatus.Unmatched], after);
        Assert.Equal("decided before", Assert.Single(await db.ReceiptAssignments.Where(row => row.RecordId == first).ToListAsync()).Reason);
        Assert.Null((await db.Deposits.AsNoTracking().SingleAsync(row => row.Id == second)).ReceivedMinor);
        Assert.Empty(await db.StatementMatches.ToListAsync());
        Assert.NotNull((await db.StatementImports.AsNoTracking().SingleAsync(row => row.Id == import)).MatchedAtUtc);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_import_puts_each_line_on_its_deposit_and_says_which_came_too_late(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var open = Guid.Parse(await DepositSteps.SubmitAsync(host, "500.00"));
        var ended = Guid.Parse(await DepositSteps.SubmitAsync(host, "700.00"));
        await host.Treasury.PostJsonAsync($"otc/deposits/{ended}/reject", new { reason = "It never came." });
        await using var db = Read(host);
        var numbers = await db.Deposits.AsNoTracking().Where(row => row.Id == open || row.Id == ended)
            .ToDictionaryAsync(row => row.Id, row => row.HumanId);
        await StatementImportTests.ImportAsync(host, Camt053.File("0.00", "1200.00",
            [Line("700.00", "A1", numbers[ended], "Acacia Traders"), Line("500.00", "A2", numbers[open], "Acacia Traders")],
            iban: Kes, currency: "KES").Othr());

        var (paid, late) = (await db.Deposits.AsNoTracking().SingleAsync(row => row.Id == open),
            await db.Deposits.AsNoTracking().SingleAsync(row => row.Id == ended));
        Assert.Equal((500_00L, DepositStatus.Pending), (paid.ReceivedMinor, paid.Status));
        Assert.True(late.PaidLate);
        Assert.True((await db.Receipts.AsNoTracking().SingleAsync(row => row.AmountMinor == 700_00)).PaidLate);
        Assert.Empty(await db.StatementMatches.ToListAsync());
        host.AssertNoErrors();
    }

    private static string Line(string amount, string reference, string text = "nothing that is known", string name = "Nobody Known") =>
        Camt053.Entry(amount, reference, text: text, name: name, currency: "KES",
            date: TestClock.Day);

    private static BackofficeDbContext Read(DeskHost host) => host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>()
        .CreateDbContext();
}

file static class OtherAccounts
{
    // The demo's account in shillings has no IBAN.
    public static byte[] Othr(this byte[] file) => System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(file)
        .Replace("<IBAN>", "<Othr><Id>", StringComparison.Ordinal).Replace("</IBAN>", "</Id></Othr>", StringComparison.Ordinal));
}

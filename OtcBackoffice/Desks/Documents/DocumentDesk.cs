using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Documents;

/// <summary>A document to hand out: a PDF and its name.</summary>
public sealed record DocumentFile(byte[] Content, string Name);

/// <summary>
/// Papers about what happened: receipts, advices, confirmations and statements. A merchant gets those of its own records, and
/// somebody else's look missing. The same facts always print the same bytes, and every paper handed out is on record.
/// </summary>
public sealed class DocumentDesk(DeskTransaction transaction, DeskGate gate, IPaperPrinter printer, TimeProvider clock)
{
    /// <summary>The receipt of a deposit that was handed in.</summary>
    public Task<Result<DocumentFile>> DepositReceiptAsync(Guid id, CancellationToken cancellation) =>
        PrintAsync("deposit", id, "receipt", async (reading, token) =>
    {
        var row = await reading.Db.Deposits.FirstOrDefaultAsync(one => one.Id == id, token);
        if (row is null || !Sees(reading, Permission.DepositReadAll, row.MerchantId))
        {
            return DomainError.Missing("deposit");
        }
        if (row.SubmittedAtUtc is null)
        {
            return new DomainError(ErrorCode.WrongState, $"{row.HumanId} was not handed in yet; there is a receipt once it is.");
        }
        var transfer = row.TransferId is { } sent ? await reading.Db.Transfers.FirstOrDefaultAsync(one => one.Id == sent, token) : null;
        return new Printed(row.MerchantId, RecordPapers.Deposit(row, await NameAsync(reading, row.MerchantId, token), transfer));
    }, cancellation);

    /// <summary>What a merchant is told about a withdrawal and its payment.</summary>
    public Task<Result<DocumentFile>> WithdrawalAdviceAsync(Guid id, CancellationToken cancellation) =>
        PrintAsync("withdrawal", id, "advice", async (reading, token) =>
    {
        var row = await reading.Db.Withdrawals.FirstOrDefaultAsync(one => one.Id == id, token);
        return row is null || !Sees(reading, Permission.WithdrawalRead, row.MerchantId)
            ? DomainError.Missing("withdrawal")
            : new Printed(row.MerchantId, RecordPapers.Withdrawal(row, await NameAsync(reading, row.MerchantId, token)));
    }, cancellation);

    /// <summary>The confirmation of an exchange that its customer confirmed.</summary>
    public Task<Result<DocumentFile>> ExchangeConfirmationAsync(Guid id, CancellationToken cancellation) =>
        PrintAsync("exchange", id, "confirmation", async (reading, token) =>
    {
        var row = await reading.Db.Exchanges.FirstOrDefaultAsync(one => one.Id == id, token);
        if (row is null || !Sees(reading, Permission.ExchangeRead, row.MerchantId))
        {
            return DomainError.Missing("exchange");
        }
        return row.ConfirmedAtUtc is null
            ? new DomainError(ErrorCode.WrongState, $"{row.HumanId} was only quoted; there is a confirmation once it is confirmed.")
            : new Printed(row.MerchantId, RecordPapers.Exchange(row, await NameAsync(reading, row.MerchantId, token)));
    }, cancellation);

    /// <summary>A merchant's month: what it had, what came and went, and what it had at the end.</summary>
    /// <param name="merchantId">The merchant, or a sub-vendor of the one that asks.</param>
    /// <param name="period">Year and month in UTC: 2026-10. The current month is told as far as it has come.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public Task<Result<DocumentFile>> StatementAsync(Guid merchantId, string? period, CancellationToken cancellation) =>
        PrintAsync("merchant", merchantId, "statement", async (reading, token) =>
    {
        var merchant = await reading.Db.Merchants.FirstOrDefaultAsync(one => one.Id == merchantId, token);
        if (merchant is null || !(Sees(reading, Permission.MerchantRead, merchant.Id)
            || (merchant.ParentId is { } parent && reading.Actor.MerchantId == parent)))
        {
            return DomainError.Missing("merchant");
        }
        if (!DateOnly.TryParseExact(period + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "period", "A period is a year and a month, such as 2026-10.");
        }
        var now = clock.UtcNowMillis();
        if (first > DateOnly.FromDateTime(now))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "period", $"{period} has not begun.");
        }
        return new Printed(merchant.Id, await StatementPaper.ReadAsync(reading.Db, merchant, first, now, token));
    }, cancellation);

    private async Task<Result<DocumentFile>> PrintAsync(
        string kind, Guid id, string document, Func<DeskReading, CancellationToken, Task<Result<Printed>>> read,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        Result<Printed> found;
        await using (var reading = opened.Value)
        {
            found = await read(reading, cancellation);
        }
        if (found.Failed(out var missing))
        {
            return missing;
        }
        var (merchantId, paper) = found.Value;
        var printed = printer.Print(paper);
        if (printed.Failed(out var unprinted))
        {
            return unprinted;
        }
        var noted = await transaction.RunAsync<Unit>(new DeskCommand(null), (work, _) =>
        {
            work.Audit(new AuditNote($"document.{document}", kind, id) { MerchantId = merchantId, Changes = new { paper.Number } });
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        return noted.Failed(out var unnoted) ? unnoted
            : new DocumentFile(printed.Value, $"{paper.Number.Replace(' ', '-')}-{document}.pdf");
    }

    private static bool Sees(DeskReading reading, Permission all, Guid merchantId) =>
        reading.Actor.May(all) || reading.Actor.MerchantId == merchantId;

    private static async Task<string> NameAsync(DeskReading reading, Guid merchantId, CancellationToken cancellation) =>
        await reading.Db.Merchants.Where(one => one.Id == merchantId).Select(one => one.Name).FirstOrDefaultAsync(cancellation) ?? "";

    private sealed record Printed(Guid MerchantId, Paper Paper);
}

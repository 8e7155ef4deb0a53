using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Reports;

/// <summary>What can be exported, row by row: one row per deposit, or the rows of the revenue report.</summary>
internal sealed class ExportSources(ReportDatabase reports, TimeProvider clock)
{
    public const string Deposits = "deposits", Revenue = "revenue";

    private const int PageSize = 1_000, WindowDays = 31;

    public static readonly IReadOnlyList<string> Names = [Deposits, Revenue];

    private static readonly string[] DepositColumns =
        ["number", "id", "merchant", "status", "created_at", "submitted_at", "confirmed_at", "credited_at", "currency", "fiat_amount",
            "asset", "network", "crypto_amount", "payment_reference", "sender", "address"];

    private static readonly string[] RevenueColumns =
        ["day", "merchant_id", "merchant", "kind", "currency", "officer_id", "officer", "count", "volume", "asset", "network", "fees",
            "spread", "mean_decision_seconds"];

    public static IReadOnlyList<string> ColumnsOf(string report) => report == Deposits ? DepositColumns : RevenueColumns;

    public async Task<long> CountAsync(string report, ExportFilters filters, CancellationToken cancellation)
    {
        if (report == Revenue)
        {
            return await RevenueAsync(filters, cancellation).LongCountAsync(cancellation);
        }
        await using var db = (await reports.ChooseAsync(cancellation)).Database.CreateDbContext();
        return await Narrow(db, filters).LongCountAsync(cancellation);
    }

    public IAsyncEnumerable<IReadOnlyList<ExportCell>> RowsAsync(string report, ExportFilters filters, CancellationToken cancellation) =>
        report == Deposits ? DepositRowsAsync(filters, cancellation) : RevenueRowsAsync(filters, cancellation);

    // Page by page behind the last key, so that neither memory nor a long transaction grows with the rows.
    private async IAsyncEnumerable<IReadOnlyList<ExportCell>> DepositRowsAsync(ExportFilters filters,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (database, _) = await reports.ChooseAsync(cancellation);
        var after = long.MinValue;
        while (true)
        {
            await using var db = database.CreateDbContext();
            var floor = after;
            var page = await Narrow(db, filters).Where(row => row.Number > floor).OrderBy(row => row.Number).Take(PageSize)
                .Select(row => new { Deposit = row,
                    Merchant = db.Merchants.Where(merchant => merchant.Id == row.MerchantId).Select(merchant => merchant.Name)
                    .FirstOrDefault() })
                .ToListAsync(cancellation);
            foreach (var row in page)
            {
                yield return Cells(row.Deposit, row.Merchant);
            }
            if (page.Count < PageSize)
            {
                yield break;
            }
            after = page[^1].Deposit.Number;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ExportCell>> RevenueRowsAsync(ExportFilters filters,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in RevenueAsync(filters, cancellation))
        {
            yield return
            [
                ExportCell.Text(line.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ExportCell.Text(line.MerchantId?.ToString()), ExportCell.Text(line.MerchantName),
                ExportCell.Text(line.SubjectKind), ExportCell.Text(line.Currency), ExportCell.Text(line.OfficerId?.ToString()),
                ExportCell.Text(line.OfficerName), Number(line.Count), ExportCell.Number(line.Volume),
                ExportCell.Text(line.Asset), ExportCell.Text(line.Network), ExportCell.Number(line.Fees), ExportCell.Number(line.Spread),
                Number(line.MeanDecisionSeconds),
            ];
        }
    }

    // Window by window, so that ten years of every merchant are never in memory together.
    private async IAsyncEnumerable<ReportLine> RevenueAsync(ExportFilters filters, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        // No desk has books before this, or after today; a date at the edge of the calendar has none beside it.
        var (opening, last) = (new DateOnly(2000, 1, 1),
            filters.To is { } to && DateOnly.FromDateTime(to) < today ? DateOnly.FromDateTime(to) : today);
        var (database, _) = await reports.ChooseAsync(cancellation);
        var begin = filters.From is { } first ? DateOnly.FromDateTime(first) : today.AddDays(-ReportCut.DaysMax);
        for (var from = begin < opening ? opening : begin; from <= last; from = from.AddDays(WindowDays))
        {
            var end = from.AddDays(WindowDays - 1);
            var cut = new ReportCut(from, end < last ? end : last, filters.MerchantId, filters.Currency, filters.OfficerId,
                SubjectKind: filters.SubjectKind);
            await using var rows = await database.RentReaderAsync(cancellation);
            foreach (var line in await ReportRows.ReadAsync(rows, cut, cut.Split, int.MaxValue, cancellation))
            {
                yield return line;
            }
        }
    }

    private static IQueryable<Deposit> Narrow(BackofficeDbContext db, ExportFilters filters)
    {
        var rows = db.Deposits.AsNoTracking();
        rows = filters.From is { } from ? rows.Where(row => row.CreatedAtUtc >= from) : rows;
        rows = filters.To is { } to ? rows.Where(row => row.CreatedAtUtc < to) : rows;
        rows = filters.MerchantId is { } merchant ? rows.Where(row => row.MerchantId == merchant) : rows;
        rows = filters.Currency is { } currency ? rows.Where(row => row.FiatCurrency == currency) : rows;
        rows = filters.OfficerId is { } officer ? rows.Where(row => row.ConfirmedBy == officer) : rows;
        return filters.Status is { } name && Domain.Lifecycles.Names.TryParse<DepositStatus>(name, out var status)
            ? rows.Where(row => row.Status == status) : rows;
    }

    private static List<ExportCell> Cells(Deposit deposit, string? merchant)
    {
        var asset = Asset.ByCode(deposit.Asset);
        return
        [
            ExportCell.Text(deposit.HumanId), ExportCell.Text(deposit.Id.ToString()), ExportCell.Text(merchant),
            ExportCell.Text(Domain.Lifecycles.Names.Snake(deposit.Status)),
            Time(deposit.CreatedAtUtc), Time(deposit.SubmittedAtUtc), Time(deposit.ConfirmedAtUtc), Time(deposit.CreditedAtUtc),
            ExportCell.Text(deposit.FiatCurrency),
            ExportCell.Number(DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale)), ExportCell.Text(asset.Symbol),
            ExportCell.Text(asset.Network.Code),
            ExportCell.Number((deposit.CryptoMinor ?? deposit.RequestedCryptoMinor) is { } minor ? asset.Format(minor) : null),
            ExportCell.Text(deposit.PaymentReference),
            ExportCell.Text(deposit.SenderAccountName), ExportCell.Text(deposit.CreditedToAddress),
        ];
    }

    private static ExportCell Time(DateTime? utc) =>
        ExportCell.Text(utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static ExportCell Number(long? value) => ExportCell.Number(value?.ToString(CultureInfo.InvariantCulture));
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Reports;

/// <summary>Everything that the reports page shows.</summary>
public sealed record ReportLoad(ReportView Report, IReadOnlyList<PeriodView> Periods);

/// <summary>What was credited, and what the desk earned by it; the months whose books are closed.</summary>
public sealed partial class ReportPage : DeskPage<ReportLoad>
{
    private const int DaysDefault = 30, BarsMax = 31;

    private static readonly (string Value, string Title)[] Splits =
        [("day", "By day"), ("month", "By month"), ("merchant", "By merchant"), ("officer", "By officer"),
            ("all", "By day, merchant and officer")];

    private string? _closing, _refusal;

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "currency")]
    private string? CurrencyText { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    private string? ByText { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? KindText { get; set; }

    [Inject]
    private ReportDesk Desk { get; set; } = default!;

    [Inject]
    private ExportDesk Exports { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{FromText}|{ToText}|{CurrencyText}|{ByText}|{KindText}";

    private string By => Splits.Any(split => split.Value == ByText) ? ByText! : "day";

    private bool IsFiltered => Cut != new ReportCut(Today.AddDays(1 - DaysDefault), Today, Split: ReportSplit.Day);

    private DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    private string LastMonth => Today.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private string? CloseBlock => !May(Permission.PeriodClose) ? "Closing a month needs the role admin."
        : Load?.Periods.Any(period => period.Period == LastMonth) == true ? $"{LastMonth} is closed." : null;

    private ReportCut Cut => new(
        Parse(FromText) ?? Today.AddDays(1 - DaysDefault), Parse(ToText) ?? Today, null, string.IsNullOrWhiteSpace(CurrencyText) ? null
            : CurrencyText.Trim().ToUpperInvariant(), null,
        By switch
        {
            "month" => ReportSplit.Month,
            "merchant" => ReportSplit.Merchant,
            "officer" => ReportSplit.Officer,
            "all" => ReportSplit.Day | ReportSplit.Merchant | ReportSplit.Officer,
            _ => ReportSplit.Day,
        },
        ReportCut.SubjectKinds.Contains(KindText) ? KindText : null);

    // Volumes of two currencies have no common measure, so each has a picture of its own.
    private IEnumerable<(string Title, List<ChartBar> Bars)> Charts =>
        (Load?.Report.Rows ?? []).GroupBy(row => (row.SubjectKind, row.Currency, row.Asset, row.Network)).Select(same => (
            $"{KindWords(same.Key.SubjectKind)} in "
                + $"{same.Key.Currency}{(same.Key.Network.Length == 0 ? "" : $" for {same.Key.Asset} on {same.Key.Network}")}",
            Bars([.. same.GroupBy(NameOf)
                .Select(row => (row.Key, row.Sum(line => decimal.Parse(line.Volume, CultureInfo.InvariantCulture))))], same.Key.Currency)));

    /// <inheritdoc/>
    protected override async Task<Result<ReportLoad>> ReadAsync(CancellationToken cancellation)
    {
        var report = await Desk.ReadAsync(Cut, cancellation);
        if (report.Failed(out var refused))
        {
            return refused;
        }
        var periods = await Desk.PeriodsAsync(cancellation);
        return new ReportLoad(report.Value, periods.IsSuccess ? periods.Value : []);
    }

    private static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A kind of business in words.</summary>
    internal static string KindWords(string kind) => kind switch
    {
        "deposit" => "Deposits",
        "withdrawal" => "Withdrawals",
        "exchange" => "Exchanges",
        "block_order" => "Block trades",
        _ => kind,
    };

    private static string TextOf(List<ChartBar> bars) =>
        bars.Count == 1 ? $"{bars[0].Name}: {bars[0].Label}."
            : $"From {bars[0].Name}, {bars[0].Label}, to {bars[^1].Name}, {bars[^1].Label}; {bars.Count} bars.";

    private static List<ChartBar> Bars(List<(string Name, decimal Volume)> rows, string currency)
    {
        var shown = rows.TakeLast(BarsMax).ToList();
        var most = shown.Max(row => row.Volume);
        return shown.ConvertAll(row =>
            ChartBar.Of(row.Name, $"{currency} {row.Volume.ToString("N2", CultureInfo.InvariantCulture)}",
            most == 0 ? 0 : (int)(row.Volume * 100 / most)));
    }

    private static string NameOf(ReportLine line) =>
        string.Join(", ", new[] { line.Day is { } day ? Day(day) : null, line.MerchantName, line.OfficerName }.OfType<string>());

    private void AskClose() => (_closing, _refusal) = (LastMonth, null);

    private void KeepOpen() => _closing = null;

    private Task ExportCsv() => ExportAsync(ExportFormat.Csv);

    private Task ExportXlsx() => ExportAsync(ExportFormat.Xlsx);

    private async Task ExportAsync(ExportFormat format)
    {
        var cut = Cut;
        var asked = await Exports.RequestAsync(
            new ExportWish("revenue", format,
                new ExportFilters(cut.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                cut.To.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), null, cut.Currency, SubjectKind: cut.SubjectKind)), Gone);
        await ToldAsync(asked.Failed(out var refused) ? refused : null, "The export is under way; it appears under Exports.");
    }

    private async Task CloseAsync()
    {
        // The month that the sheet named, even if the next one begins while it is open.
        var closed = await Desk.CloseAsync(_closing, Gone);
        if (closed.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _closing = null;
        await ToldAsync(null, $"The books of {closed.Value.Period} are closed.");
    }

    private async Task ToldAsync(DomainError? refused, string done)
    {
        if (refused is not null)
        {
            Notices.Refused(refused.Message);
            return;
        }
        Notices.Done(done);
        await ReloadAsync();
    }
}

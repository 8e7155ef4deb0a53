using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Reports;

/// <summary>Everything that the reports page shows.</summary>
public sealed record ReportLoad(ReportView Report, IReadOnlyList<ExportView> Exports, IReadOnlyList<PeriodView> Periods);

/// <summary>What was credited, and what the desk earned by it; exports of it, and the months whose books are closed.</summary>
public sealed partial class ReportPage : DeskPage<ReportLoad>
{
    private const int DaysDefault = 30, BarsMax = 31;

    private static readonly (string Value, string Title)[] Splits =
        [("day", "By day"), ("month", "By month"), ("merchant", "By merchant"), ("officer", "By officer"), ("all", "By day, merchant and officer")];

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "currency")]
    private string? CurrencyText { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    private string? ByText { get; set; }

    [Inject]
    private ReportDesk Desk { get; set; } = default!;

    [Inject]
    private ExportDesk Exports { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{FromText}|{ToText}|{CurrencyText}|{ByText}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Exports];

    private string By => Splits.Any(split => split.Value == ByText) ? ByText! : "day";

    private bool IsFiltered => FromText is not null || ToText is not null || !string.IsNullOrEmpty(CurrencyText) || ByText is not null;

    private DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    private string LastMonth => Today.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private string? CloseBlock => !May(Permission.PeriodClose) ? "Closing a month needs the role admin."
        : Load?.Periods.Any(period => period.Period == LastMonth) == true ? $"{LastMonth} is closed." : null;

    private ReportCut Cut => new(
        Parse(FromText) ?? Today.AddDays(1 - DaysDefault), Parse(ToText) ?? Today, null, string.IsNullOrWhiteSpace(CurrencyText) ? null : CurrencyText.Trim().ToUpperInvariant(), null,
        By switch
        {
            "month" => ReportSplit.Month,
            "merchant" => ReportSplit.Merchant,
            "officer" => ReportSplit.Officer,
            "all" => ReportSplit.Day | ReportSplit.Merchant | ReportSplit.Officer,
            _ => ReportSplit.Day,
        });

    // Volumes of two currencies have no common measure, so there is a picture only of one.
    private List<(string Name, int Percent, string Label)> Bars
    {
        get
        {
            var rows = Load?.Report.Rows.Where(row => row.Day is not null).ToList() ?? [];
            if (rows.Select(row => (row.Currency, row.Asset, row.Network)).Distinct().Count() != 1)
            {
                return [];
            }
            var days = rows.GroupBy(row => row.Day!.Value).Select(day => (Day: day.Key, Volume: day.Sum(row => decimal.Parse(row.Volume, CultureInfo.InvariantCulture)))).TakeLast(BarsMax).ToList();
            var most = days.Max(day => day.Volume);
            return days.ConvertAll(day => (Day(day.Day), most == 0 ? 0 : (int)(day.Volume * 100 / most), $"{day.Volume.ToString("N2", CultureInfo.InvariantCulture)} {rows[0].Currency}"));
        }
    }

    /// <inheritdoc/>
    protected override async Task<Result<ReportLoad>> ReadAsync(CancellationToken cancellation)
    {
        var report = await Desk.ReadAsync(Cut, cancellation);
        if (report.Failed(out var refused))
        {
            return refused;
        }
        var exports = await Exports.ListAsync(cancellation);
        var periods = await Desk.PeriodsAsync(cancellation);
        return new ReportLoad(report.Value, exports.IsSuccess ? exports.Value : [], periods.IsSuccess ? periods.Value : []);
    }

    private static DateOnly? Parse(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Span(long? seconds) => seconds is not { } known ? "" : known < 3_600 ? $"{known / 60} min {known % 60} s" : $"{known / 3_600} h {known % 3_600 / 60} min";

    private Task ExportCsv() => ExportAsync(ExportFormat.Csv);

    private Task ExportXlsx() => ExportAsync(ExportFormat.Xlsx);

    private async Task ExportAsync(ExportFormat format)
    {
        var cut = Cut;
        var asked = await Exports.RequestAsync(
            new ExportWish("revenue", format, new ExportFilters(cut.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), cut.To.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), null, cut.Currency)), Gone);
        await ToldAsync(asked.Failed(out var refused) ? refused : null, "The export is under way; it appears below.");
    }

    private async Task CancelAsync(Guid id)
    {
        var cancelled = await Exports.CancelAsync(id, Gone);
        await ToldAsync(cancelled.Failed(out var refused) ? refused : null, "The export was called off.");
    }

    private async Task CloseAsync()
    {
        var closed = await Desk.CloseAsync(LastMonth, Gone);
        await ToldAsync(closed.Failed(out var refused) ? refused : null, $"The books of {LastMonth} are closed.");
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

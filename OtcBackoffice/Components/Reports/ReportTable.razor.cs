using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Reports;

namespace OtcBackoffice.Components.Reports;

/// <summary>The figures of a report, with one total per business, currency and asset. Columns that the rows are not split by are left
/// out.</summary>
public sealed partial class ReportTable : ComponentBase
{
    /// <summary>What to show; it has rows.</summary>
    [Parameter]
    [EditorRequired]
    public ReportView Report { get; set; } = default!;

    private IReadOnlyList<(string Title, Func<ReportLine, string?> Cell)> Keys =>
        [.. AllKeys.Where(key => Report.Rows.Any(row => key.Cell(row) is not null))];

    private static readonly (string Title, Func<ReportLine, string?> Cell)[] AllKeys =
    [
        ("Day", line => line.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("Merchant", line => line.MerchantName),
        ("Officer", line => line.OfficerName),
    ];

    private static string Earned(ReportLine line) =>
        line.Network.Length == 0 ? $"earned in {line.Asset}" : $"earned in {line.Asset} on {line.Network}";

    private static string Span(long? seconds) =>
        seconds is not { } known ? "" : known < 3_600 ? $"{known / 60} min {known % 60} s" : $"{known / 3_600} h {known % 3_600 / 60} min";
}

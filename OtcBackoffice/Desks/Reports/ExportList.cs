using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Reports;

/// <summary>How the list of somebody's exports is ordered, cut and shown.</summary>
internal static class ExportList
{
    private static readonly string[] States = [.. Enum.GetValues<ExportStatus>().Select(status => Domain.Lifecycles.Names.Snake(status))];

    public static readonly ListShape<ExportRow, ExportView> Shape = ListShape<ExportRow, ExportView>.By("-created_at", row => row.Id)
        .Column("created_at", "Asked for", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Column("report", "Report", row => row.Report, row => row.Report)
        .Column("format", "Form", row => row.Format, row => row.Format)
        .Column("status", "Status", row => Names.Snake(row.Status), row => row.Status)
        .Column("rows", "Rows", row => ListShape<ExportRow, ExportView>.Number(row.RowsDone), row => row.RowsDone, isFigure: true)
        .Column("ended_at", "Ended", row => Time(row.EndedAtUtc), row => row.EndedAtUtc, isSpare: true)
        .Words("report", "Report", [.. ExportSources.Names], (report, _) => row => row.Report == report)
        .Words("status", "Status", States, (status, _) => row => row.Status == status);

    private static string? Time(DateTime? utc) => ListShape<ExportRow, ExportView>.Time(utc);
}

using System.Globalization;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.Integrators;

/// <summary>How the log of a key is ordered, cut and shown.</summary>
internal static class KeyLogList
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"], Statuses = ["2xx", "3xx", "4xx", "5xx"];

    public static readonly ListShape<KeyRequest, KeyRequestView> Shape = ListShape<KeyRequest, KeyRequestView>.By("-at", row => row.Id)
        .Column("at", "At", row => ListShape<KeyRequest, KeyRequestView>.Time(row.AtUtc), row => row.AtUtc)
        .Column("method", "Method", row => row.Method, row => row.Method)
        .Column("path", "Path", row => row.Path, row => row.Path)
        .Column("status", "Status", row => ListShape<KeyRequest, KeyRequestView>.Number(row.Status), row => row.Status, isFigure: true)
        .Column("latency_ms", "Took, ms", row => ListShape<KeyRequest, KeyRequestView>.Number(row.LatencyMs), row => row.LatencyMs,
            isFigure: true)
        .Show("code", "Error code", row => row.ErrorCode)
        .Show("idempotency_replayed", "Replayed", row => row.IdempotencyReplayed ? "yes" : "no", isSpare: true)
        .Show("request_id", "Request id", row => row.RequestId)
        .Filter("status", "Status", ListFilterKind.Text, (text, _) => StatusIs(text),
            ("a status such as 404, or a family of them such as 4xx", text => RangeOf(text) is not null))
        .Words("method", "Method", Methods, (method, _) => row => row.Method == method)
        .Filter("code", "Error code", ListFilterKind.Text, (text, _) => row => row.ErrorCode == text)
        .Filter("endpoint", "Endpoint", ListFilterKind.Text, (text, _) => row => row.Route == text)
        .Filter("path", "Path begins with", ListFilterKind.Text, (text, _) => row => row.Path.StartsWith(text))
        .Filter("request_id", "Request id", ListFilterKind.Text, (text, _) => row => row.RequestId == text.ToLower())
        .Between(from => row => row.AtUtc >= from, to => row => row.AtUtc < to);

    private static System.Linq.Expressions.Expression<Func<KeyRequest, bool>> StatusIs(string text)
    {
        var (from, to) = RangeOf(text)!.Value;
        return row => row.Status >= from && row.Status < to;
    }

    // A status, or a family of them such as 4xx.
    private static (int From, int To)? RangeOf(string text)
    {
        var family = Array.FindIndex(Statuses, one => one.Equals(text, StringComparison.OrdinalIgnoreCase));
        return family >= 0 ? ((family + 2) * 100, (family + 3) * 100)
            : text.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? (status, status + 1)
            : null;
    }
}

using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Integrators;

/// <summary>A request as it is shown.</summary>
public sealed record KeyRequestView(
    long Id, Guid CredentialId, string RequestId, string Method, string Path, string Query, int Status, int LatencyMs, bool IdempotencyReplayed, DateTime AtUtc, string? RequestBody, string? ResponseBody);

/// <summary>The log of a key's own requests (sentence D4). Staff see every key's, a merchant those of its own.</summary>
public sealed class KeyLogDesk(DeskGate gate, KeyLogRun run)
{
    /// <summary>What the log can be asked.</summary>
    public static ListRules<KeyRequestView> Rules => KeyLogList.Shape;

    /// <summary>A page of the requests of a key; one that the actor may not see is not there.</summary>
    public async Task<Result<ListPage<KeyRequestView>>> ListAsync(Guid credentialId, ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (!await MaySeeAsync(reading, credentialId, cancellation))
        {
            return DomainError.Missing("credential");
        }
        // What was asked a moment ago is there as well.
        await run.WriteAsync(cancellation);
        var page = await KeyLogList.Shape.CutAsync(reading.Db.KeyRequests.Where(row => row.CredentialId == credentialId), ask, new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
        return page.With([.. page.Rows.Select(View)]);
    }

    /// <summary>One request of a key by its request id.</summary>
    public async Task<Result<KeyRequestView>> FindAsync(Guid credentialId, string requestId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        await run.WriteAsync(cancellation);
        var row = await MaySeeAsync(reading, credentialId, cancellation)
            ? await reading.Db.KeyRequests.Where(one => one.CredentialId == credentialId && one.RequestId == requestId).OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancellation)
            : null;
        return row is null ? DomainError.Missing("request") : View(row);
    }

    private static Task<bool> MaySeeAsync(DeskReading reading, Guid credentialId, CancellationToken cancellation)
    {
        var own = reading.Actor.MerchantId;
        return reading.Actor.May(Permission.CredentialRead) ? reading.Db.ApiCredentials.AnyAsync(row => row.Id == credentialId, cancellation)
            : reading.Actor.May(Permission.CredentialOwn) && own is not null ? reading.Db.ApiCredentials.AnyAsync(row => row.Id == credentialId && row.MerchantId == own, cancellation)
            : Task.FromResult(false);
    }

    private static KeyRequestView View(KeyRequest row) => new(
        row.Id, row.CredentialId, row.RequestId, row.Method, row.Path, row.Query, row.Status, row.LatencyMs, row.IdempotencyReplayed, row.AtUtc, row.RequestBody, row.ResponseBody);
}

/// <summary>How the log of a key is ordered, cut and shown.</summary>
internal static class KeyLogList
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"], Statuses = ["2xx", "3xx", "4xx", "5xx"];

    public static readonly ListShape<KeyRequest, KeyRequestView> Shape = ListShape<KeyRequest, KeyRequestView>.By("-at", row => row.Id)
        .Column("at", "At", row => ListShape<KeyRequest, KeyRequestView>.Time(row.AtUtc), row => row.AtUtc)
        .Column("method", "Method", row => row.Method, row => row.Method)
        .Column("path", "Path", row => row.Path, row => row.Path)
        .Column("status", "Status", row => ListShape<KeyRequest, KeyRequestView>.Number(row.Status), row => row.Status, isFigure: true)
        .Column("latency_ms", "Took, ms", row => ListShape<KeyRequest, KeyRequestView>.Number(row.LatencyMs), row => row.LatencyMs, isFigure: true)
        .Show("idempotency_replayed", "Replayed", row => row.IdempotencyReplayed ? "yes" : "no", isSpare: true)
        .Show("request_id", "Request id", row => row.RequestId)
        .Filter("status", "Status", ListFilterKind.Text, (text, _) => StatusIs(text))
        .Words("method", "Method", Methods, (method, _) => row => row.Method == method)
        .Filter("path", "Path begins with", ListFilterKind.Text, (text, _) => row => row.Path.StartsWith(text))
        .Filter("request_id", "Request id", ListFilterKind.Text, (text, _) => row => row.RequestId == text.ToLower())
        .Between(from => row => row.AtUtc >= from, to => row => row.AtUtc < to);

    // A status, or a family of them such as 4xx.
    private static System.Linq.Expressions.Expression<Func<KeyRequest, bool>> StatusIs(string text)
    {
        var family = Array.FindIndex(Statuses, one => one.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (family >= 0)
        {
            var from = (family + 2) * 100;
            var to = from + 100;
            return row => row.Status >= from && row.Status < to;
        }
        var status = int.TryParse(text, out var read) ? read : -1;
        return row => row.Status == status;
    }
}

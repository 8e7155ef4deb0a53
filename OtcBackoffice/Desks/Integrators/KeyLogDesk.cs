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

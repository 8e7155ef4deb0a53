using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Integrators;

/// <summary>A request as it is shown.</summary>
public sealed record KeyRequestView(
    long Id, Guid CredentialId, string RequestId, string Method, string Path, string Query, int Status, int LatencyMs,
        bool IdempotencyReplayed, DateTime AtUtc, string? RequestBody, string? ResponseBody)
{
    /// <summary>The code of the refusal as the surface wrote it, or null.</summary>
    public string? ErrorCode { get; init; }
}

/// <summary>One request among those that ended in an error.</summary>
public sealed record KeyErrorSample(string RequestId, DateTime AtUtc, string Path);

/// <summary>How often a key met an error at an endpoint.</summary>
public sealed record KeyErrorView(string Code, int Status, string Method, string Endpoint, int Count, DateTime FirstAtUtc,
    DateTime LastAtUtc, IReadOnlyList<KeyErrorSample> Samples)
{
    /// <summary>Where the developer centre explains the code.</summary>
    public string CataloguePage => $"/dev/errors/{Uri.EscapeDataString(Code.ToLowerInvariant())}";
}

/// <summary>The log of a key's own requests (sentence D4). Staff see every key's, a merchant those of its own.</summary>
public sealed class KeyLogDesk(DeskGate gate, KeyLogRun run, TimeProvider clock)
{
    /// <summary>Over how many days errors are grouped.</summary>
    public const int ErrorDays = 7;

    private const int ErrorGroupsMax = 100, ErrorSamples = 3;

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
        var page = await KeyLogList.Shape.CutAsync(reading.Db.KeyRequests.Where(row => row.CredentialId == credentialId), ask,
            new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
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
            ? await reading.Db.KeyRequests.Where(one => one.CredentialId == credentialId && one.RequestId == requestId)
            .OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancellation)
            : null;
        return row is null ? DomainError.Missing("request") : View(row);
    }

    /// <summary>
    /// The errors of a key in the last seven days, grouped by code and endpoint, the most frequent first, each with its three latest
    /// requests (sentence D5).
    /// </summary>
    public async Task<Result<IReadOnlyList<KeyErrorView>>> ErrorsAsync(Guid credentialId, CancellationToken cancellation)
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
        await run.WriteAsync(cancellation);
        var since = clock.UtcNowMillis().AddDays(-ErrorDays);
        var failed = reading.Db.KeyRequests.Where(row => row.CredentialId == credentialId && row.ErrorCode != null && row.AtUtc >= since);
        var groups = await failed.GroupBy(row => new { row.ErrorCode, row.Status, row.Method, row.Route })
            .Select(rows => new { rows.Key, Count = rows.Count(), First = rows.Min(row => row.AtUtc), Last = rows.Max(row => row.AtUtc) })
            .OrderByDescending(group => group.Count).ThenByDescending(group => group.Last).Take(ErrorGroupsMax).ToListAsync(cancellation);
        var views = new List<KeyErrorView>(groups.Count);
        foreach (var group in groups)
        {
            var key = group.Key;
            var samples = await failed.Where(row => row.ErrorCode == key.ErrorCode && row.Status == key.Status
                && row.Method == key.Method && row.Route == key.Route)
                .OrderByDescending(row => row.Id).Take(ErrorSamples).Select(row => new KeyErrorSample(row.RequestId, row.AtUtc,
                    row.Path)).ToListAsync(cancellation);
            views.Add(new KeyErrorView(key.ErrorCode!, key.Status, key.Method, key.Route, group.Count, group.First, group.Last, samples));
        }
        return views;
    }

    private static Task<bool> MaySeeAsync(DeskReading reading, Guid credentialId, CancellationToken cancellation)
    {
        var own = reading.Actor.MerchantId;
        return reading.Actor.May(Permission.CredentialRead)
            ? reading.Db.ApiCredentials.AnyAsync(row => row.Id == credentialId, cancellation)
            : reading.Actor.May(Permission.CredentialOwn) && own is not null
            ? reading.Db.ApiCredentials.AnyAsync(row => row.Id == credentialId && row.MerchantId == own, cancellation)
            : Task.FromResult(false);
    }

    private static KeyRequestView View(KeyRequest row) => new(
        row.Id, row.CredentialId, row.RequestId, row.Method, row.Path, row.Query, row.Status, row.LatencyMs, row.IdempotencyReplayed,
            row.AtUtc, row.RequestBody, row.ResponseBody)
    {
        ErrorCode = row.ErrorCode,
    };
}

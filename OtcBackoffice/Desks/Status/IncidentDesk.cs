using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Status;

namespace OtcBackoffice.Desks.Status;

/// <summary>
/// What staff say on the status page: drafts, publishing, updates, the end, and what was learnt. Whatever is public is mailed to
/// whoever subscribed, in the transaction that made it public.
/// </summary>
public sealed class IncidentDesk(DeskTransaction transaction, DeskGate gate, StatusBoard board, StatusLetters letters)
{
    private const int TitleMax = 150, MessageMax = 4_000;
    private static readonly DeskCommand Edit = new(Permission.StatusEdit);

    /// <summary>All of them, drafts too, newest first.</summary>
    public async Task<Result<Page<IncidentView>>> ListAsync(PageAsk page, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatusRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await IncidentReading.ReadAsync(reading.Db, reading.Db.StatusIncidents, page, cancellation);
    }

    /// <summary>Writes an incident, or a pause when it has a begin and an end; shown at once when it says so.</summary>
    public Task<Result<IncidentView>> CreateAsync(IncidentDraft draft, Uri askedAt, CancellationToken cancellation) =>
        ToldAsync(async (work, token) =>
    {
        ArgumentNullException.ThrowIfNull(draft);
        var read = Read(draft);
        if (read.Failed(out var refused))
        {
            return refused;
        }
        var row = read.Value;
        (row.Id, row.OpenedAtUtc, row.UpdatedAtUtc) = (work.NewId(), work.Now, work.Now);
        row.PublishedAtUtc = draft.Publish ? work.Now : null;
        work.Db.StatusIncidents.Add(row);
        Say(work, row, draft.Message!.Trim());
        work.Audit(new AuditNote("incident.create", "incident", row.Id) { ToStatus = Names.Snake(row.State),
            Changes = new { row.Title, row.Impact, row.Components, Published = draft.Publish, row.StartsAtUtc, row.EndsAtUtc } });
        return await TellAsync(work, row, draft.Message.Trim(), askedAt, token);
    }, cancellation);

    /// <summary>Shows a draft to everybody.</summary>
    public Task<Result<IncidentView>> PublishAsync(Guid id, Uri askedAt, CancellationToken cancellation) => ToldAsync(async (work, token) =>
    {
        var row = await work.Db.StatusIncidents.FirstOrDefaultAsync(one => one.Id == id, token);
        if (row is null)
        {
            return DomainError.Missing("incident");
        }
        if (row.PublishedAtUtc is not null)
        {
            return new DomainError(ErrorCode.WrongState, "The incident is public already.");
        }
        (row.PublishedAtUtc, row.UpdatedAtUtc, row.Version) = (work.Now, work.Now, row.Version + 1);
        work.Audit(new AuditNote("incident.publish", "incident", id));
        var said = await work.Db.StatusIncidentUpdates.Where(one => one.IncidentId == id).OrderByDescending(one => one.AtUtc)
            .Select(one => one.Message).FirstAsync(token);
        return await TellAsync(work, row, said, askedAt, token);
    }, cancellation);

    /// <summary>Says something new about an incident, and moves it where that leads.</summary>
    /// <param name="id">Which.</param>
    /// <param name="state">The state from now on; null leaves it.</param>
    /// <param name="message">What is said.</param>
    /// <param name="askedAt">The desk's address as the caller reached it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<Result<IncidentView>> UpdateAsync(Guid id, IncidentState? state, string? message, Uri askedAt,
        CancellationToken cancellation) => ToldAsync(async (work, token) =>
    {
        if (message?.Trim() is not { Length: > 0 and <= MessageMax } said)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "message", $"message must have 1 to {MessageMax} characters.");
        }
        var row = await work.Db.StatusIncidents.FirstOrDefaultAsync(one => one.Id == id, token);
        if (row is null)
        {
            return DomainError.Missing("incident");
        }
        var before = row.State;
        var moved = IncidentLifecycle.Table.Move(before, IncidentLifecycle.Towards(state ?? before));
        if (moved.Failed(out var refused))
        {
            return refused;
        }
        (row.State, row.UpdatedAtUtc, row.Version) = (moved.Value, work.Now, row.Version + 1);
        row.ResolvedAtUtc = moved.Value == IncidentState.Resolved ? work.Now : row.ResolvedAtUtc;
        Say(work, row, said);
        work.Audit(new AuditNote("incident.update", "incident", id) { FromStatus = Names.Snake(before), ToStatus = Names.Snake(row.State),
            Changes = new { Message = said } });
        return await TellAsync(work, row, said, askedAt, token);
    }, cancellation);

    // The page shows it when the caller is answered; where the database fails meanwhile, the next probe does.
    private async Task<Result<IncidentView>> ToldAsync(Func<DeskWork, CancellationToken, Task<Result<IncidentView>>> act,
        CancellationToken cancellation)
    {
        var done = await transaction.RunAsync(Edit, act, cancellation);
        if (done.IsSuccess)
        {
            await board.RefreshAsync(cancellation);
        }
        return done;
    }

    private static void Say(DeskWork work, StatusIncident row, string message) => work.Db.StatusIncidentUpdates.Add(
        new StatusIncidentUpdate { Id = work.NewId(), IncidentId = row.Id, State = row.State, Message = message,
            AuthorId = work.Actor.PersonId, AtUtc = work.Now });

    private async Task<Result<IncidentView>> TellAsync(DeskWork work, StatusIncident row, string message, Uri askedAt,
        CancellationToken cancellation)
    {
        if (row.PublishedAtUtc is not null)
        {
            await letters.QueueAsync(work, row, message, askedAt, cancellation);
            await work.RaiseAsync(new DeskEvent("status.incident", row.Id, Guid.Empty, new Dictionary<string, object?>
            {
                ["incident_id"] = row.Id, ["title"] = row.Title, ["state"] = Names.Snake(row.State), ["impact"] = Names.Snake(row.Impact),
                ["components"] = row.Components.Split(',', StringSplitOptions.RemoveEmptyEntries), ["message"] = message,
                ["maintenance"] = row.IsMaintenance,
            }), cancellation);
        }
        await work.Db.SaveChangesAsync(cancellation);
        var said = await work.Db.StatusIncidentUpdates.Where(one => one.IncidentId == row.Id).OrderByDescending(one => one.AtUtc)
            .ThenByDescending(one => one.Id).ToListAsync(cancellation);
        return IncidentReading.View(row, said);
    }

    private static Result<StatusIncident> Read(IncidentDraft draft)
    {
        if (draft.Title?.Trim() is not { Length: > 0 and <= TitleMax } title)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "title", $"title must have 1 to {TitleMax} characters.");
        }
        if (draft.Message?.Trim() is not { Length: > 0 and <= MessageMax })
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "message", $"message must have 1 to {MessageMax} characters.");
        }
        var isMaintenance = draft.StartsAt is not null || draft.EndsAt is not null;
        if (isMaintenance && (draft.StartsAt is null || draft.EndsAt is null || draft.EndsAt <= draft.StartsAt))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "ends_at", "A pause has starts_at and a later ends_at.");
        }
        if (!Names.TryParse<IncidentImpact>(draft.Impact ?? (isMaintenance ? "none" : null), out var impact))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "impact", "impact must be none, minor, major or critical.");
        }
        if (draft.Components is not { Count: > 0 } parts || parts.Any(name => !StatusComponents.IsKnown(name)))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "components",
                $"components must name some of {string.Join(", ", StatusComponents.All.Select(one => one.Name))}.");
        }
        return new StatusIncident
        {
            Title = title,
            Impact = impact,
            State = isMaintenance ? IncidentState.Monitoring : IncidentState.Investigating,
            Components = string.Join(',', parts.Distinct()),
            IsMaintenance = isMaintenance,
            StartsAtUtc = draft.StartsAt?.ToUniversalTime(),
            EndsAtUtc = draft.EndsAt?.ToUniversalTime(),
        };
    }
}

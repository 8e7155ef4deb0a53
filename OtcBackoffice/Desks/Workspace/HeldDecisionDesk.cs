using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>
/// Carries held decisions out, once, after their moment, and takes them back before it. What was allowed when one was taken
/// is asked again: the person's roles, the policy, and that the record is still the one that was looked at.
/// </summary>
public sealed class HeldDecisionDesk(
    DeskTransaction transaction, IDbContextFactory<BackofficeDbContext> contexts, DeskSignals signals, TimeProvider clock,
        IEnumerable<HeldReplay> replays)
{
    private const int BatchMax = 200;

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(150);

    private readonly Dictionary<(string, string), HeldReplay> _replays = replays.ToDictionary(one => (one.Kind, one.Action));

    /// <summary>Takes back what the actor decided about a record, while that is possible.</summary>
    public Task<Result<HeldDecisionView>> UndoAsync(Guid recordId, CancellationToken cancellation) =>
        transaction.RunAsync<HeldDecisionView>(new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.HeldDecisions.Where(one => one.RecordId == recordId
                && one.State == HeldDecisions.Held).FirstOrDefaultAsync(token);
            if (!work.Actor.Roles.IsStaff || row is null)
            {
                return new DomainError(ErrorCode.WrongState, "There is nothing to take back: no decision about this record is held.");
            }
            if (row.ActorId != work.Actor.PersonId)
            {
                return HeldDecisions.Refusal(row.RecordNumber, View(row));
            }
            if (row.UntilUtc <= work.Now)
            {
                return new DomainError(ErrorCode.WrongState,
                    $"{row.RecordNumber}: it is too late to take that back; the time ended at {row.UntilUtc:HH:mm:ss} UTC.");
            }
            End(work, row, HeldDecisions.Undone, null);
            Trail(work, row, "undo", null);
            return View(row);
        }, cancellation);

    /// <summary>Carries out all that is due; answers how many.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        var now = clock.UtcNowMillis();
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            due = await db.HeldDecisions.Where(row => row.State == HeldDecisions.Held && row.UntilUtc <= now)
                .OrderBy(row => row.UntilUtc).ThenBy(row => row.Id).Select(row => row.Id).Take(BatchMax).ToListAsync(cancellation);
        }
        var done = 0;
        foreach (var id in due)
        {
            done += await CarryOutAsync(id, cancellation) ? 1 : 0;
        }
        return done;
    }

    /// <summary>Announces the moments that lie ahead: the run that was held for one may have been lost with its node.</summary>
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        var until = clock.UtcNowMillis() + Ahead;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var held = await db.HeldDecisions.Where(row => row.State == HeldDecisions.Held && row.UntilUtc <= until)
            .OrderBy(row => row.UntilUtc).Select(row => row.UntilUtc).Take(BatchMax).ToListAsync(cancellation);
        var asleep = await db.RecordSnoozes.Where(row => row.WokenAtUtc == null && row.UntilUtc <= until)
            .OrderBy(row => row.UntilUtc).Select(row => row.UntilUtc).Take(BatchMax).ToListAsync(cancellation);
        signals.Publish([.. held.Concat(asleep).Distinct().Select(moment => new DeskSignal(Topics.WorkDue,
            Guid.Empty) { DueAtUtc = moment })]);
    }

    // The record, its events and the end of the row are one transaction: a node that dies in it leaves the row as it was.
    private async Task<bool> CarryOutAsync(Guid id, CancellationToken cancellation)
    {
        var carried = await transaction.RunAsAsync<bool>(Actor.System("held_decisions"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.HeldDecisions.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is not { State: HeldDecisions.Held } || row.UntilUtc > work.Now)
            {
                return false;
            }
            var maker = await MakerAsync(work, row, token);
            if (maker.Failed(out var gone))
            {
                return gone;
            }
            var ran = await work.CarryOutAsync(maker.Value, row.Id, () => _replays[(row.Kind, row.Action)].RunAsync(work, row, token));
            if (ran.Failed(out var refused))
            {
                return refused;
            }
            End(work, row, HeldDecisions.Done, ran.Value);
            return true;
        }, cancellation);
        return carried.Failed(out var why) ? why.Kind != ErrorKind.Unavailable && await VoidAsync(id, why, cancellation) : carried.Value;
    }

    // A session that has ended since takes nothing back; a person who may no longer act, or lost the role, does.
    private async Task<Result<ActorStanding>> MakerAsync(DeskWork work, HeldDecision row, CancellationToken cancellation)
    {
        var actor = new Actor(row.ActorId, ActorKind.Person, row.ActorName, Cause: row.Cause, Address: row.Address);
        var standing = await Standings.ReadAsync(work.Session, actor, work.Now, cancellation);
        if (standing.Failed(out var gone))
        {
            return gone;
        }
        var permission = _replays[(row.Kind, row.Action)].Permission;
        return standing.Value.May(permission)
            ? standing.Value with { Actor = actor with { SessionId = row.SessionId } }
            : new DomainError(ErrorCode.Forbidden, $"{row.ActorName} may no longer {row.Action}.");
    }

    // What its desk refuses now would be refused for ever; only two commands at the same moment are no reason to give up.
    private async Task<bool> VoidAsync(Guid id, DomainError why, CancellationToken cancellation)
    {
        var ended = await transaction.RunAsAsync<bool>(Actor.System("held_decisions"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.HeldDecisions.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is not { State: HeldDecisions.Held })
            {
                return false;
            }
            var version = await _replays[(row.Kind, row.Action)].VersionAsync(work, row.RecordId, token);
            if (why.Code == ErrorCode.ConcurrentChange && version == row.RecordVersion)
            {
                return false;
            }
            End(work, row, HeldDecisions.Void, why.Message);
            Trail(work, row, "void_decision", why.Message);
            await NotificationBook.NotifyAsync(work, new NotificationNote(NotificationKinds.DecisionVoid, row.RecordNumber, row.RecordId,
                RecordBook.HrefOf(row.Kind, row.RecordId),
                    $"Your decision to {row.Action} {row.RecordNumber} was not carried out: {why.Message}"), [row.ActorId], token);
            return true;
        }, cancellation);
        return ended is { IsSuccess: true, Value: true };
    }

    private static void End(DeskWork work, HeldDecision row, string state, string? outcome)
    {
        (row.State, row.EndedAtUtc, row.Outcome) = (state, work.Now, outcome);
        row.Version++;
    }

    private static void Trail(DeskWork work, HeldDecision row, string action, string? reason)
    {
        var kind = RecordBook.Kinds[row.Kind].Kind;
        work.Audit(new AuditNote($"{row.Kind}.{action}", kind.Entity, row.RecordId)
        {
            MerchantId = row.MerchantId,
            Reason = reason,
            Changes = new { Decision = row.Action, By = row.ActorName, row.TakenAtUtc },
        });
        work.Touch(kind.Queue, row.RecordId);
    }

    private static HeldDecisionView View(HeldDecision row) => new(row.Action, row.ActorId, row.ActorName, row.UntilUtc);
}

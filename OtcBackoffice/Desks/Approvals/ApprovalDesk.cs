using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>
/// Commands that need a second person: the maker's command is stored with what the record looked like, and a checker replays
/// it through the desk it came from. A record that changed in between makes it stale. Nobody checks what they made,
/// whatever their role.
/// </summary>
public sealed partial class ApprovalDesk(DeskTransaction transaction, DeskGate gate, TimeProvider clock, IEnumerable<CommandReplay> replays)
{
    private const int ReasonLengthMax = 1_000;

    private readonly Dictionary<string, CommandReplay> _replays = replays.ToDictionary(one => Domain.Lifecycles.Names.Snake(one.Operation));

    /// <summary>The second person agrees: with the last agreement that is needed the stored command is replayed in this
    /// transaction.</summary>
    public async Task<Result<ApprovalView>> ApproveAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ApprovalDecide, cancellation);
        if (opened.IsSuccess)
        {
            await using var reading = opened.Value;
            await PrepareAsync(await reading.Db.Approvals.FirstOrDefaultAsync(row => row.Id == id, cancellation), cancellation);
        }
        return await DecideAsync(id, "approve", AgreeAsync, cancellation);
    }

    private async Task PrepareAsync(StoredCommand? row, CancellationToken cancellation)
    {
        if (row is { Status: ApprovalStates.Waiting or ApprovalStates.Scheduled } && _replays[row.Operation].BeforeAsync is { } before)
        {
            await before(row.EntityId, row.Payload, cancellation);
        }
    }

    /// <summary>The second person refuses, with a reason.</summary>
    public async Task<Result<ApprovalView>> RejectAsync(Guid id, string? reason, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonLengthMax
            ? WithoutReason()
            : await DecideAsync(id, "reject", (work, row, _) =>
            {
                End(work, row, ApprovalAction.Reject, reason.Trim());
                row.CheckerId = work.Actor.PersonId;
                return Task.FromResult<Result<Told>>(new Told(null));
            }, cancellation);

    /// <summary>Takes back, with a reason, what was agreed for a later time: its maker may, and whoever could have agreed to it.</summary>
    public async Task<Result<ApprovalView>> CallOffAsync(Guid id, string? reason, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonLengthMax
            ? WithoutReason()
            : await transaction.RunAsync<ApprovalView>(new DeskCommand(Permission.ApprovalDecide) { NeedsFreshSignIn = true },
                async (work, token) =>
            {
                var row = await work.Db.Approvals.FirstOrDefaultAsync(one => one.Id == id, token);
                if (row is null)
                {
                    return DomainError.Missing("approval");
                }
                if (Eligibility.CallOffRefusal(row, work.Actor.PersonId, work.Actor.Roles) is { } unfit)
                {
                    return unfit;
                }
                if (row.Status != ApprovalStates.Scheduled)
                {
                    return WrongState(row.Status, "call_off");
                }
                End(work, row, ApprovalAction.CallOff, reason.Trim());
                return ApprovalView.Of(row);
            }, cancellation);

    /// <summary>Takes back what still waits; whoever asked for it may, until somebody has decided.</summary>
    public Task<Result<ApprovalView>> WithdrawAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<ApprovalView>(new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.Approvals.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is null || !work.Actor.Roles.IsStaff)
            {
                return DomainError.Missing("approval");
            }
            if (row.MakerId != work.Actor.PersonId)
            {
                return new DomainError(ErrorCode.Forbidden,
                    $"Only {row.MakerName}, who asked for it, may withdraw it. Who may decide can reject it.");
            }
            if (row.Status != ApprovalStates.Waiting)
            {
                return WrongState(row.Status, "withdraw");
            }
            End(work, row, ApprovalAction.Withdraw, "Withdrawn by whoever asked for it.");
            return ApprovalView.Of(row);
        }, cancellation);

    // What ends by itself, stale or expired, is written although the person is told no: the refusal comes after the commit.
    private async Task<Result<ApprovalView>> DecideAsync(
        Guid id, string action, Func<DeskWork, StoredCommand, CancellationToken, Task<Result<Told>>> decide, CancellationToken cancellation)
    {
        var ended = await transaction.RunAsync<Ending>(new DeskCommand(Permission.ApprovalDecide) { NeedsFreshSignIn = true },
            async (work, token) =>
        {
            var row = await work.Db.Approvals.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is null)
            {
                return DomainError.Missing("approval");
            }
            // What went stale may still be put away with a reason.
            var isOpen = row.Status == ApprovalStates.Waiting || (row.Status == ApprovalStates.Stale && action == "reject");
            if (!isOpen)
            {
                return row.Status == ApprovalStates.Stale ? Stale(row, row.DecisionReason ?? "The record changed.")
                    : WrongState(row.Status, action);
            }
            if (row.Status == ApprovalStates.Waiting && row.ExpiresAtUtc <= work.Now)
            {
                End(work, row, ApprovalAction.Expire, "Nobody decided in time.");
                return new Ending(ApprovalView.Of(row), WrongState(ApprovalStates.Expired, action));
            }
            var votes = await work.Db.ApprovalVotes.Where(vote => vote.ApprovalId == id).ToListAsync(token);
            if (Eligibility.Refusal(row, votes, work.Actor.PersonId, work.Actor.Roles) is { } unfit)
            {
                return unfit;
            }
            var decided = await decide(work, row, token);
            if (decided.Failed(out var refused))
            {
                return refused;
            }
            return new Ending(ApprovalView.Of(row), decided.Value.Refusal);
        }, cancellation);
        return ended.Failed(out var error) ? error : ended.Value.Refusal is { } refusal ? refusal : ended.Value.View;
    }

    private async Task<Result<Told>> AgreeAsync(DeskWork work, StoredCommand row, CancellationToken cancellation)
    {
        var replay = _replays[row.Operation];
        if (await StalenessAsync(work, row, replay, cancellation) is { } because)
        {
            End(work, row, ApprovalAction.GoStale, because);
            return new Told(Stale(row, because));
        }
        work.Db.ApprovalVotes.Add(
            new ApprovalVote { ApprovalId = row.Id, PersonId = work.Actor.PersonId, PersonName = work.Actor.DisplayName,
            AtUtc = work.Now });
        var voters = await work.Db.ApprovalVotes.Where(vote => vote.ApprovalId == row.Id).Select(vote => vote.PersonId)
            .ToListAsync(cancellation);
        var people = await Eligibility.RolesOfAsync(work.Db, voters, cancellation);
        if (voters.Count + 1 < row.ApprovalsNeeded || !ApproverSeats.Read(row.Approvers).IsFilledBy([.. people.Values, work.Actor.Roles]))
        {
            row.Version++;
            Note(work, row, "agreed", null);
            return new Told(null);
        }
        row.CheckerId = work.Actor.PersonId;
        if (row.EffectiveAtUtc > work.Now)
        {
            End(work, row, ApprovalAction.ApproveForLater, null);
            return new Told(null);
        }
        return await ApplyAsync(work, row, replay, cancellation);
    }

    private static async Task<Result<Told>> ApplyAsync(DeskWork work, StoredCommand row, CommandReplay replay,
        CancellationToken cancellation)
    {
        var asMaker = new Actor(row.MakerId, ActorKind.Person, row.MakerName, null, work.Actor.Actor.Cause, work.Actor.Actor.Address)
        {
            IsAgreed = true,
        };
        var maker = await Standings.ReadAsync(work.Session, asMaker, work.Now, cancellation);
        if (!maker.IsSuccess || !maker.Value.May(replay.Permission))
        {
            var because = $"{row.MakerName} may no longer do this.";
            End(work, row, ApprovalAction.GoStale, because);
            return new Told(Stale(row, because));
        }
        var command = new ReplayedCommand(row.Id, replay.Operation, row.EntityId, row.CheckerId!.Value);
        var done = await work.ReplayAsync(maker.Value, command, () => replay.RunAsync(work, row.EntityId, row.Payload, cancellation));
        if (done is { } refused)
        {
            return refused;
        }
        End(work, row, row.Status == ApprovalStates.Scheduled ? ApprovalAction.TakeEffect : ApprovalAction.Approve, null);
        work.Session.Queue("UPDATE policy_decisions SET effect_at_utc = @p1 WHERE approval_id = @p0", row.Id, work.Now);
        return new Told(null);
    }

    private static async Task<string?> StalenessAsync(DeskWork work, StoredCommand row, CommandReplay replay,
        CancellationToken cancellation)
    {
        if (PolicyGate.HashOf(row.Payload) != row.PayloadSha256)
        {
            return "The stored command does not hash to what was asked for.";
        }
        return await replay.VersionAsync(work, row.EntityId, cancellation) == row.EntityVersion ? null
            : "The record changed after this was asked for.";
    }

    private static void End(DeskWork work, StoredCommand row, ApprovalAction action, string? reason)
    {
        var status = Names.TryParse<ApprovalStatus>(row.Status, out var from)
            ? Names.Snake(ApprovalLifecycle.Table.Move(from, action).Value)
            : throw new InvalidOperationException($"{row.Status} is no status of an approval.");
        if (row.Status == ApprovalStates.Waiting)
        {
            work.Count(ApprovalStates.WaitingCounter, -1);
        }
        (row.Status, row.DecisionReason, row.DecidedAtUtc) = (status, reason, work.Now);
        row.Version++;
        Note(work, row, status, reason);
    }

    private static void Note(DeskWork work, StoredCommand row, string what, string? reason)
    {
        work.Audit(new AuditNote($"approval.{what}", row.EntityKind, row.EntityId)
        {
            MerchantId = row.MerchantId,
            Reason = reason,
            Changes = new { ApprovalId = row.Id, row.Operation, Maker = row.MakerId, row.Rule, row.PolicyVersion, row.PayloadSha256 },
        });
        work.Touch(Topics.Approvals, row.Id);
    }

    private static DomainError WithoutReason() =>
        DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");

    private static DomainError Stale(StoredCommand row, string because) =>
        new(ErrorCode.ApprovalStale, $"{because} Nothing was done. Ask again.")
    {
        Facts = new Dictionary<string, string> { ["approval_id"] = row.Id.ToString(), ["rule"] = row.Rule },
    };

    private static DomainError WrongState(string status, string action) =>
        new(ErrorCode.WrongState,
            $"{action switch { "approve" => "Approve", "reject" => "Reject", _ => "Call off" }} is not possible while the approval is "
            + $"{status}.")
        {
            Facts = new Dictionary<string, string> { ["status"] = status, ["action"] = action },
        };

    // What the person is told beside what is written; null when all went well.
    private sealed record Told(DomainError? Refusal);

    private sealed record Ending(ApprovalView View, DomainError? Refusal);
}

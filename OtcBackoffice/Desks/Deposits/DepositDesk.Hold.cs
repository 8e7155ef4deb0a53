using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What a held rejection was taken with.</summary>
internal sealed record HeldRejection(string? Reason, string? InternalNote);

/// <content>Decisions of the page, which can be taken back for some seconds, and the way from one record to the next.</content>
public sealed partial class DepositDesk
{
    /// <summary>
    /// Confirms as the page does: everything is asked now, and carried out after some seconds unless it is taken back. What
    /// needs a second person is stored at once, because that can be withdrawn as long as nobody agreed.
    /// </summary>
    public async Task<Result<Decided<DepositView>>> HoldConfirmAsync(ConfirmDeposit command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (settings.HoldSeconds == 0 || !await IsAloneAsync(command.Id, cancellation))
        {
            return await ConfirmAsync(command, cancellation);
        }
        var looked = await LookAsync(command.Id, cancellation);
        var held = await HoldAsync(command.Id, command.SeenVersion, "confirm", command with { SeenVersion = null }, async (work, copy,
            token) =>
        {
            var limits = await LimitsReader.ReadAsync(work, settings.Limits, token);
            if (copy.Copy().Confirm(work.Actor, limits, work.Now).Failed(out var impossible))
            {
                return impossible;
            }
            var evidence = await DepositEvidence.ReadAsync(work, copy, looked, token);
            return (command.ProofMustAgree && evidence is not null
                ? ProofEvidence.Refusal(evidence.Fields.Select(line => line.Finding), evidence.Accepted) : null)
                ?? ConfirmEvidence.Refusal(copy, command, evidence, await ConfirmEvidence.RepeatedAsync(work.Db, copy, token));
        }, cancellation);
        return held.Map(Decided<DepositView>.Now);
    }

    /// <summary>Rejects as the page does: asked now, carried out after some seconds unless it is taken back.</summary>
    public Task<Result<DepositView>> HoldRejectAsync(Guid id, int? seenVersion, string? reason, string? internalNote,
        CancellationToken cancellation) =>
        settings.HoldSeconds == 0 ? RejectAsync(id, seenVersion, reason, internalNote, cancellation)
            : HoldAsync(id, seenVersion, "reject", new HeldRejection(reason, internalNote), (work, copy, _) =>
                Task.FromResult(copy.Copy().Reject(work.Actor, reason, internalNote, work.Now).Failed(out var impossible) ? impossible
                    : null), cancellation);

    /// <summary>Opens a rejected deposit again, with a reason.</summary>
    public Task<Result<DepositView>> ReopenAsync(Guid id, string? reason, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("reopen", Permission.DepositReopen) { Reason = reason, Event = DepositEvents.Reopened },
            async (work, deposit, token) =>
        {
            var reopened = deposit.Reopen(reason, settings.DecisionSeconds, work.Now);
            if (reopened.IsSuccess)
            {
                // What came for it meanwhile, or was let go when it was rejected, is looked for again.
                await ReceiptMatcher.TakeWaitingAsync(work, deposit, token);
            }
            return reopened;
        }, cancellation);

    /// <summary>
    /// Claims the most urgent deposit that the actor may decide: earliest due, held by nobody, not put aside, not waiting for
    /// an answer or a second person. Two people never get the same one. A refusal says that nothing is left.
    /// </summary>
    public Task<Result<DepositView>> ClaimNextAsync(Guid? notThis, CancellationToken cancellation) =>
        Transaction.RunAsync<DepositView>(new DeskCommand(Permission.DepositDecide), async (work, token) =>
        {
            var (now, me) = (work.Now, work.Actor.PersonId);
            var next = await DepositNext.Open(work.Db, me, now).Where(row => row.Id != notThis)
                .OrderBy(row => row.DecisionDueAtUtc ?? row.CreatedAtUtc).ThenBy(row => row.Id).Select(row =>
                    (Guid?)row.Id).FirstOrDefaultAsync(token);
            if (next is not { } id || await LoadAsync(work, id, token) is not { } deposit)
            {
                return new DomainError(ErrorCode.NotFound, "Queue clear: nothing waits that you could take.");
            }
            var lease = (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds;
            return await StepAsync(work, deposit, new RecordStep("claim", Permission.DepositDecide),
                (_, row, _) => Task.FromResult(row.Claim(work.Actor, lease, now)), token);
        }, cancellation);

    /// <summary>Gives everything that the actor holds to a colleague, at the end of a shift; answers the numbers.</summary>
    public Task<Result<IReadOnlyList<string>>> HandOverAsync(Guid colleague, CancellationToken cancellation) =>
        Transaction.RunAsync<IReadOnlyList<string>>(new DeskCommand(Permission.DepositDecide), async (work, token) =>
        {
            if (colleague == work.Actor.PersonId || await IneligibleAsync(work, colleague, "user_id", token) is { })
            {
                return Ineligible("user_id");
            }
            var (me, now) = (work.Actor.PersonId, work.Now);
            var lease = (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds;
            var mine = await work.Db.Deposits.Where(row => row.AssigneeUserId == me && row.Status == DepositStatus.Pending
                && row.ClaimExpiresAtUtc > now)
                .OrderBy(row => row.DecisionDueAtUtc).ThenBy(row => row.Id).Take(200).Select(row => row.Id).ToListAsync(token);
            var given = new List<string>();
            foreach (var id in mine)
            {
                if (await LoadAsync(work, id, token) is { } deposit && await GiveAsync(work, deposit, colleague,
                    new RecordStep("hand_over", Permission.DepositDecide), lease, token) is { IsSuccess: true })
                {
                    given.Add(deposit.HumanId);
                }
            }
            return given;
        }, cancellation);

    internal Task<Result<DepositView>> RejectAsync(DeskWork work, Deposit deposit, int? seenVersion, HeldRejection held,
        CancellationToken cancellation) =>
        StepAsync(work, deposit, new RecordStep("reject", Permission.DepositDecide) { SeenVersion = seenVersion,
            Event = DepositEvents.Rejected },
            (_, row, token) => RejectAsync(work, row, held.Reason, held.InternalNote, token), cancellation);

    internal static async Task<int?> VersionAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        (await work.FindDepositAsync(id, cancellation))?.Version;

    private Task<Result<DepositView>> HoldAsync(Guid id, int? seenVersion, string action, object command,
        Func<DeskWork, Deposit, CancellationToken, Task<DomainError?>> fault, CancellationToken cancellation) =>
        Transaction.RunAsync<DepositView>(new DeskCommand(Permission.DepositDecide), async (work, token) =>
        {
            if (await LoadAsync(work, id, token) is not { } deposit)
            {
                return Missing;
            }
            if (deposit.Unseen(seenVersion) is { } unseen)
            {
                return unseen;
            }
            if (await HeldDecisions.RefusalAsync(work, deposit, token) is { } held)
            {
                return held;
            }
            if (await fault(work, deposit, token) is { } impossible)
            {
                return impossible;
            }
            // Whoever decides holds it meanwhile, so that nobody else begins.
            if (!deposit.Claimed.IsHeldAt(work.Now))
            {
                deposit.Claim(work.Actor, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, work.Now);
            }
            HeldDecisions.Take(work, deposit, action, command, settings.HoldSeconds);
            return View(work, deposit) with { HeldDecision = new HeldDecisionView(action, work.Actor.PersonId, work.Actor.DisplayName,
                work.Now.AddSeconds(settings.HoldSeconds)) };
        }, cancellation);

    // Whether the policy lets the actor decide alone now. It is asked again when the decision is carried out.
    private async Task<bool> IsAloneAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositDecide, cancellation);
        if (!opened.IsSuccess)
        {
            return false;
        }
        await using var reading = opened.Value;
        if (await reading.Db.Deposits.FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } deposit)
        {
            return false;
        }
        var about = DepositCases.Confirm(deposit) with
        {
            Evidence = await ConfirmEvidence.FactsAsync(reading.Db, deposit,
                await DepositEvidence.ReadAsync(reading.Db, deposit, cancellation),
                (await ConfirmEvidence.RepeatedAsync(reading.Db, deposit, cancellation)).Count > 0, cancellation),
        };
        return (await Policy.PreviewAsync(reading, about, clock.UtcNowMillis(), cancellation)).Decision.Kind == DecisionKind.Allow;
    }
}

/// <summary>Which deposits somebody could take next.</summary>
internal static class DepositNext
{
    /// <summary>Pending, held by nobody else, not put aside, no decision held on them, no answer or second person awaited.</summary>
    public static IQueryable<Deposit> Open(Data.BackofficeDbContext db, Guid person, DateTime now) => db.Deposits.Where(row =>
        row.Status == DepositStatus.Pending
        && (row.AssigneeUserId == null || row.AssigneeUserId == person || row.ClaimExpiresAtUtc <= now)
        && row.ClockPausedAtUtc == null
        && !db.RecordSnoozes.Any(asleep => asleep.RecordId == row.Id && asleep.UntilUtc > now)
        && !db.HeldDecisions.Any(held => held.RecordId == row.Id && held.State == HeldDecisions.Held)
        && !db.Approvals.Any(waiting => waiting.EntityId == row.Id && waiting.Status == ApprovalStates.Waiting
            && waiting.ExpiresAtUtc > now));
}

/// <summary>Carries out held decisions about deposits, each through the method that decides at once.</summary>
internal static class DepositHolds
{
    public static HeldReplay Confirm(DepositDesk desk) => new(Deposit.Kind.Name, "confirm", Permission.DepositDecide,
        DepositDesk.VersionAsync, async (work, row, token) =>
    {
        var command = System.Text.Json.JsonSerializer.Deserialize<ConfirmDeposit>(row.Command,
            DeskJson.Options)! with { SeenVersion = row.RecordVersion };
        return (await desk.ConfirmAsync(work, command, null, token)).Map(decided => decided.Waiting is null ? "confirmed"
            : "waits for a second person");
    });

    public static HeldReplay Reject(DepositDesk desk) => new(Deposit.Kind.Name, "reject", Permission.DepositDecide,
        DepositDesk.VersionAsync, async (work, row, token) =>
        await work.FindDepositAsync(row.RecordId, token) is { } deposit
            ? (await desk.RejectAsync(work, deposit, row.RecordVersion,
                System.Text.Json.JsonSerializer.Deserialize<HeldRejection>(row.Command, DeskJson.Options)!, token)).Map(_ => "rejected")
            : DomainError.Missing("deposit"));
}

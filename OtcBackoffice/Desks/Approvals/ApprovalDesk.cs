using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>A command that waits for, or got, a second person.</summary>
public sealed record ApprovalView(
    Guid Id, string Operation, string EntityKind, Guid EntityId, string Status, Guid MakerId, string MakerName, string Rule, string Summary,
    DateTime CreatedAtUtc, DateTime ExpiresAtUtc, Guid? CheckerId, string? DecisionReason, DateTime? DecidedAtUtc)
{
    /// <summary>Why the viewer cannot decide, or null when it may.</summary>
    public string? DecideBlockedBecause { get; init; }

    internal static ApprovalView Of(ApprovalRequest row) => new(row.Id, row.Operation, row.EntityKind, row.EntityId, row.Status, row.MakerId, row.MakerName,
        row.Rule, row.Summary, row.CreatedAtUtc, row.ExpiresAtUtc, row.CheckerId, row.DecisionReason, row.DecidedAtUtc);
}

/// <summary>
/// Commands that need a second person: the maker's command is stored with the version of the record it was made on, and a
/// checker replays it. A record that changed in between makes it stale. Nobody checks what they made, whatever their role.
/// </summary>
public sealed class ApprovalDesk(DeskTransaction transaction, DeskGate gate, TimeProvider clock)
{
    /// <summary>How long a stored command waits.</summary>
    public const int LifetimeHours = 24;

    private const string PayoutOperation = "deposit.payout_wallet", Waiting = "waiting";

    /// <summary>Stores the change of a deposit's payout wallet; nothing changes until a second person agrees.</summary>
    public Task<Result<ApprovalView>> AskPayoutChangeAsync(Guid depositId, Guid toWalletId, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<ApprovalView>(new DeskCommand(Permission.DepositRedirect), async (work, token) =>
        {
            var deposit = await work.Db.Deposits.AsNoTracking().FirstOrDefaultAsync(row => row.Id == depositId, token);
            if (deposit is null)
            {
                return DomainError.Missing("deposit");
            }
            if (string.IsNullOrWhiteSpace(reason) || reason.Length > 1_000)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.");
            }
            var choice = await PayoutChoice.ForAsync(work.Db, deposit.MerchantId, toWalletId, deposit.AssetInfo.Network.Code, token);
            if (choice.Failed(out var unusable))
            {
                return unusable;
            }
            if (deposit.Copy().ChangePayoutWallet(choice.Value!, work.Now).Failed(out var refused))
            {
                return refused;
            }
            var request = new ApprovalRequest
            {
                Id = work.NewId(),
                Operation = PayoutOperation,
                EntityKind = "deposit",
                EntityId = depositId,
                EntityVersion = deposit.Version,
                Payload = JsonSerializer.Serialize(new PayoutChange(toWalletId, reason.Trim()), DeskJson.Options),
                Rule = "payout wallet changes need a second person",
                Summary = $"{deposit.HumanId}: pay out to {choice.Value!.Address} instead of {deposit.CreditedToAddress ?? "no address"}. {reason.Trim()}",
                Status = Waiting,
                MakerId = work.Actor.PersonId,
                MakerName = work.Actor.DisplayName,
                CreatedAtUtc = work.Now,
                ExpiresAtUtc = work.Now.AddHours(LifetimeHours),
            };
            work.Db.Approvals.Add(request);
            work.Count("approvals:waiting", 1);
            work.Audit(new AuditNote("approval.ask", "deposit", depositId) { MerchantId = deposit.MerchantId, Reason = reason.Trim(), Changes = new { ApprovalId = request.Id, request.Operation } });
            work.Touch(Topics.Approvals, request.Id);
            return ApprovalView.Of(request);
        }, cancellation);

    /// <summary>The second person agrees: the stored command is replayed in this transaction.</summary>
    public Task<Result<ApprovalView>> ApproveAsync(Guid id, CancellationToken cancellation) =>
        DecideAsync(id, "approved", null, async (work, request, deposit, token) =>
        {
            if (deposit.Version != request.EntityVersion)
            {
                return new DomainError(ErrorCode.ApprovalStale, $"{deposit.HumanId} changed after this was asked for. Ask again.");
            }
            var change = JsonSerializer.Deserialize<PayoutChange>(request.Payload, DeskJson.Options)!;
            return await change.ApplyAsync(work, deposit, token);
        }, cancellation);

    /// <summary>The second person refuses, with a reason.</summary>
    public async Task<Result<ApprovalView>> RejectAsync(Guid id, string? reason, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > 1_000
            ? DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.")
            : await DecideAsync(id, "rejected", reason.Trim(), (_, _, deposit, _) => Task.FromResult<Result<Deposit>>(deposit), cancellation);

    /// <summary>What waits, oldest first, then what was decided, newest first.</summary>
    public async Task<Result<IReadOnlyList<ApprovalView>>> ListAsync(string? status, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ApprovalRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var asked = status ?? Waiting;
        var rows = reading.Db.Approvals.Where(row => row.Status == asked);
        rows = asked == Waiting ? rows.OrderBy(row => row.CreatedAtUtc) : rows.OrderByDescending(row => row.CreatedAtUtc);
        var page = await rows.Take(200).ToListAsync(cancellation);
        return page.ConvertAll(row => ApprovalView.Of(row) with { DecideBlockedBecause = Blocked(row, reading.Actor) });
    }

    /// <summary>What waits about one record and has not run out, oldest first.</summary>
    public async Task<Result<IReadOnlyList<ApprovalView>>> WaitingForAsync(Guid entityId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ApprovalRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var now = clock.UtcNowMillis();
        var rows = await reading.Db.Approvals.Where(row => row.EntityId == entityId && row.Status == Waiting && row.ExpiresAtUtc > now)
            .OrderBy(row => row.CreatedAtUtc).ToListAsync(cancellation);
        return rows.ConvertAll(row => ApprovalView.Of(row) with { DecideBlockedBecause = Blocked(row, reading.Actor) });
    }

    private Task<Result<ApprovalView>> DecideAsync(
        Guid id, string status, string? reason, Func<DeskWork, ApprovalRequest, Deposit, CancellationToken, Task<Result<Deposit>>> act, CancellationToken cancellation) =>
        transaction.RunAsync<ApprovalView>(new DeskCommand(Permission.ApprovalDecide), async (work, token) =>
        {
            var request = await work.Db.Approvals.FirstOrDefaultAsync(row => row.Id == id, token);
            if (request is null)
            {
                return DomainError.Missing("approval");
            }
            if (request.Status != Waiting || request.ExpiresAtUtc <= work.Now)
            {
                return WrongState(request.Status == Waiting ? "expired" : request.Status, status == "approved" ? "approve" : "reject");
            }
            if (request.MakerId == work.Actor.PersonId)
            {
                return new DomainError(ErrorCode.MakerMayNotCheck, "Whoever asked for it may not approve it. Another person can.");
            }
            var deposit = await work.Db.Deposits.FirstAsync(row => row.Id == request.EntityId, token);
            if ((await act(work, request, deposit, token)).Failed(out var refused))
            {
                return refused;
            }
            (request.Status, request.CheckerId, request.DecisionReason, request.DecidedAtUtc) = (status, work.Actor.PersonId, reason, work.Now);
            work.Count("approvals:waiting", -1);
            work.Audit(new AuditNote($"approval.{status}", "deposit", deposit.Id)
            {
                MerchantId = deposit.MerchantId,
                Reason = reason,
                Changes = new { ApprovalId = request.Id, request.Operation, Maker = request.MakerId },
            });
            work.Touch(Topics.Approvals, request.Id);
            return ApprovalView.Of(request);
        }, cancellation);

    private static DomainError WrongState(string status, string action) =>
        new(ErrorCode.WrongState, $"{(action == "approve" ? "Approve" : "Reject")} is not possible while the approval is {status}.")
        {
            Facts = new Dictionary<string, string> { ["status"] = status, ["action"] = action },
        };

    private static string? Blocked(ApprovalRequest row, ActorStanding actor)
    {
        if (!actor.May(Permission.ApprovalDecide))
        {
            return "This needs treasury or an admin.";
        }
        return row.MakerId == actor.PersonId ? "Whoever asked for it may not approve it." : null;
    }
}

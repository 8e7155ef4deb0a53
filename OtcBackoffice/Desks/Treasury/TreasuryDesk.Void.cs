using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>A payment that is given up, as a maker asks for it and as a checker replays it.</summary>
/// <param name="Reason">Why.</param>
internal sealed record ProposalVoiding(string Reason);

/// <content>The way out of a payment that was signed and will never be made.</content>
public sealed partial class TreasuryDesk
{
    private const int LostAfterHours = 24;

    /// <summary>
    /// Gives up a payment that was signed, which the policy lets nobody do alone: one that people were to send, one whose answer was
    /// lost before its network became watch-only, and one that the chain has known nothing of for a day. The deposit is
    /// confirmed as before and may be credited anew; no transaction is ever taken for the old proposal.
    /// </summary>
    public async Task<Result<Decided<ProposalView>>> VoidAsync(Guid id, string? reason, CancellationToken cancellation) =>
        await StandsAsync(id, cancellation) is { } stands ? stands
            : await transaction.RunAsync<Decided<ProposalView>>(new DeskCommand(Permission.TreasurySign), (work, token) =>
                VoidAsync(work, id, new ProposalVoiding(reason?.Trim() ?? ""), token), cancellation);

    /// <summary>How it runs when a second person has agreed; a transaction that was seen meanwhile has changed the transfer's
    /// version.</summary>
    internal CommandReplay VoidReplay => CommandReplay.Of<ProposalVoiding, Decided<ProposalView>>(
        ApprovalOperation.ProposalVoid, Permission.TreasurySign, VersionAsync, VoidAsync);

    private async Task<Result<Decided<ProposalView>>> VoidAsync(DeskWork work, Guid id, ProposalVoiding command,
        CancellationToken cancellation)
    {
        var loaded = await LoadAsync(work, id, cancellation);
        if (loaded.Failed(out var missing))
        {
            return missing;
        }
        var (proposal, deposit, _) = loaded.Value;
        var transfer = await work.Db.Transfers.FirstOrDefaultAsync(row => row.ProposalId == id, cancellation);
        if (VoidFault(proposal, transfer) is { } wrong)
        {
            return wrong;
        }
        if (command.Reason.Length is 0 or > 1_000)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.");
        }
        var ruled = await policy.RuleAsync(work, new PolicyCase(ApprovalOperation.ProposalVoid, "proposal", id, VersionOf(proposal,
            transfer!), $"PRP-{proposal.Number}")
        {
            MerchantId = deposit.MerchantId,
            NotionalUsdCents = deposit.NotionalUsdCents(),
            Parts = [new CaseActor(CasePart.Proposer, proposal.CreatedBy)],
            Summary = $"PRP-{proposal.Number} for {deposit.HumanId}: give the payment of "
                + $"{deposit.AssetInfo.Format(proposal.AmountMinor)} {deposit.AssetInfo.Symbol}"
                + $" to {proposal.ToAddress} up. {command.Reason}",
            Command = command,
        }, cancellation);
        if (ruled.Failed(out var denied))
        {
            return denied;
        }
        if (ruled.Value is { } waiting)
        {
            work.Touch(Topics.Proposals, id);
            return Decided<ProposalView>.Later(waiting);
        }
        return GiveUp(work, proposal, deposit, transfer!, command.Reason).Map(Decided<ProposalView>.Now);
    }

    private static Result<ProposalView> GiveUp(DeskWork work, Proposal proposal, Deposit deposit, Transfer transfer, string reason)
    {
        var from = transfer.Status;
        if (transfer.Void(reason).Failed(out var unmoved))
        {
            return unmoved;
        }
        if (proposal.Void(work.Actor.PersonId, reason, work.Now).Failed(out var unended))
        {
            return unended;
        }
        work.Post(DepositJournal.CreditReversed(deposit));
        work.Earn(DepositTrail.Revenue(deposit, -1));
        deposit.EndProposal(work.Now);
        work.Audit(new AuditNote("transfer.void", "transfer", transfer.Id)
        {
            MerchantId = deposit.MerchantId,
            FromStatus = Names.Snake(from),
            ToStatus = Names.Snake(transfer.Status),
            Reason = reason,
            Changes = new { transfer.TxHash, work.Replaying?.ApprovalId, ApprovedBy = work.Replaying?.CheckerId },
        });
        Record(work, proposal, deposit, "void", ProposalStatus.Approved, reason);
        return ProposalView.Of(proposal, new Dictionary<Guid, string>()) with { Transfer = TransferView.Of(transfer) };
    }

    private static DomainError? VoidFault(Proposal proposal, Transfer? transfer) =>
        Proposal.Lifecycle.Move(proposal.Status, ProposalAction.Void).Failed(out var wrong) ? wrong
        : transfer is null ? new DomainError(ErrorCode.WrongState, "The proposal has no payment.")
        : Transfer.Lifecycle.Move(transfer.Status, TransferAction.Void).Failed(out var under) ? under : null;

    // What the chain says is asked before the transaction. What it says later changes the transfer, and its version makes the wish stale.
    private async Task<DomainError?> StandsAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasurySign, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        Transfer transfer;
        DateTime now;
        await using (var reading = opened.Value)
        {
            var proposal = await reading.Db.Proposals.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation);
            var found = await reading.Db.Transfers.AsNoTracking().FirstOrDefaultAsync(row => row.ProposalId == id, cancellation);
            if (proposal is null || VoidFault(proposal, found) is { } wrong)
            {
                // The command says which, with all that belongs to a refusal.
                return null;
            }
            (transfer, now) = (found!, clock.UtcNowMillis());
        }
        var network = Asset.ByCode(transfer.Asset).Network;
        try
        {
            return chain.Connection(network.Code).IsWatchOnly
                ? await WatchedAsync(transfer, network, cancellation) : await SentAsync(transfer, network, now, cancellation);
        }
        catch (Exception fault) when (fault is ChainUnavailableException or ChainRefusedException)
        {
            return new DomainError(ErrorCode.Unavailable, $"The node of {network.DisplayName} did not tell about the transaction. "
                + "Nothing was changed; try again.");
        }
    }

    private async Task<DomainError?> WatchedAsync(Transfer transfer, Network network, CancellationToken cancellation)
    {
        if (transfer.Status == TransferStatus.Broadcast)
        {
            return Impossible(transfer, "its transaction is followed; if it goes, the transfer waits for another one");
        }
        return transfer.TxHash is { } dropped && TransactionCheck.Fault(transfer, await chain.TransactionAsync(network.Code, dropped,
            cancellation)) is null
            ? Impossible(transfer, "the transaction that was entered stands on the chain again") : null;
    }

    private async Task<DomainError?> SentAsync(Transfer transfer, Network network, DateTime now, CancellationToken cancellation)
    {
        if (transfer.Status == TransferStatus.OutcomeUnknown)
        {
            return Impossible(transfer, "it is asked for by its client id, and found or sent again by itself");
        }
        if (transfer.Status != TransferStatus.Broadcast)
        {
            return null;
        }
        var isYoung = transfer.CreatedAtUtc > now.AddHours(-LostAfterHours);
        return isYoung || await chain.FindByHashAsync(network.Code, transfer.TxHash!, cancellation) is not null
            || await chain.FindByClientIdAsync(network.Code, transfer.Id.ToString(), cancellation) is not null
            ? Impossible(transfer, $"the chain must have known nothing of it for {LostAfterHours} hours") : null;
    }

    private static DomainError Impossible(Transfer transfer, string why) =>
        new(ErrorCode.WrongState, $"Void is not possible while the transfer is {Names.Snake(transfer.Status)}: {why}.")
        {
            Facts = new Dictionary<string, string> { ["status"] = Names.Snake(transfer.Status),
                ["action"] = Names.Snake(TransferAction.Void) },
        };

    private static async Task<string?> VersionAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var proposal = await work.Db.Proposals.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        var transfer = await work.Db.Transfers.FirstOrDefaultAsync(row => row.ProposalId == id, cancellation);
        return proposal is null || transfer is null ? null : VersionOf(proposal, transfer);
    }

    private static string VersionOf(Proposal proposal, Transfer transfer) =>
        string.Create(CultureInfo.InvariantCulture, $"{proposal.Version}.{transfer.Version}");
}

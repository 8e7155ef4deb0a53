using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>Proposals: who signs, who refuses, and what follows. Nobody moves money alone here.</summary>
public sealed partial class TreasuryDesk(
    DeskTransaction transaction, DeskGate gate, PolicyGate policy, IChainNode chain, ScreeningGate screening, TimeProvider clock)
{
    /// <summary>Signs a proposal; the last needed signature queues the transfer in the same transaction.</summary>
    public async Task<Result<ProposalView>> SignAsync(Guid id, CancellationToken cancellation)
    {
        await screening.AskAsync((db, token) => ScreeningSubjects.LastSignatureAsync(db, id, token), cancellation);
        return await SignAskedAsync(id, cancellation);
    }

    private Task<Result<ProposalView>> SignAskedAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<ProposalView>(new DeskCommand(Permission.TreasurySign), async (work, token) =>
        {
            var loaded = await LoadAsync(work, id, token);
            if (loaded.Failed(out var missing))
            {
                return missing;
            }
            var (proposal, deposit, wallet) = loaded.Value;
            if (await LastSignatureRefusedAsync(work, proposal, deposit, token) is { } mayNot)
            {
                return mayNot;
            }
            var signed = proposal.Sign(work.NewId(), work.Actor, wallet, deposit, work.Now);
            if (signed.Failed(out var refused))
            {
                return refused;
            }
            // Signatures are added through a navigation, which would otherwise be taken for changed rows.
            work.Db.Entry(proposal.Signatures[^1]).State = EntityState.Added;
            if (proposal.Status == ProposalStatus.Approved)
            {
                var transfer = Transfer.Queue(work.NewId(), proposal, wallet, work.Now);
                work.Db.Transfers.Add(transfer);
                // On a watch-only network nothing is sent from here; the signers send it and treasury enters the hash.
                var isSentByPeople = chain.Connection(wallet.Network).IsWatchOnly && transfer.AwaitTransaction().IsSuccess;
                deposit.Progress(isSentByPeople ? SettlementState.AwaitingTransaction : SettlementState.Broadcast, transfer.Id, work.Now);
                work.Count("proposals:open", -1);
                work.Touch(Topics.Proposals, transfer.Id);
            }
            else
            {
                deposit.Progress(SettlementState.Signing, null, work.Now);
            }
            Record(work, proposal, deposit, "sign", ProposalStatus.Open, null);
            return ProposalView.Of(proposal, new Dictionary<Guid, string> { [work.Actor.PersonId] = work.Actor.DisplayName });
        }, cancellation);

    // Only the signature that releases the money is ruled on: the proposer may be among the signers, but never the one who ends it.
    private async Task<DomainError?> LastSignatureRefusedAsync(DeskWork work, Proposal proposal, Deposit deposit,
        CancellationToken cancellation)
    {
        if (proposal.Status != ProposalStatus.Open || proposal.Signatures.Count + 1 < proposal.RequiredSignatures
            || proposal.Signatures.Any(one => one.PersonId == work.Actor.PersonId))
        {
            return null;
        }
        // The signature that releases the money looks at its target once more.
        if (await PayoutGuard.FaultAsync(work.Db, deposit, cancellation) is { } unusable)
        {
            return unusable;
        }
        var asked = await ScreeningSubjects.DepositAsync(work.Db, deposit, proposal.ToAddress, cancellation);
        if (await ScreeningGate.FaultAsync(work, asked, cancellation) is { } notClear)
        {
            return notClear;
        }
        var ruled = await policy.RuleAsync(work, new PolicyCase(
            ApprovalOperation.ProposalFinalSign, "proposal", proposal.Id,
            proposal.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), $"DEP-{deposit.Number}")
        {
            MerchantId = deposit.MerchantId,
            NotionalUsdCents = deposit.NotionalUsdCents(),
            Parts = [new CaseActor(CasePart.Proposer, proposal.CreatedBy)],
        }, cancellation);
        return ruled.Failed(out var refused) ? refused
            : ruled.Value is not null
            ? new DomainError(ErrorCode.SecondPersonRequired,
            "A signature cannot wait for a second person; the policy must allow or refuse it.") : null;
    }

    /// <summary>Refuses a proposal; the credit entry is reversed and the deposit stays confirmed.</summary>
    public Task<Result<ProposalView>> RejectAsync(Guid id, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<ProposalView>(new DeskCommand(Permission.TreasurySign), async (work, token) =>
        {
            var loaded = await LoadAsync(work, id, token);
            if (loaded.Failed(out var missing))
            {
                return missing;
            }
            var (proposal, deposit, wallet) = loaded.Value;
            var rejected = proposal.Reject(work.Actor, wallet, reason, work.Now);
            if (rejected.Failed(out var refused))
            {
                return refused;
            }
            ProposalEnding.Undo(work, deposit);
            Record(work, proposal, deposit, "reject", ProposalStatus.Open, proposal.EndReason);
            return ProposalView.Of(proposal, new Dictionary<Guid, string>());
        }, cancellation);

    /// <summary>A page of proposals, newest first unless a status is asked for, then oldest first.</summary>
    public async Task<Result<Page<ProposalView>>> ListAsync(ProposalStatus? status, string? cursorText, int size,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasuryRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var cursor = Cursor.Decode(cursorText);
        if (cursor.Failed(out var malformed))
        {
            return malformed;
        }
        var take = Math.Clamp(size, 1, Cursor.SizeMax);
        var rows = reading.Db.Proposals.AsQueryable();
        rows = status is { } one ? rows.Where(row => row.Status == one) : rows;
        if (cursor.Value is { } before)
        {
            var (time, id) = (Data.Conventions.UtcMillis.To(before.Millis), before.Id);
            rows = rows.Where(row => row.CreatedAtUtc <= time && (row.CreatedAtUtc < time || row.Id < id));
        }
        var found = await rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id).Take(take + 1)
            .ToListAsync(cancellation);
        var page = found.Take(take).ToList();
        var next = found.Count > take ? new Cursor(Data.Conventions.UtcMillis.From(page[^1].CreatedAtUtc), page[^1].Id).Encode() : null;
        return new Page<ProposalView>(await ViewsAsync(reading, page, cancellation), next);
    }

    /// <summary>One proposal.</summary>
    public async Task<Result<ProposalView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasuryRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var proposal = await reading.Db.Proposals.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        return proposal is null ? DomainError.Missing("proposal") : (await ViewsAsync(reading, [proposal], cancellation))[0];
    }

    private static async Task<List<ProposalView>> ViewsAsync(DeskReading reading, List<Proposal> proposals, CancellationToken cancellation)
    {
        var people = proposals.SelectMany(row => row.Signatures.Select(one => one.PersonId).Append(row.CreatedBy)).Distinct().ToList();
        var names = await reading.Db.Users.Where(user => people.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
        var depositIds = proposals.Select(row => row.DepositId).Distinct().ToList();
        var deposits = await reading.Db.Deposits.Where(row => depositIds.Contains(row.Id))
            .Select(row => new { row.Id, row.Number,
                Merchant = reading.Db.Merchants.Where(merchant => merchant.Id == row.MerchantId).Select(merchant => merchant.Name)
                .First() })
            .ToDictionaryAsync(row => row.Id, cancellation);
        var wallets = await reading.Db.TreasuryWallets.ToDictionaryAsync(row => row.Id, cancellation);
        var ids = proposals.ConvertAll(row => row.Id);
        var transfers = await reading.Db.Transfers.Where(row => ids.Contains(row.ProposalId))
            .ToDictionaryAsync(row => row.ProposalId, cancellation);
        return
        [
            .. proposals.Select(row => ProposalView.Of(row, names) with
            {
                DepositHumanId = deposits.TryGetValue(row.DepositId, out var deposit) ? $"DEP-{deposit.Number}" : "",
                MerchantName = deposit?.Merchant ?? "",
                Transfer = transfers.TryGetValue(row.Id, out var transfer) ? TransferView.Of(transfer) : null,
                SignBlockedBecause = Blocked(row, wallets[row.TreasuryWalletId], reading.Actor),
            }),
        ];
    }

    private static string? Blocked(Proposal proposal, TreasuryWallet wallet, ActorStanding actor)
    {
        if (proposal.Status != ProposalStatus.Open)
        {
            return $"The proposal is {Names.Snake(proposal.Status)}.";
        }
        if (!actor.May(Permission.TreasurySign) || !wallet.Signers.Any(signer => signer.PersonId == actor.PersonId))
        {
            return $"You are not a signer of {wallet.Name}.";
        }
        return proposal.Signatures.Any(one => one.PersonId == actor.PersonId) ? "You have signed this already." : null;
    }

    private static async Task<Result<(Proposal Proposal, Deposit Deposit, TreasuryWallet Wallet)>> LoadAsync(DeskWork work, Guid id,
        CancellationToken cancellation)
    {
        var proposal = await work.Db.Proposals.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (proposal is null)
        {
            return DomainError.Missing("proposal");
        }
        var deposit = await work.Db.Deposits.FirstAsync(row => row.Id == proposal.DepositId, cancellation);
        var wallet = await work.Db.TreasuryWallets.FirstAsync(row => row.Id == proposal.TreasuryWalletId, cancellation);
        return (proposal, deposit, wallet);
    }

    private static void Record(DeskWork work, Proposal proposal, Deposit deposit, string action, ProposalStatus from, string? reason)
    {
        work.Audit(new AuditNote($"proposal.{action}", "proposal", proposal.Id)
        {
            MerchantId = deposit.MerchantId,
            FromStatus = Names.Snake(from),
            ToStatus = Names.Snake(proposal.Status),
            Reason = reason,
            Changes = new { Signatures = proposal.Signatures.Count, proposal.RequiredSignatures, proposal.Binding },
        });
        RecordTrail.Record(work, deposit, $"proposal_{action}", deposit.StatusName, reason);
        work.Touch(Topics.Proposals, proposal.Id);
    }
}

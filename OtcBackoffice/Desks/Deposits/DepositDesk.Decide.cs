using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Proofs, claims and decisions.</content>
public sealed partial class DepositDesk
{
    /// <summary>
    /// Takes a proof: streamed to the store under a server-made name, inspected, then bound to the deposit. A refused file
    /// is deleted and changes nothing. None is ever replaced; a later one is a new version.
    /// </summary>
    public async Task<Result<DepositView>> AttachProofAsync(UploadProof command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (await UploadFaultAsync(command.Id, cancellation) is { } early)
        {
            return early;
        }
        var fileId = Guid.NewGuid();
        var stored = await StoreAsync(command, fileId, cancellation);
        if (stored.Failed(out var refused))
        {
            return refused;
        }
        var (file, inspection) = stored.Value;
        var attached = await ChangeAsync(command.Id, Permission.DepositOwn, "attach_proof", async (work, deposit, token) =>
        {
            var proof = new DepositProof(fileId, command.FileName, file.SizeBytes, file.Sha256);
            var earlier = deposit.ProofFileId;
            var changed = deposit.AttachProof(proof, work.Now);
            if (changed.IsSuccess)
            {
                await AddProofAsync(work, deposit, file, inspection, earlier, token);
                await work.RaiseAsync(DepositEvents.Of(DepositEvents.ProofAttached, deposit), token);
            }
            return changed;
        }, cancellation);
        if (!attached.IsSuccess)
        {
            await proofs.DeleteAsync(command.Id, fileId, CancellationToken.None);
        }
        return attached;
    }

    /// <summary>Takes an unclaimed deposit, or renews the actor's own claim.</summary>
    public Task<Result<DepositView>> ClaimAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositDecide, "claim", async (work, deposit, token) =>
            deposit.Claim(work.Actor, (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, work.Now),
                cancellation);

    /// <summary>Gives a claim back.</summary>
    public Task<Result<DepositView>> ReleaseAsync(Guid id, CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("release", Permission.DepositDecide), (work, deposit) => deposit.Release(work.Actor, work.Now),
            cancellation);

    /// <summary>Gives the deposit to somebody who may decide it.</summary>
    public Task<Result<DepositView>> AssignAsync(Guid id, Guid assignee, string? reason, CancellationToken cancellation) =>
        Transaction.RunAsync<DepositView>(new DeskCommand(Permission.DepositAssign), async (work, token) =>
            await LoadAsync(work, id, token) is not { } deposit ? Missing
            : await IneligibleAsync(work, assignee, "assignee_user_id", token) is { } unfit ? unfit
            : await GiveAsync(work, deposit, assignee, new RecordStep("assign", Permission.DepositDecide) { Reason = reason },
                (await LimitsReader.ReadAsync(work, settings.Limits, token)).ClaimLeaseSeconds, token), cancellation);

    private async Task<Result<DepositView>> GiveAsync(DeskWork work, Deposit deposit, Guid assignee, RecordStep step, int leaseSeconds,
        CancellationToken cancellation)
    {
        var given = await StepAsync(work, deposit, step,
            (_, row, _) => Task.FromResult(row.Assign(assignee, leaseSeconds, work.Now)), cancellation);
        if (given.IsSuccess)
        {
            await NotificationBook.NotifyAsync(work,
                new NotificationNote(NotificationKinds.Assignment, deposit.HumanId, deposit.Id, $"/deposits/{deposit.Id}",
                $"{work.Actor.DisplayName} gave you {deposit.HumanId}."), [assignee], cancellation);
        }
        return given;
    }

    private static async Task<DomainError?> IneligibleAsync(DeskWork work, Guid person, string field, CancellationToken cancellation)
    {
        var standing = await Standings.ReadAsync(work.Session, new Actor(person, ActorKind.Person, ""), work.Now, cancellation);
        return standing.IsSuccess && standing.Value.May(Permission.DepositDecide) ? null : Ineligible(field);
    }

    private static DomainError Ineligible(string field) =>
        DomainError.Of(ErrorCode.AssigneeNotEligible, field, $"{field} is nobody who may decide deposits.");

    /// <summary>
    /// The fiat arrived: the books carry it and the merchant is told. The policy may want a second person first. Whoever
    /// looked at the record, as on the page, decides about that version only, and not against what its proof says.
    /// </summary>
    public async Task<Result<Decided<DepositView>>> ConfirmAsync(ConfirmDeposit command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Reason?.Length > ReasonLengthMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason may have {ReasonLengthMax} characters at most.");
        }
        var looked = await LookAsync(command.Id, cancellation);
        return await Transaction.RunAsync<Decided<DepositView>>(new DeskCommand(Permission.DepositDecide),
            (work, token) => ConfirmAsync(work, command, looked, token), cancellation);
    }

    internal async Task<Result<Decided<DepositView>>> ConfirmAsync(DeskWork work, ConfirmDeposit command, LookedProof? looked,
        CancellationToken cancellation)
    {
        var deposit = await LoadAsync(work, command.Id, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        if (deposit.Unseen(command.SeenVersion) is { } unseen)
        {
            return unseen;
        }
        var limits = await LimitsReader.ReadAsync(work, settings.Limits, cancellation);
        if (deposit.Copy().Confirm(work.Actor, limits, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        var evidence = await DepositEvidence.ReadAsync(work, deposit, looked, cancellation);
        if (command.ProofMustAgree && evidence is not null
            && ProofEvidence.Refusal(evidence.Fields.Select(line => line.Finding), evidence.Accepted) is { } contradicted)
        {
            return contradicted;
        }
        var repeated = await ConfirmEvidence.RepeatedAsync(work.Db, deposit, cancellation);
        var about = DepositCases.Confirm(deposit) with
        {
            Evidence = await ConfirmEvidence.FactsAsync(work.Db, deposit, evidence, repeated.Count > 0, cancellation),
            Command = command with { SeenVersion = null },
        };
        // Two persons are more than one who has looked twice: what the policy gives to a second person needs no tick of the first.
        return await DecideAsync(work, deposit, about,
            async () => work.Replaying is null && ConfirmEvidence.Refusal(deposit, command, evidence, repeated) is { } unseen
            ? unseen : await ConfirmAsync(work, deposit, command, evidence, limits, cancellation), cancellation);
    }

    private async Task<Result<DepositView>> ConfirmAsync(
        DeskWork work, Deposit deposit, ConfirmDeposit command, EvidenceView? evidence, DeskLimits limits, CancellationToken cancellation)
    {
        var from = deposit.StatusName;
        if (deposit.Confirm(work.Actor, limits, work.Now).Failed(out var refused))
        {
            return refused;
        }
        work.Post(DepositJournal.Confirmed(deposit));
        await work.RaiseAsync(DepositEvents.Of(DepositEvents.Confirmed, deposit), cancellation);
        RecordTrail.Record(work, deposit, "confirm", from, command.Reason?.Trim(), Agreed(work, command, evidence));
        return View(work, deposit);
    }

    /// <summary>The deposit is refused with a reason.</summary>
    public Task<Result<DepositView>> RejectAsync(Guid id, string? reason, string? internalNote, CancellationToken cancellation) =>
        RejectAsync(id, null, reason, internalNote, cancellation);

    /// <summary>The same by somebody who looked at the deposit in a certain version and decides only about that one.</summary>
    public Task<Result<DepositView>> RejectAsync(Guid id, int? seenVersion, string? reason, string? internalNote,
        CancellationToken cancellation) =>
        ChangeAsync(id, new RecordStep("reject", Permission.DepositDecide) { SeenVersion = seenVersion, Event = DepositEvents.Rejected },
            (work, deposit, token) => RejectAsync(work, deposit, reason, internalNote, token), cancellation);

    private static async Task<Result<Deposit>> RejectAsync(DeskWork work, Deposit deposit, string? reason, string? internalNote,
        CancellationToken cancellation)
    {
        if (deposit.Copy().Reject(work.Actor, reason, internalNote, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        // What came for it is nobody's again, and waits in the queue of unmatched money.
        return await ReceiptTrail.ReleaseAllAsync(work, deposit, $"{deposit.HumanId} was rejected.", cancellation) is { } stuck ? stuck
            : deposit.Reject(work.Actor, reason, internalNote, work.Now);
    }

    // Refuses before the body is read what would be refused after it: a missing deposit or a closed state.
    private async Task<DomainError?> UploadFaultAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchant = reading.Actor.MerchantId;
        var deposit = await reading.Db.Deposits.FirstOrDefaultAsync(row => row.Id == id && row.MerchantId == merchant, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        return DepositLifecycle.Table.Move(deposit.Status, DepositAction.AttachProof).Failed(out var wrong) ? wrong : null;
    }

    private async Task<Result<(StoredProof File, ProofInspection Inspection)>> StoreAsync(UploadProof command, Guid fileId,
        CancellationToken cancellation)
    {
        StoredProof file;
        try
        {
            file = await proofs.SaveAsync(command.Id, fileId, command.Content, settings.ProofBytesMax, cancellation);
        }
        catch (ProofTooLargeException)
        {
            return new DomainError(ErrorCode.ProofTooLarge, $"A proof may have {settings.ProofBytesMax} bytes at most.");
        }
        catch (ProofStoreFullException)
        {
            return new DomainError(ErrorCode.Unavailable, "The proof store is full; nothing was changed.");
        }
        var inspection = await InspectAsync(command.Id, fileId, file.Sha256, cancellation);
        var fault = inspection.Verdict switch
        {
            ProofVerdict.Accepted => null,
            ProofVerdict.NotPdf => new DomainError(ErrorCode.ProofNotPdf, inspection.Reason ?? "The file is not a PDF."),
            ProofVerdict.Encrypted => new DomainError(ErrorCode.ProofRefused, "The PDF cannot be opened without a password."),
            ProofVerdict.Malformed => new DomainError(ErrorCode.ProofRefused, inspection.Reason ?? "The PDF is malformed."),
            ProofVerdict.OverLimit => new DomainError(ErrorCode.ProofRefused, inspection.Reason
                ?? "The PDF is larger than this desk reads."),
            ProofVerdict.ActiveContent => new DomainError(ErrorCode.ProofRefused, inspection.Reason ?? "The PDF carries active content."),
        };
        if (fault is null)
        {
            return (file, inspection);
        }
        await proofs.DeleteAsync(command.Id, fileId, CancellationToken.None);
        return fault;
    }

    private async Task<ProofInspection> InspectAsync(Guid depositId, Guid fileId, string sha256, CancellationToken cancellation)
    {
        await using var content = await proofs.OpenAsync(depositId, fileId, sha256, cancellation)
            ?? throw new InvalidOperationException("A proof that was just stored is gone.");
        return await inspector.InspectAsync(content, cancellation);
    }
}

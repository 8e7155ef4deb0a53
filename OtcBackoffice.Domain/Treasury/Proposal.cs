using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Domain.Treasury;

/// <summary>Where a multisig proposal stands.</summary>
public enum ProposalStatus
{
    /// <summary>It gathers signatures.</summary>
    Open,

    /// <summary>It has enough signatures; its transfer is being sent or confirmed.</summary>
    Approved,

    /// <summary>Its transfer is final.</summary>
    Executed,

    /// <summary>A signer refused it.</summary>
    Rejected,

    /// <summary>What was signed no longer matches the deposit.</summary>
    Invalidated,

    /// <summary>It was signed, and its payment will never be made: two persons gave it up, or the chain refused it. No hash is taken for
    /// it.</summary>
    Voided,
}

/// <summary>What may be done to a proposal.</summary>
public enum ProposalAction
{
    /// <summary>A signer agrees.</summary>
    Sign,

    /// <summary>The last needed signature is there.</summary>
    Approve,

    /// <summary>A signer refuses.</summary>
    Reject,

    /// <summary>The deposit changed underneath.</summary>
    Invalidate,

    /// <summary>The transfer is final.</summary>
    Execute,

    /// <summary>Its payment is given up; the deposit may be credited anew.</summary>
    Void,
}

/// <summary>A payment that several signers must agree to, bound to exactly one deposit, amount, asset, network and address.</summary>
public sealed class Proposal
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<ProposalStatus, ProposalAction> Lifecycle = new("proposal",
        (ProposalStatus.Open, ProposalAction.Sign, ProposalStatus.Open),
        (ProposalStatus.Open, ProposalAction.Approve, ProposalStatus.Approved),
        (ProposalStatus.Open, ProposalAction.Reject, ProposalStatus.Rejected),
        (ProposalStatus.Open, ProposalAction.Invalidate, ProposalStatus.Invalidated),
        (ProposalStatus.Approved, ProposalAction.Execute, ProposalStatus.Executed),
        (ProposalStatus.Approved, ProposalAction.Void, ProposalStatus.Voided));

    private readonly List<ProposalSignature> _signatures = [];

    private Proposal()
    {
    }

    /// <summary>The proposal's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The number people use: 17 is shown as PRP-17.</summary>
    public long Number { get; private set; }

    /// <summary>What it pays for: <c>otc_credit</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The deposit that it pays.</summary>
    public Guid DepositId { get; private set; }

    /// <summary>Where it stands.</summary>
    public ProposalStatus Status { get; private set; }

    /// <summary>The asset's canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>Minor units of the asset.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Where it pays to.</summary>
    public string ToAddress { get; private set; } = "";

    /// <summary>The treasury wallet that pays.</summary>
    public Guid TreasuryWalletId { get; private set; }

    /// <summary>How many signatures it needs.</summary>
    public int RequiredSignatures { get; private set; }

    /// <summary>The hash of what is signed; every signature repeats it.</summary>
    public string Binding { get; private set; } = "";

    /// <summary>Who proposed.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When it was proposed.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was rejected, invalidated, executed or made void.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>Who rejected it, or null.</summary>
    public Guid? EndedBy { get; private set; }

    /// <summary>Why it was rejected or became invalid.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Who has signed, in order.</summary>
    public IReadOnlyList<ProposalSignature> Signatures => _signatures;

    /// <summary>Proposes the payment that a deposit's credit asks for.</summary>
    public static Proposal ForDeposit(Guid id, long number, Deposit deposit, TreasuryWallet wallet, ActorStanding actor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        ArgumentNullException.ThrowIfNull(wallet);
        ArgumentNullException.ThrowIfNull(actor);
        var proposal = new Proposal
        {
            Id = id,
            Number = number,
            Kind = "otc_credit",
            DepositId = deposit.Id,
            Asset = deposit.Asset,
            AmountMinor = deposit.CryptoMinor ?? throw new InvalidOperationException("The deposit has no credit."),
            ToAddress = deposit.CreditedToAddress ?? throw new InvalidOperationException("The deposit has no payout address."),
            TreasuryWalletId = wallet.Id,
            RequiredSignatures = wallet.Threshold,
            CreatedBy = actor.PersonId,
            CreatedAtUtc = now,
            Version = 1,
        };
        proposal.Binding = BindingOf(proposal.DepositId, proposal.Asset, proposal.AmountMinor, proposal.ToAddress);
        return proposal;
    }

    /// <summary>Adds a signature; the last needed one approves the payment.</summary>
    public Result<Proposal> Sign(Guid signatureId, ActorStanding actor, TreasuryWallet wallet, Deposit deposit, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(wallet);
        ArgumentNullException.ThrowIfNull(deposit);
        if (Lifecycle.Move(Status, ProposalAction.Sign).Failed(out var wrong))
        {
            return wrong;
        }
        if (!wallet.Signers.Any(signer => signer.PersonId == actor.PersonId))
        {
            return new DomainError(ErrorCode.NotASigner, $"{actor.DisplayName} is not a signer of {wallet.Name}.");
        }
        if (_signatures.Any(signature => signature.PersonId == actor.PersonId))
        {
            return new DomainError(ErrorCode.AlreadySigned, $"{actor.DisplayName} has signed this proposal already.");
        }
        if (Binding != BindingOf(deposit.Id, deposit.Asset, deposit.CryptoMinor ?? 0, deposit.CreditedToAddress ?? ""))
        {
            return new DomainError(ErrorCode.ProposalInvalidated, "The deposit changed after this proposal was made.");
        }
        _signatures.Add(new ProposalSignature(signatureId, Id, actor.PersonId, Binding, now));
        if (_signatures.Count >= RequiredSignatures)
        {
            Status = ProposalStatus.Approved;
        }
        Version++;
        return this;
    }

    /// <summary>A signer refuses, with a reason.</summary>
    public Result<Proposal> Reject(ActorStanding actor, TreasuryWallet wallet, string? reason, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(wallet);
        if (!wallet.Signers.Any(signer => signer.PersonId == actor.PersonId))
        {
            return new DomainError(ErrorCode.NotASigner, $"{actor.DisplayName} is not a signer of {wallet.Name}.");
        }
        return string.IsNullOrWhiteSpace(reason) || reason.Length > 1_000
            ? DomainError.Of(ErrorCode.InvalidRequest, "reason", "reason must have 1 to 1000 characters.")
            : End(ProposalAction.Reject, actor.PersonId, reason.Trim(), now);
    }

    /// <summary>The deposit changed underneath, so the signatures are worth nothing.</summary>
    public Result<Proposal> Invalidate(string reason, DateTime now) => End(ProposalAction.Invalidate, null, reason, now);

    /// <summary>The transfer is final.</summary>
    public Result<Proposal> Execute(DateTime now) => End(ProposalAction.Execute, null, null, now);

    /// <summary>Its payment will never be made, by whoever gave it up or, with null, by the chain's word.</summary>
    public Result<Proposal> Void(Guid? by, string reason, DateTime now) => End(ProposalAction.Void, by, reason, now);

    /// <summary>The SHA-256, in lower-case hex, over exactly what a signer agrees to.</summary>
    public static string BindingOf(Guid depositId, string asset, long amountMinor, string toAddress) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"otc_credit\n{depositId}\n{asset}\n{amountMinor}\n{toAddress}")));

    private Result<Proposal> End(ProposalAction action, Guid? by, string? reason, DateTime now)
    {
        var next = Lifecycle.Move(Status, action);
        if (next.Failed(out var wrong))
        {
            return wrong;
        }
        (Status, EndedAtUtc, EndedBy, EndReason) = (next.Value, now, by, reason);
        Version++;
        return this;
    }
}

/// <summary>One signer's agreement.</summary>
/// <param name="Id">The signature's id.</param>
/// <param name="ProposalId">The proposal.</param>
/// <param name="PersonId">The signer.</param>
/// <param name="Binding">The hash of what was signed.</param>
/// <param name="SignedAtUtc">When.</param>
public sealed record ProposalSignature(Guid Id, Guid ProposalId, Guid PersonId, string Binding, DateTime SignedAtUtc);

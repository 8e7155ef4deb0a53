using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>Where a withdrawal stands, in the words of specification 002.</summary>
public enum GatewayWithdrawalStatus
{
    /// <summary>The funds are locked; the desk has not decided.</summary>
    Pending,

    /// <summary>Approved and on its way; also while its outcome is not known.</summary>
    Processing,

    /// <summary>Final on the chain. Final.</summary>
    Completed,

    /// <summary>Refused by the desk or by the chain; the funds are free again. Final.</summary>
    Failed,

    /// <summary>Taken back; the funds are free again. Final.</summary>
    Cancelled,
}

/// <summary>What happens to a withdrawal.</summary>
public enum GatewayWithdrawalAction
{
    /// <summary>Somebody takes it.</summary>
    Claim,

    /// <summary>Somebody gives it back.</summary>
    Release,

    /// <summary>The desk agrees.</summary>
    Approve,

    /// <summary>The desk refuses.</summary>
    Reject,

    /// <summary>The tenant or the desk takes it back.</summary>
    Cancel,

    /// <summary>It was handed to the chain.</summary>
    Send,

    /// <summary>The chain refused it.</summary>
    Fail,

    /// <summary>It is final.</summary>
    Complete,
}

/// <summary>The withdrawal's transition table.</summary>
public static class GatewayWithdrawalLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<GatewayWithdrawalStatus, GatewayWithdrawalAction> Table = new("withdrawal",
        (GatewayWithdrawalStatus.Pending, GatewayWithdrawalAction.Claim, GatewayWithdrawalStatus.Pending),
        (GatewayWithdrawalStatus.Pending, GatewayWithdrawalAction.Release, GatewayWithdrawalStatus.Pending),
        (GatewayWithdrawalStatus.Pending, GatewayWithdrawalAction.Approve, GatewayWithdrawalStatus.Processing),
        (GatewayWithdrawalStatus.Pending, GatewayWithdrawalAction.Reject, GatewayWithdrawalStatus.Failed),
        (GatewayWithdrawalStatus.Pending, GatewayWithdrawalAction.Cancel, GatewayWithdrawalStatus.Cancelled),
        (GatewayWithdrawalStatus.Processing, GatewayWithdrawalAction.Send, GatewayWithdrawalStatus.Processing),
        (GatewayWithdrawalStatus.Processing, GatewayWithdrawalAction.Fail, GatewayWithdrawalStatus.Failed),
        (GatewayWithdrawalStatus.Processing, GatewayWithdrawalAction.Complete, GatewayWithdrawalStatus.Completed));
}

/// <summary>A withdrawal as its tenant asks for it, read and priced.</summary>
/// <param name="Coin">What is sent.</param>
/// <param name="Address">Where to, in the chain's own spelling.</param>
/// <param name="Estimate">Amount and fees.</param>
/// <param name="IsFinalAmount">Whether the asked amount is what arrives.</param>
public sealed record WithdrawalAsked(GatewayCoin Coin, string Address, WithdrawalEstimate Estimate, bool IsFinalAmount)
{
    /// <summary>The sub-account that pays, or null for the main account.</summary>
    public Guid? WalletId { get; init; }

    /// <summary>The tenant's own id of it, or null; unique for the tenant.</summary>
    public string? CustomId { get; init; }

    /// <summary>What goes with the address on chains that need it.</summary>
    public string? Memo { get; init; }

    /// <summary>The batch that it came in, or null.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>The value in US cents at the rate of now, or null when it is not known.</summary>
    public long? UsdCents { get; init; }
}

/// <summary>
/// Coins that a tenant sends out (specification 002). They are locked before the first answer, and one decision of the desk
/// and the chain's own word move it on: an outcome that is not known stays <c>processing</c> and is asked for, never repeated.
/// </summary>
public sealed class GatewayWithdrawal : IClaimed
{
    private const int ReasonLengthMax = 1_000;

    private GatewayWithdrawal()
    {
    }

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("gateway_withdrawal", "gateway_withdrawal", "gateway_withdrawals");

    /// <inheritdoc/>
    public Guid Id { get; private set; }

    /// <summary>The running number.</summary>
    public long Number { get; private set; }

    /// <inheritdoc/>
    public Guid MerchantId { get; private set; }

    /// <summary>The sub-account that pays, or null for the main account.</summary>
    public Guid? WalletId { get; private set; }

    /// <summary>The tenant's own id of it, or null.</summary>
    public string? CustomId { get; private set; }

    /// <summary>The canonical code of the asset.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>What was asked for.</summary>
    public long RequestedMinor { get; private set; }

    /// <summary>The desk's share.</summary>
    public long PlatformFeeMinor { get; private set; }

    /// <summary>What sending costs.</summary>
    public long NetworkFeeMinor { get; private set; }

    /// <summary>What arrives.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Whether the asked amount is what arrives.</summary>
    public bool IsFinalAmount { get; private set; }

    /// <summary>The value in US cents when it was asked for, or null.</summary>
    public long? UsdCents { get; private set; }

    /// <summary>Where to.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What goes with the address.</summary>
    public string? Memo { get; private set; }

    /// <summary>The batch that it came in, or null.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>Where it stands.</summary>
    public GatewayWithdrawalStatus Status { get; private set; }

    /// <summary>The transaction, once there is one.</summary>
    public string? TxHash { get; private set; }

    /// <summary>Blocks above and with the transaction's own.</summary>
    public int BlockDepth { get; private set; }

    /// <summary>Whether the answer to the order was lost.</summary>
    public bool IsOutcomeUnknown { get; private set; }

    /// <summary>Who hears of it in place of the tenant's own endpoint, or null.</summary>
    public string? CallbackUrl { get; private set; }

    /// <summary>The endpoint of <see cref="CallbackUrl"/>, or null.</summary>
    public Guid? CallbackEndpointId { get; private set; }

    /// <summary>Who works on it.</summary>
    public Guid? AssigneeUserId { get; private set; }

    /// <summary>Since when.</summary>
    public DateTime? ClaimedAtUtc { get; private set; }

    /// <summary>Until when.</summary>
    public DateTime? ClaimExpiresAtUtc { get; private set; }

    /// <summary>Who approved it.</summary>
    public Guid? ApprovedBy { get; private set; }

    /// <summary>Why it failed or was taken back, or null.</summary>
    public string? EndReason { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>When it was final, or null.</summary>
    public DateTime? CompletedAtUtc { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public string HumanId => $"GWD-{Number}";

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <inheritdoc/>
    public Claim Claimed => new(AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc);

    /// <summary>The currency of the wire.</summary>
    public GatewayCoin Coin => GatewayCoin.Of(Asset);

    /// <summary>Both fees.</summary>
    public long FeeMinor => PlatformFeeMinor + NetworkFeeMinor;

    /// <summary>What the account pays in all.</summary>
    public long TotalMinor => AmountMinor + FeeMinor;

    /// <summary>Asks for a withdrawal; that the funds are there is the ledger's to say.</summary>
    public static GatewayWithdrawal Ask(Guid id, long number, Guid merchantId, WithdrawalAsked asked, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return new GatewayWithdrawal
        {
            Id = id,
            Number = number,
            MerchantId = merchantId,
            WalletId = asked.WalletId,
            CustomId = asked.CustomId,
            Asset = asked.Coin.Asset.Code.Text,
            RequestedMinor = asked.Estimate.RequestedMinor,
            PlatformFeeMinor = asked.Estimate.PlatformFeeMinor,
            NetworkFeeMinor = asked.Estimate.NetworkFeeMinor,
            AmountMinor = asked.Estimate.AmountMinor,
            IsFinalAmount = asked.IsFinalAmount,
            UsdCents = asked.UsdCents,
            Address = asked.Address,
            Memo = asked.Memo,
            BatchId = asked.BatchId,
            Status = GatewayWithdrawalStatus.Pending,
            CreatedAtUtc = now,
            UpdatedAtUtc = now,
            Version = 1,
        };
    }

    /// <summary>A copy to try a decision on; it is never saved.</summary>
    public GatewayWithdrawal Copy() => (GatewayWithdrawal)MemberwiseClone();

    /// <summary>Names who hears of it.</summary>
    public void CallBack(string url, Guid endpointId) => (CallbackUrl, CallbackEndpointId) = (url, endpointId);

    /// <summary>Takes it when nobody holds it, or renews the actor's own claim.</summary>
    public Result<GatewayWithdrawal> Claim(ActorStanding actor, int leaseSeconds, DateTime now) =>
        Held(GatewayWithdrawalAction.Claim, Claimed.Take(actor, leaseSeconds, now, HumanId), now);

    /// <summary>Gives the claim back.</summary>
    public Result<GatewayWithdrawal> Release(ActorStanding actor, DateTime now) =>
        Held(GatewayWithdrawalAction.Release, Claimed.Release(actor, Permission.WithdrawalAssign, HumanId), now);

    /// <summary>The coins shall be sent. Caps and second persons are the approval policy's.</summary>
    public Result<GatewayWithdrawal> Approve(ActorStanding actor, int leaseSeconds, DateTime now)
    {
        if (DecisionFault(GatewayWithdrawalAction.Approve, actor, now) is { } fault)
        {
            return fault;
        }
        Move(GatewayWithdrawalAction.Approve, now);
        Hold(Claimed.WithDecisionOf(actor, leaseSeconds, now));
        ApprovedBy = actor.PersonId;
        return this;
    }

    /// <summary>The desk refuses it, with a reason.</summary>
    public Result<GatewayWithdrawal> Reject(ActorStanding actor, string? reason, DateTime now) =>
        DecisionFault(GatewayWithdrawalAction.Reject, actor, now) is { } fault ? fault : End(GatewayWithdrawalAction.Reject, reason, now);

    /// <summary>It is taken back before it was approved.</summary>
    public Result<GatewayWithdrawal> Cancel(string? reason, DateTime now) =>
        End(GatewayWithdrawalAction.Cancel, reason ?? "cancelled by the tenant", now);

    /// <summary>The order was handed to the chain and has a transaction.</summary>
    public Result<GatewayWithdrawal> Send(string txHash, DateTime now)
    {
        if (Move(GatewayWithdrawalAction.Send, now) is { } wrong)
        {
            return wrong;
        }
        (TxHash, IsOutcomeUnknown) = (txHash, false);
        return this;
    }

    /// <summary>The answer to the order was lost; it is asked for and never repeated under another id.</summary>
    public Result<GatewayWithdrawal> LoseAnswer(DateTime now)
    {
        if (Move(GatewayWithdrawalAction.Send, now) is { } wrong)
        {
            return wrong;
        }
        IsOutcomeUnknown = true;
        return this;
    }

    /// <summary>How deep the transaction lies now; a reorganised chain takes it up again.</summary>
    public void Deepen(int depth, DateTime now)
    {
        (BlockDepth, UpdatedAtUtc) = (depth, now);
        Version++;
    }

    /// <summary>The chain refused it; nothing was sent.</summary>
    public Result<GatewayWithdrawal> Fail(string reason, DateTime now) => End(GatewayWithdrawalAction.Fail, reason, now);

    /// <summary>The transaction is final.</summary>
    public Result<GatewayWithdrawal> Complete(DateTime now)
    {
        if (Move(GatewayWithdrawalAction.Complete, now) is { } wrong)
        {
            return wrong;
        }
        CompletedAtUtc = now;
        return this;
    }

    private Result<GatewayWithdrawal> End(GatewayWithdrawalAction action, string? reason, DateTime now)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        if (reason?.Trim() is not { Length: > 0 and <= ReasonLengthMax } text)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");
        }
        Move(action, now);
        EndReason = text;
        return this;
    }

    private Result<GatewayWithdrawal> Held(GatewayWithdrawalAction action, Result<Claim> claim, DateTime now)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        if (claim.Failed(out var refused))
        {
            return refused;
        }
        Move(action, now);
        Hold(claim.Value);
        return this;
    }

    private void Hold(Claim claim) => (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = claim;

    private DomainError? DecisionFault(GatewayWithdrawalAction action, ActorStanding actor, DateTime now) =>
        Refusal(action) ?? Claimed.DecisionFault(actor, now, HumanId);

    private DomainError? Refusal(GatewayWithdrawalAction action) =>
        GatewayWithdrawalLifecycle.Table.Move(Status, action).Failed(out var error)
        ? error with { Message = $"{HumanId}: {error.Message}" }
        : null;

    private DomainError? Move(GatewayWithdrawalAction action, DateTime now)
    {
        if (Refusal(action) is { } wrong)
        {
            return wrong;
        }
        Status = GatewayWithdrawalLifecycle.Table.Move(Status, action).Value;
        UpdatedAtUtc = now;
        Version++;
        return null;
    }
}

using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>A payment: its body of specification 002, and for staff what waits for somebody.</summary>
/// <param name="Id">The id, <c>transaction_id</c> on the wire.</param>
/// <param name="MerchantId">The tenant.</param>
/// <param name="CheckoutToken">The unguessable name of its checkout.</param>
/// <param name="Body">The members of the wire, the checkout's address without its origin.</param>
/// <param name="Exceptions">What was or is to be decided by staff, oldest first.</param>
public sealed record GatewayPaymentView(
    Guid Id, Guid MerchantId, string CheckoutToken, IReadOnlyDictionary<string, object?> Body,
    IReadOnlyList<GatewayExceptionView> Exceptions)
{
    /// <summary>What people call it.</summary>
    public string HumanId { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public string MerchantName { get; init; } = "";

    /// <summary>What waits for somebody, or what was decided last; null when there never was anything.</summary>
    public GatewayExceptionView? Shown =>
        Exceptions.FirstOrDefault(one => one.Exit is null) ?? (Exceptions.Count == 0 ? null : Exceptions[^1]);

    internal static GatewayPaymentView Of(GatewayPayment payment, IReadOnlyList<GatewayPaymentPart> parts,
        IEnumerable<GatewayException> exceptions, string merchant) =>
        new(payment.Id, payment.MerchantId, payment.CheckoutToken, GatewayBodies.Of(payment, parts),
            [.. exceptions.Select(GatewayExceptionView.Of)])
        {
            HumanId = payment.HumanId, MerchantName = merchant,
        };

    /// <summary>The body with the checkout's whole address.</summary>
    /// <param name="origin">Where the desk is reached.</param>
    public Dictionary<string, object?> At(Uri origin) => GatewayBodies.At(Body, origin, CheckoutToken);
}

/// <summary>Money of a payment that waits for a decision, or waited for one.</summary>
/// <param name="Reason">Why, in words of the wire.</param>
/// <param name="Coin">What came.</param>
/// <param name="AmountMinor">What is left to decide, or of a closed one what it was about.</param>
/// <param name="Rate">The rate at which it came.</param>
/// <param name="OpenedAtUtc">When it was opened.</param>
/// <param name="DueAtUtc">By when it is to be decided.</param>
/// <param name="AssigneeUserId">Who has claimed it.</param>
/// <param name="Exits">The ways out that are open.</param>
/// <param name="Exit">The one that was taken, or null.</param>
/// <param name="ClosedAtUtc">When, or null.</param>
public sealed record GatewayExceptionView(string Reason, GatewayCoin Coin, long AmountMinor, string? Rate, DateTime OpenedAtUtc,
    DateTime DueAtUtc, Guid? AssigneeUserId,
    IReadOnlyList<string> Exits, string? Exit, DateTime? ClosedAtUtc)
{
    /// <summary>When the claim of whoever works on it ends, or null.</summary>
    public DateTime? ClaimExpiresAtUtc { get; init; }

    internal static GatewayExceptionView Of(GatewayException one) =>
        new(Names.Snake(one.Reason), GatewayCoin.Of(one.Asset), one.Exit is null ? one.LeftMinor : one.AmountMinor,
        one.RateText, one.OpenedAtUtc, one.DueAtUtc, one.AssigneeUserId, one.Exits, one.Exit is { } exit ? Names.Snake(exit) : null,
            one.ClosedAtUtc) { ClaimExpiresAtUtc = one.ClaimExpiresAtUtc };
}

/// <summary>A refund that was ordered.</summary>
public sealed record GatewayRefundView(Guid Id, Guid PaymentId, GatewayCoin Coin, long AmountMinor, string ToAddress, string Status,
    string? TxHash, DateTime CreatedAtUtc)
{
    internal static GatewayRefundView Of(GatewayRefund one) =>
        new(one.Id, one.PaymentId, GatewayCoin.Of(one.Asset), one.AmountMinor, one.ToAddress, Names.Snake(one.Status), one.TxHash,
            one.CreatedAtUtc);
}

/// <summary>A withdrawal: its body of specification 002, and what staff alone see.</summary>
public sealed record GatewayWithdrawalView(Guid Id, string HumanId, Guid MerchantId, IReadOnlyDictionary<string, object?> Body,
    bool IsOutcomeUnknown, Guid? AssigneeUserId,
    DateTime? ClaimExpiresAtUtc, string? Reason)
{
    /// <summary>Whose it is; only where a person reads it.</summary>
    public string MerchantName { get; init; } = "";

    internal static GatewayWithdrawalView Of(GatewayWithdrawal one) =>
        new(one.Id, one.HumanId, one.MerchantId, GatewayBodies.Of(one), one.IsOutcomeUnknown, one.AssigneeUserId, one.ClaimExpiresAtUtc,
            one.EndReason);
}

/// <summary>A sub-account with what it holds.</summary>
public sealed record GatewayWalletView(Guid Id, long Number, string Name, string? ExternalId, string WalletId, DateTime CreatedAtUtc,
    DateTime UpdatedAtUtc, IReadOnlyList<GatewayHolding> Holdings)
{
    internal static GatewayWalletView Of(GatewayWallet one, IEnumerable<GatewayHolding> all) =>
        new(one.Id, one.Number, one.Name, one.ExternalId, one.WalletId, one.CreatedAtUtc, one.UpdatedAtUtc,
            [.. all.Where(held => held.WalletId == one.Id)]);
}

/// <summary>A transfer between a tenant's own accounts.</summary>
public sealed record GatewayTransferView(string TransferId, string Direction, GatewayCoin Coin, long AmountMinor, string Status,
    DateTime CreatedAtUtc)
{
    internal static GatewayTransferView Of(GatewayTransfer one) =>
        new(one.TransferId, Names.Snake(one.Direction), GatewayCoin.Of(one.Asset), one.AmountMinor, one.StatusName, one.CreatedAtUtc);
}

/// <summary>A line of a tenant's history: what a balance went up or down by, and for what.</summary>
public sealed record GatewayHistoryView(long Id, string Type, GatewayCoin Coin, long SignedMinor, DateTime CreatedAtUtc,
    string? ReferenceId, Guid? WalletId)
{
    internal static GatewayHistoryView Of(GatewayHistoryRow one) =>
        new(one.Id, one.Type, GatewayCoin.Of(one.Asset), one.SignedMinor, one.CreatedAtUtc, one.ReferenceId, one.WalletId);
}

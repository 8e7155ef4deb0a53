using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Staff;

/// <summary>From what desks show to what the wire says.</summary>
internal static class Mapping
{
    public static TreasuryProposalWire TreasuryProposal(ProposalView view) => new(
        view.Id, view.HumanId, view.Kind, view.DepositId, Names.Snake(view.Status), view.RequiredSignatures, view.CurrentSignatures,
        view.Asset,
        view.Network, view.Amount, view.ToAddress, view.Binding, view.CreatedBy, view.CreatedAtUtc, view.EndedAtUtc, view.EndReason,
        [.. view.Signatures.Select(one => new SignatureWire(one.PersonId, one.Name, one.SignedAtUtc))],
        view.Transfer is null ? null : SharedWire.Transfer(view.Transfer), view.SignBlockedBecause);

    public static MerchantWire Merchant(MerchantView view) =>
        new(view.Id, view.Name, view.ParentId, view.IsActive, view.IsVerified, view.CreatedAtUtc, view.Mark.Length == 0 ? null : view.Mark);

    public static WalletWire Wallet(WalletView view) => new(
        view.Id, view.MerchantId, view.Network, view.Address, view.Label, view.IsDefault, view.IsCustodial, view.IsActive,
            view.CreatedAtUtc);

    public static AuditWire AuditLine(AuditLine line) => new(
        line.Id, line.AtUtc, line.ActorId, line.ActorKind, line.ActorName, line.Action, line.EntityKind, line.EntityId, line.MerchantId,
        line.FromStatus,
        line.ToStatus, line.Reason, SharedWire.Parsed(line.Changes), line.Cause, line.Address,
        line.Sequence, line.PreviousHash, line.Hash, line.HeadKeyId, line.HeadSignature)
    {
        Count = line.Count,
    };

    public static LiquidityWire Liquidity(LiquidityLine line) => new(
        line.Network, line.Asset, line.Address, line.OnChainBalance, line.ConfirmedNotCredited, line.UnsignedProposals, line.InFlight,
        line.PricedQuotes, line.HeldForMerchants,
        line.Available, line.IsShort, line.AsOfUtc, line.IsStale) { Minimum = line.Minimum, IsBelowMinimum = line.IsBelow };

    public static EndpointWire Endpoint(WebhookEndpointView view) => new(
        view.Id, view.MerchantId, view.Url, view.Events, view.IsActive, view.HasSecret, view.IsFromEnvironment,
            view.CreatedAtUtc) { Cause = view.Cause, OldValidUntil = view.PreviousUntilUtc };

    public static DeliveryWire Delivery(WebhookDeliveryView view) => new(
        view.Id, view.MessageId, view.EndpointId, view.Url, view.EventType, view.SubjectId, view.State, view.AttemptCount,
        view.NextAttemptAtUtc,
        view.CreatedAtUtc, view.EndedAtUtc,
        [.. view.Attempts.Select(one => new AttemptWire(one.Number, one.AtUtc, one.StatusCode, one.LatencyMs, one.Outcome, one.Answer))]);
}

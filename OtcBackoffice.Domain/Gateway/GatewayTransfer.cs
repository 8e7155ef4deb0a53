using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>Which way a transfer between a tenant's own accounts goes.</summary>
public enum TransferDirection
{
    /// <summary>From the main account to a sub-account.</summary>
    ToSub,

    /// <summary>From a sub-account to the main account.</summary>
    ToMaster,
}

/// <summary>Where a transfer stands.</summary>
public enum GatewayTransferStatus
{
    /// <summary>Taken; the funds are locked.</summary>
    Pending,

    /// <summary>Booked. Final.</summary>
    Completed,

    /// <summary>Not booked; the funds are free again. Final.</summary>
    Failed,
}

/// <summary>What happens to a transfer.</summary>
public enum GatewayTransferAction
{
    /// <summary>Book it.</summary>
    Complete,

    /// <summary>Give it up.</summary>
    Fail,
}

/// <summary>The transfer's transition table.</summary>
public static class GatewayTransferLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<GatewayTransferStatus, GatewayTransferAction> Table = new("transfer",
        (GatewayTransferStatus.Pending, GatewayTransferAction.Complete, GatewayTransferStatus.Completed),
        (GatewayTransferStatus.Pending, GatewayTransferAction.Fail, GatewayTransferStatus.Failed));
}

/// <summary>
/// Funds on their way between a tenant's main account and one of its sub-accounts (specification 002: 202 with the funds
/// locked before the answer). They never leave the tenant.
/// </summary>
public sealed class GatewayTransfer : IRecord
{
    private GatewayTransfer()
    {
    }

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("gateway_transfer", "gateway_transfer", "gateway_transfers");

    /// <inheritdoc/>
    public Guid Id { get; private set; }

    /// <summary>The running number.</summary>
    public long Number { get; private set; }

    /// <inheritdoc/>
    public Guid MerchantId { get; private set; }

    /// <summary>The sub-account.</summary>
    public Guid WalletId { get; private set; }

    /// <summary>Which way.</summary>
    public TransferDirection Direction { get; private set; }

    /// <summary>The canonical code of the asset.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>Minor units of the asset.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Where it stands.</summary>
    public GatewayTransferStatus Status { get; private set; }

    /// <summary>Who hears of it in place of the tenant's own endpoint, or null.</summary>
    public string? CallbackUrl { get; private set; }

    /// <summary>The endpoint of <see cref="CallbackUrl"/>, or null.</summary>
    public Guid? CallbackEndpointId { get; private set; }

    /// <summary>Why it was given up, or null.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public string HumanId => $"GTR-{Number}";

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <summary>The id of the wire.</summary>
    public string TransferId => $"t_{Id:N}";

    /// <summary>The part of the books that pays: the sub-account, or null for the main account.</summary>
    public Guid? FromPart => Direction == TransferDirection.ToSub ? null : WalletId;

    /// <summary>The part of the books that receives.</summary>
    public Guid? ToPart => Direction == TransferDirection.ToSub ? WalletId : null;

    /// <summary>Asks for a transfer; that the funds are there is the ledger's to say.</summary>
    public static GatewayTransfer Ask(Guid id, long number, GatewayWallet wallet, TransferDirection direction, GatewayCoin coin,
        long amountMinor, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(wallet);
        ArgumentNullException.ThrowIfNull(coin);
        return new GatewayTransfer
        {
            Id = id,
            Number = number,
            MerchantId = wallet.MerchantId,
            WalletId = wallet.Id,
            Direction = direction,
            Asset = coin.Asset.Code.Text,
            AmountMinor = amountMinor,
            Status = GatewayTransferStatus.Pending,
            CreatedAtUtc = now,
            UpdatedAtUtc = now,
            Version = 1,
        };
    }

    /// <summary>Names who hears of it.</summary>
    public void CallBack(string url, Guid endpointId) => (CallbackUrl, CallbackEndpointId) = (url, endpointId);

    /// <summary>It is booked.</summary>
    public Result<GatewayTransfer> Complete(DateTime now) => Move(GatewayTransferAction.Complete, null, now);

    /// <summary>It is given up.</summary>
    public Result<GatewayTransfer> Fail(string reason, DateTime now) => Move(GatewayTransferAction.Fail, reason, now);

    private Result<GatewayTransfer> Move(GatewayTransferAction action, string? reason, DateTime now)
    {
        if (GatewayTransferLifecycle.Table.Move(Status, action).Failed(out var wrong))
        {
            return wrong with { Message = $"{HumanId}: {wrong.Message}" };
        }
        Status = GatewayTransferLifecycle.Table.Move(Status, action).Value;
        (FailureReason, UpdatedAtUtc) = (reason, now);
        Version++;
        return this;
    }
}

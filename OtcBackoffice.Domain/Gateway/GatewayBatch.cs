using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Gateway;

/// <summary>Where a batch of withdrawals stands.</summary>
public enum GatewayBatchStatus
{
    /// <summary>Its rows are being made into withdrawals.</summary>
    Processing,

    /// <summary>Every row is a withdrawal or has its error; the desk has not decided.</summary>
    Pending,

    /// <summary>The desk agreed to its withdrawals.</summary>
    Approved,

    /// <summary>The desk refused them; the funds are free again. Final.</summary>
    Rejected,

    /// <summary>No row became a withdrawal. Final.</summary>
    Failed,
}

/// <summary>What happens to a batch of withdrawals.</summary>
public enum GatewayBatchAction
{
    /// <summary>The last row was read.</summary>
    Close,

    /// <summary>The last row was read, and none became a withdrawal.</summary>
    Fail,

    /// <summary>The desk agrees.</summary>
    Approve,

    /// <summary>The desk refuses.</summary>
    Reject,
}

/// <summary>The batch's transition table.</summary>
public static class GatewayBatchLifecycle
{
    /// <summary>Every allowed move.</summary>
    public static readonly TransitionTable<GatewayBatchStatus, GatewayBatchAction> Table = new("batch",
        (GatewayBatchStatus.Processing, GatewayBatchAction.Close, GatewayBatchStatus.Pending),
        (GatewayBatchStatus.Processing, GatewayBatchAction.Fail, GatewayBatchStatus.Failed),
        (GatewayBatchStatus.Pending, GatewayBatchAction.Approve, GatewayBatchStatus.Approved),
        (GatewayBatchStatus.Pending, GatewayBatchAction.Reject, GatewayBatchStatus.Rejected));
}

/// <summary>Who sent a batch, so that each of its rows is made as that credential or person, with what it may do then.</summary>
/// <param name="PersonId">The person, or the credential where it acts as itself.</param>
/// <param name="CredentialId">The credential, or null.</param>
/// <param name="Name">What it is called.</param>
public sealed record BatchSender(Guid PersonId, Guid? CredentialId, string Name);

/// <summary>
/// Many withdrawals that came in one request (specification 002, batch payouts): each row becomes a withdrawal or keeps its own
/// error, and the desk decides about all of them at once.
/// </summary>
public sealed class GatewayBatch : IRecord
{
    /// <summary>Most rows of one batch.</summary>
    public const int RowsMax = 10_000;

    private const int ReasonLengthMax = 1_000;

    private GatewayBatch()
    {
    }

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("gateway_batch", "gateway_batch", "gateway_batches");

    /// <inheritdoc/>
    public Guid Id { get; private set; }

    /// <summary>The running number.</summary>
    public long Number { get; private set; }

    /// <inheritdoc/>
    public Guid MerchantId { get; private set; }

    /// <summary>Where it stands.</summary>
    public GatewayBatchStatus Status { get; private set; }

    /// <summary>How many rows were sent.</summary>
    public int RowCount { get; private set; }

    /// <summary>The person, or the credential where it acts as itself.</summary>
    public Guid SenderId { get; private set; }

    /// <summary>The credential that sent it, or null.</summary>
    public Guid? SenderCredentialId { get; private set; }

    /// <summary>What the sender is called.</summary>
    public string SenderName { get; private set; } = "";

    /// <summary>When it was sent.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>Who decided about it, or null.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>When, or null.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>Why it was refused, or null.</summary>
    public string? EndReason { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public string HumanId => $"GWB-{Number}";

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <summary>Takes a batch in.</summary>
    public static Result<GatewayBatch> Take(Guid id, long number, Guid merchantId, int rows, BatchSender sender, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(sender);
        return rows is < 1 or > RowsMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "withdrawals", $"A batch has 1 to {RowsMax} rows.")
            : new GatewayBatch
            {
                Id = id,
                Number = number,
                MerchantId = merchantId,
                Status = GatewayBatchStatus.Processing,
                RowCount = rows,
                SenderId = sender.PersonId,
                SenderCredentialId = sender.CredentialId,
                SenderName = sender.Name,
                CreatedAtUtc = now,
                Version = 1,
            };
    }

    /// <summary>A copy to try a decision on; it is never saved.</summary>
    public GatewayBatch Copy() => (GatewayBatch)MemberwiseClone();

    /// <summary>The last row was read.</summary>
    public Result<GatewayBatch> Close(bool hasWithdrawals) => Move(hasWithdrawals ? GatewayBatchAction.Close : GatewayBatchAction.Fail);

    /// <summary>The desk agrees to its withdrawals.</summary>
    public Result<GatewayBatch> Approve(Guid by, DateTime now) => Decide(GatewayBatchAction.Approve, by, null, now);

    /// <summary>The desk refuses them, with a reason.</summary>
    public Result<GatewayBatch> Reject(Guid by, string? reason, DateTime now) =>
        reason?.Trim() is { Length: > 0 and <= ReasonLengthMax } text
        ? Decide(GatewayBatchAction.Reject, by, text, now)
        : DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");

    private Result<GatewayBatch> Decide(GatewayBatchAction action, Guid by, string? reason, DateTime now)
    {
        if (Move(action).Failed(out var wrong))
        {
            return wrong;
        }
        (DecidedBy, DecidedAtUtc, EndReason) = (by, now, reason);
        return this;
    }

    private Result<GatewayBatch> Move(GatewayBatchAction action)
    {
        if (GatewayBatchLifecycle.Table.Move(Status, action).Failed(out var wrong))
        {
            return wrong with { Message = $"{HumanId}: {wrong.Message}" };
        }
        Status = GatewayBatchLifecycle.Table.Move(Status, action).Value;
        Version++;
        return this;
    }
}

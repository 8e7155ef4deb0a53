using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Exchanges;

/// <content>What customer, operator and chain do with it.</content>
public sealed partial class ExchangeOrder
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>Whether the quote has lapsed at that time.</summary>
    public bool HasLapsedAt(DateTime time) => Status == ExchangeStatus.Expired || (IsOpenQuote && QuoteExpiresAtUtc <= time);

    /// <summary>
    /// The customer confirms the quote, judged by when the request arrived. The caller debits or locks the source amount in
    /// the same transaction; a side that differs from the quote's is refused before anything else.
    /// </summary>
    public Result<ExchangeOrder> Confirm(ExchangeSide side, string? travelRulePayload, DateTime receivedAt, DateTime now)
    {
        if (side != Side)
        {
            return DomainError.Of(ErrorCode.SideMismatch, "side",
                $"The quote is to {Names.Snake(Side)}, and the confirmation is to {Names.Snake(side)}.");
        }
        if (HasLapsedAt(receivedAt))
        {
            return new DomainError(ErrorCode.QuoteExpired, "The quote has expired. Ask for a new one.");
        }
        if (Move(side == ExchangeSide.Buy ? ExchangeAction.ConfirmBuy : ExchangeAction.ConfirmSell, now) is { } wrong)
        {
            return wrong;
        }
        ConfirmCount++;
        ConfirmedAtUtc = now;
        TravelRulePayload = travelRulePayload ?? TravelRulePayload;
        return this;
    }

    /// <summary>The EUR of a buy is debited in the books.</summary>
    public Result<ExchangeOrder> BookDebit(DateTime now) => Move(ExchangeAction.BookDebit, now) is { } wrong ? wrong : this;

    /// <summary>The customer takes the quote back, before it is confirmed.</summary>
    public Result<ExchangeOrder> Cancel(DateTime now) => Move(ExchangeAction.Cancel, now) is { } wrong
        ? wrong with { Code = ErrorCode.NotCancellable, Message = $"An order that is {Names.Snake(Status)} cannot be cancelled." }
        : this;

    /// <summary>The quote lapses when it is due; false when it is not.</summary>
    public bool Expire(DateTime now) => IsOpenQuote && QuoteExpiresAtUtc <= now && Move(ExchangeAction.Expire, now) is null;

    /// <summary>Approves at a final rate. The caller has asked the policy, and looked at the band.</summary>
    public Result<ExchangeOrder> Approve(Rate final, Rate live, Guid by, Guid transferId, string? reason, DateTime now)
    {
        var destination = ExchangePrice.Destination(Side, SourceMinor, final);
        if (destination <= 0)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "final_rate", "At this final_rate the customer would receive nothing.");
        }
        if (Trimmed(reason) is { Length: > ReasonLengthMax })
        {
            return BadReason();
        }
        if (Move(ExchangeAction.Approve, now) is { } wrong)
        {
            return wrong;
        }
        (ExecutedRate, ExecutedReferenceRate, ExecutedDestinationMinor) = (final, live, destination);
        ExecutedGrossMinor = ExchangePrice.Destination(Side, SourceMinor, live);
        (DecidedBy, DecidedAtUtc, Reason, TransferId) = (by, now, Trimmed(reason), transferId);
        return this;
    }

    /// <summary>Names another rate; the customer must confirm again inside a new time to live.</summary>
    public Result<ExchangeOrder> Requote(Rate rate, Rate live, string source, Guid by, int ttlSeconds, DateTime now)
    {
        var destination = ExchangePrice.Destination(Side, SourceMinor, rate);
        if (destination <= 0)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rate", "At this rate the customer would receive nothing.");
        }
        if (Move(ExchangeAction.Requote, now) is { } wrong)
        {
            return wrong;
        }
        (IndicativeRate, IndicativeDestinationMinor, ReferenceRate, RateSource) = (rate, destination, live, source);
        QuoteExpiresAtUtc = now.AddSeconds(ttlSeconds);
        (DecidedBy, DecidedAtUtc) = (by, now);
        return this;
    }

    /// <summary>Refuses the order, with a reason that the customer will read.</summary>
    public Result<ExchangeOrder> Reject(Guid by, string? reason, DateTime now)
    {
        if (Trimmed(reason) is not { Length: <= ReasonLengthMax } text)
        {
            return BadReason();
        }
        if (Move(ExchangeAction.Reject, now) is { } wrong)
        {
            return wrong;
        }
        (DecidedBy, DecidedAtUtc, Reason) = (by, now, text);
        return this;
    }

    /// <summary>The chain took the transfer under this hash.</summary>
    public Result<ExchangeOrder> MarkBroadcast(string txHash, DateTime now)
    {
        if (Status == ExchangeStatus.OutcomeUnknown && Move(ExchangeAction.Resume, now) is { } wrong)
        {
            return wrong;
        }
        if (Status != ExchangeStatus.Executing || TxHash is not null)
        {
            return new DomainError(ErrorCode.WrongState, $"{HumanId} does not wait for a transfer.");
        }
        TxHash = txHash;
        UpdatedAtUtc = now;
        Version++;
        return this;
    }

    /// <summary>The answer to the transfer order was lost.</summary>
    public Result<ExchangeOrder> LoseAnswer(DateTime now) => Move(ExchangeAction.LoseAnswer, now) is { } wrong ? wrong : this;

    /// <summary>The chain says it never had the transfer, so it may be sent with the same client id.</summary>
    public Result<ExchangeOrder> Resume(DateTime now) => Move(ExchangeAction.Resume, now) is { } wrong ? wrong : this;

    /// <summary>Notes the depth; true when that changed.</summary>
    public bool Deepen(int blockDepth)
    {
        if (BlockDepth == blockDepth)
        {
            return false;
        }
        BlockDepth = blockDepth;
        Version++;
        return true;
    }

    /// <summary>The transfer is final.</summary>
    public Result<ExchangeOrder> Complete(DateTime now)
    {
        if (Move(ExchangeAction.Complete, now) is { } wrong)
        {
            return wrong;
        }
        CompletedAtUtc = now;
        return this;
    }

    /// <summary>The chain refused the transfer for good.</summary>
    public Result<ExchangeOrder> Fail(string reason, DateTime now)
    {
        if (Move(ExchangeAction.Fail, now) is { } wrong)
        {
            return wrong;
        }
        Reason = reason;
        return this;
    }

    private bool IsOpenQuote => Status is ExchangeStatus.Quoted or ExchangeStatus.Requoted;

    private static DomainError BadReason() =>
        DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>
/// Money from outside (issue 14): one row for whatever a bank, an operator or a chain says that came. It is in suspense from
/// its first moment, and every unit of it is at any time on a record, in suspense, on its way back, or kept.
/// </summary>
public sealed class Receipt : IClaimed
{
    private const int ReasonLengthMax = 1_000, TextLengthMax = 200, RawLengthMax = 16_000;

    private Receipt()
    {
    }

    /// <summary>The receipt's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The number people use: 1042 is shown as RCP-1042.</summary>
    public long Number { get; private set; }

    /// <summary>Who told it.</summary>
    public ReceiptSource Source { get; private set; }

    /// <summary>The account it came to.</summary>
    public string Account { get; private set; } = "";

    /// <summary>The desk's account, or null for the one of the currency.</summary>
    public Guid? AccountId { get; private set; }

    /// <summary>The source's own id.</summary>
    public string ExternalId { get; private set; } = "";

    /// <summary>Our own name of the payment, where the source does not always give its id.</summary>
    public string? ProvisionalId { get; private set; }

    /// <summary>Whether the external id is ours until the source gives its own.</summary>
    public bool IsProvisional => ProvisionalId == ExternalId;

    /// <summary>What came, as a canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>Decimals of the amounts.</summary>
    public int Scale { get; private set; }

    /// <summary>What came, in minor units; negative for a reversal.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>What of it is in suspense, in minor units of the same sign.</summary>
    public long RemainingMinor { get; private set; }

    /// <summary>The payer's name as told.</summary>
    public string? PayerName { get; private set; }

    /// <summary>The payer's name in the one form that names are compared in.</summary>
    public string? PayerKey { get; private set; }

    /// <summary>The payer's account, phone or address as told.</summary>
    public string? PayerAccount { get; private set; }

    /// <summary>The reference as told.</summary>
    public string? Reference { get; private set; }

    /// <summary>The reference in its normal form (<see cref="ReferenceText"/>), or null.</summary>
    public string? ReferenceKey { get; private set; }

    /// <summary>When the source says that it happened.</summary>
    public DateTime? OccurredAtUtc { get; private set; }

    /// <summary>When the desk heard of it.</summary>
    public DateTime ReceivedAtUtc { get; private set; }

    /// <summary>What the source wrote.</summary>
    public string? Raw { get; private set; }

    /// <summary>Where it stands with the source: <c>line 7 of statement 214</c>.</summary>
    public string? Place { get; private set; }

    /// <summary>Where it stands.</summary>
    public ReceiptStatus Status { get; private set; }

    /// <summary>Whether it came after the record that it names had ended.</summary>
    public bool PaidLate { get; private set; }

    /// <summary>The receipt that this one takes back, or null.</summary>
    public Guid? ReversesId { get; private set; }

    /// <summary>Counts what was done with it; the journal numbers its entries by it.</summary>
    public int MoveCount { get; private set; }

    /// <summary>Who holds the claim.</summary>
    public Guid? AssigneeUserId { get; private set; }

    /// <summary>When the claim was taken.</summary>
    public DateTime? ClaimedAtUtc { get; private set; }

    /// <summary>When the claim ends unless it is renewed.</summary>
    public DateTime? ClaimExpiresAtUtc { get; private set; }

    /// <summary>Changes with every write; guards against lost updates.</summary>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("receipt", "receipt", "receipts");

    /// <inheritdoc/>
    public string HumanId => $"RCP-{Number}";

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <summary>Nobody's: which merchant it belongs to is said by the records that it is on.</summary>
    public Guid MerchantId => Guid.Empty;

    /// <inheritdoc/>
    public Claim Claimed => new(AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc);

    /// <summary>The asset code of the books.</summary>
    public AssetCode AssetCode => new(Asset);

    /// <summary>The amount with all its decimals; a reversal has a minus.</summary>
    public string AmountText => Text(AmountMinor);

    /// <summary>Makes a receipt; all of it is in suspense.</summary>
    public static Receipt Take(Guid id, long number, ReceiptFacts facts, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentOutOfRangeException.ThrowIfZero(facts.AmountMinor);
        var receipt = new Receipt
        {
            Id = id, Number = number, Source = facts.Source, Account = facts.Account, AccountId = facts.AccountId,
            ExternalId = facts.ExternalId,
            ProvisionalId = facts.ProvisionalId, Asset = facts.Asset.Text, Scale = facts.Scale, AmountMinor = facts.AmountMinor,
            RemainingMinor = facts.AmountMinor, ReceivedAtUtc = now, Status = ReceiptStatus.Unmatched, Version = 1,
        };
        receipt.Tell(facts);
        return receipt;
    }

    /// <summary>An amount of this receipt's asset as text.</summary>
    public string Text(long minor) => (minor < 0 ? "-" : "") + DecimalText.Format(Math.Abs(minor), Scale);

    /// <summary>
    /// What differs between this receipt and the same identity told again, in words, or null. A telling that says less, or
    /// spells the same otherwise, differs in nothing.
    /// </summary>
    public string? DiffersFrom(ReceiptFacts again)
    {
        ArgumentNullException.ThrowIfNull(again);
        var differences = new List<string>();
        if (again.Asset.Text != Asset)
        {
            differences.Add($"asset {again.Asset} instead of {Asset}");
        }
        if (again.AmountMinor != AmountMinor)
        {
            differences.Add($"amount {Text(again.AmountMinor)} instead of {AmountText}");
        }
        if (ReferenceText.Key(again.Reference) is { } reference && ReferenceKey is not null && reference != ReferenceKey)
        {
            differences.Add($"reference {again.Reference} instead of {Reference}");
        }
        if (SenderName.Key(again.PayerName) is { } payer && PayerKey is not null && payer != PayerKey)
        {
            differences.Add($"payer {again.PayerName} instead of {PayerName}");
        }
        if (again.PayerAccount is { } account && PayerAccount is { } known && ReferenceText.Key(account) != ReferenceText.Key(known))
        {
            differences.Add($"payer's account {account} instead of {known}");
        }
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    /// <summary>The source gives its own id of what was taken under ours, and whatever it tells beside.</summary>
    public void Settle(ReceiptFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ExternalId = facts.ExternalId;
        Tell(facts);
        Version++;
    }

    /// <summary>Notes that it came after its record had ended.</summary>
    public void MarkLate()
    {
        PaidLate = true;
        Version++;
    }

    /// <summary>Notes what it takes back.</summary>
    public void Reverse(Receipt original)
    {
        ArgumentNullException.ThrowIfNull(original);
        ReversesId = original.Id;
        Version++;
    }

    /// <summary>Takes it when nobody holds it, or renews the actor's own claim.</summary>
    public Result<Receipt> Claim(ActorStanding actor, int leaseSeconds, DateTime now) =>
        Held(ReceiptAction.Claim, Claimed.Take(actor, leaseSeconds, now, HumanId));

    /// <summary>Gives the claim back.</summary>
    public Result<Receipt> Release(ActorStanding actor) =>
        Held(ReceiptAction.Release, Claimed.Release(actor, Permission.DepositAssign, HumanId));

    /// <summary>Why the actor may not decide about it now, or null.</summary>
    public DomainError? DecisionFault(ActorStanding actor, DateTime now) => Claimed.DecisionFault(actor, now, HumanId);

    /// <summary>Puts a part, or the rest, on a record. Answers the number of the move.</summary>
    public Result<int> Assign(long minor) => Use(minor == RemainingMinor ? ReceiptAction.Assign : ReceiptAction.AssignPart, minor);

    /// <summary>Sends the rest back, or keeps it. Answers the number of the move.</summary>
    public Result<int> End(ReceiptAction action) => Use(action, RemainingMinor);

    /// <summary>Reverses a move; so much is in suspense again.</summary>
    public Result<int> Undo(long minor)
    {
        if (Move(ReceiptAction.Undo) is { } wrong)
        {
            return wrong;
        }
        RemainingMinor = checked(RemainingMinor + minor);
        return MoveCount;
    }

    /// <summary>The reason of a decision, trimmed, or why it is none.</summary>
    public static Result<string> Reason(string? reason) => reason?.Trim() is { Length: > 0 and <= ReasonLengthMax } text
        ? text
        : DomainError.Of(ErrorCode.InvalidRequest, "reason", $"reason must have 1 to {ReasonLengthMax} characters.");

    private Result<int> Use(ReceiptAction action, long minor)
    {
        if (minor == 0 || Math.Sign(minor) != Math.Sign(RemainingMinor) || Math.Abs(minor) > Math.Abs(RemainingMinor))
        {
            return DomainError.Of(ErrorCode.ReceiptExceeded, "amount",
                $"{HumanId} has {Text(RemainingMinor)} {Asset} left; {Text(minor)} cannot be taken from it.");
        }
        if (Move(action) is { } wrong)
        {
            return wrong;
        }
        RemainingMinor -= minor;
        if (RemainingMinor == 0)
        {
            (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = (null, null, null);
        }
        return MoveCount;
    }

    private Result<Receipt> Held(ReceiptAction action, Result<Claim> claim)
    {
        if (claim.Failed(out var refused))
        {
            return refused;
        }
        if (Move(action) is { } wrong)
        {
            return wrong;
        }
        (AssigneeUserId, ClaimedAtUtc, ClaimExpiresAtUtc) = (claim.Value.HolderId, claim.Value.TakenAtUtc, claim.Value.ExpiresAtUtc);
        return this;
    }

    private DomainError? Move(ReceiptAction action)
    {
        if (ReceiptLifecycle.Table.Move(Status, action) is var next && next.Failed(out var error))
        {
            return error with { Message = $"{HumanId}: {error.Message}" };
        }
        Status = next.Value;
        if (action is not (ReceiptAction.Claim or ReceiptAction.Release))
        {
            MoveCount++;
        }
        Version++;
        return null;
    }

    private void Tell(ReceiptFacts facts)
    {
        PayerName = Short(facts.PayerName, TextLengthMax) ?? PayerName;
        PayerKey = SenderName.Key(PayerName);
        PayerAccount = Short(facts.PayerAccount, TextLengthMax) ?? PayerAccount;
        Reference = Short(facts.Reference, TextLengthMax) ?? Reference;
        ReferenceKey = ReferenceText.Key(Reference);
        OccurredAtUtc = facts.OccurredAtUtc ?? OccurredAtUtc;
        Raw = Short(facts.Raw, RawLengthMax) ?? Raw;
        Place = Short(facts.Place, TextLengthMax) ?? Place;
    }

    private static string? Short(string? text, int length) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length > length ? text[..length] : text;
}

namespace OtcBackoffice.Domain.Receipts;

/// <summary>A receipt as matching sees it.</summary>
/// <param name="Id">The receipt.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Asset">What came.</param>
/// <param name="AmountMinor">What is left of it.</param>
public sealed record MatchLine(Guid Id, string Number, string Asset, long AmountMinor)
{
    /// <summary>The reference in its normal form.</summary>
    public string? ReferenceKey { get; init; }

    /// <summary>Where a reference may be contained.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The sender as told.</summary>
    public string? PayerName { get; init; }

    /// <summary>The sender in the form that names are compared in.</summary>
    public string? PayerKey { get; init; }

    /// <summary>The sender's account, digits and letters as told.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The day of the payment.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>What is left of a receipt.</summary>
    public static MatchLine Of(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return new MatchLine(receipt.Id, receipt.HumanId, receipt.Asset, receipt.RemainingMinor)
        {
            ReferenceKey = receipt.ReferenceKey,
            Parts = ReferenceText.Parts(receipt.Reference),
            PayerName = receipt.PayerName,
            PayerKey = receipt.PayerKey,
            PayerAccount = receipt.PayerAccount,
            Day = DateOnly.FromDateTime(receipt.OccurredAtUtc ?? receipt.ReceivedAtUtc),
        };
    }
}

/// <summary>How far a record that waits for money has come.</summary>
public enum MatchState
{
    /// <summary>It waits for its money.</summary>
    Open,

    /// <summary>It was decided on somebody's word; its money may still come.</summary>
    Decided,

    /// <summary>It has ended without money; what comes now is late.</summary>
    Ended,
}

/// <summary>A record that money may be for.</summary>
/// <param name="Kind">What kind of record: <c>deposit</c>.</param>
/// <param name="Id">Which.</param>
/// <param name="Number">What people call it.</param>
/// <param name="MerchantId">Whose it is.</param>
/// <param name="Asset">What it waits for.</param>
/// <param name="AskedMinor">How much was asked for in all.</param>
/// <param name="MissingMinor">How much of that has not come.</param>
public sealed record MatchTarget(string Kind, Guid Id, string Number, Guid MerchantId, string Asset, long AskedMinor, long MissingMinor)
{
    /// <summary>The declared reference in its normal form.</summary>
    public string? ReferenceKey { get; init; }

    /// <summary>The declared reference as it was written.</summary>
    public string? Reference { get; init; }

    /// <summary>The declared sender in the form that names are compared in.</summary>
    public string? SenderKey { get; init; }

    /// <summary>The end of the declared account.</summary>
    public string? AccountEnd { get; init; }

    /// <summary>The declared day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>How far it has come.</summary>
    public MatchState State { get; init; }

    /// <summary>The state in a word of the record's own.</summary>
    public string StateWord { get; init; } = "";
}

/// <summary>Which senders are whose: the merchants' own names, and what was learnt from earlier assignments.</summary>
public sealed class SenderBook
{
    private readonly Dictionary<string, HashSet<Guid>> _own = new(StringComparer.Ordinal), _learnt = new(StringComparer.Ordinal);

    /// <summary>Enters a merchant's own name; sub-vendors count as their master.</summary>
    public void AddOwn(Guid merchantId, string? key) => Add(_own, merchantId, key);

    /// <summary>Enters a sender that was learnt for a merchant.</summary>
    public void AddLearnt(Guid merchantId, string? key) => Add(_learnt, merchantId, key);

    /// <summary>Whether the sender is the merchant's own name.</summary>
    public bool IsOwn(Guid merchantId, string? key) =>
        key is not null && _own.TryGetValue(key, out var whose) && whose.Contains(merchantId);

    /// <summary>Whether the sender was learnt for the merchant.</summary>
    public bool IsLearnt(Guid merchantId, string? key) =>
        key is not null && _learnt.TryGetValue(key, out var whose) && whose.Contains(merchantId);

    /// <summary>Whether the sender is another merchant's: its name, or learnt for it and for nobody here.</summary>
    public bool IsAnothers(Guid merchantId, string? key) => key is not null && !IsOwn(merchantId, key)
        && ((_own.TryGetValue(key, out var names) && names.Count > 0)
            || (!IsLearnt(merchantId, key) && _learnt.TryGetValue(key, out var learnt) && learnt.Count > 0));

    private static void Add(Dictionary<string, HashSet<Guid>> book, Guid merchantId, string? key)
    {
        if (key is null)
        {
            return;
        }
        if (!book.TryGetValue(key, out var whose))
        {
            book[key] = whose = [];
        }
        whose.Add(merchantId);
    }
}

/// <summary>A record that a receipt may be for, and why.</summary>
/// <param name="LineId">The receipt.</param>
/// <param name="Target">The record.</param>
/// <param name="Score">0 to 100; only an order, nothing is decided by it.</param>
/// <param name="Because">The reasons in words.</param>
/// <param name="By">The rule that could decide it alone, or null.</param>
public sealed record MatchProposal(Guid LineId, MatchTarget Target, int Score, IReadOnlyList<string> Because, MatchBy? By);

/// <summary>What matching says: every proposal, and which of them need nobody.</summary>
/// <param name="Proposals">By receipt, best first.</param>
/// <param name="Automatic">Those with exactly one record for the receipt and one receipt for the record.</param>
public sealed record MatchOutcome(IReadOnlyDictionary<Guid, IReadOnlyList<MatchProposal>> Proposals,
    IReadOnlyList<MatchProposal> Automatic);

/// <summary>What an import decides: what needs nobody, and what came too late.</summary>
/// <param name="Automatic">Exactly one record for the receipt, and one receipt for the record.</param>
/// <param name="Late">Receipts of which every record that they name has ended.</param>
public sealed record MatchDecisions(IReadOnlyList<MatchProposal> Automatic, IReadOnlyList<LateMatch> Late);

/// <summary>A receipt that names only records that have ended.</summary>
/// <param name="LineId">The receipt.</param>
/// <param name="Ended">The records.</param>
public sealed record LateMatch(Guid LineId, IReadOnlyList<Guid> Ended);

using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What the review page reads: the deposit with everything around it, and what waits for a second person about it.</summary>
public sealed record DepositPageLoad(DepositReview Review, IReadOnlyList<ApprovalView> Approvals);

/// <summary>The sheets of the review page.</summary>
internal enum SheetKind
{
    Reject,
    Credit,
    Payout,
    TakeOver,
    Ask,
    Accept,
    Correct,
    Reopen,
    Unconfirm,
}

/// <summary>An open sheet with the deposit as it was when the sheet was opened. The decision is about that version only.</summary>
internal sealed record OpenSheet(SheetKind Kind, DepositView Deposit)
{
    public string? Refusal { get; init; }

    public IReadOnlyList<WalletView> Wallets { get; init; } = [];

    public EvidenceLine? Line { get; init; }
}

using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Withdrawals;

/// <summary>A withdrawal as it is shown: amounts as exact text, statuses as their names, nothing of the database.</summary>
public sealed record WithdrawalView
{
    public required Guid Id { get; init; }
    public required string HumanId { get; init; }
    public required Guid MerchantId { get; init; }
    public string MerchantName { get; init; } = "";
    public required string Asset { get; init; }
    public required string Network { get; init; }
    public required string CryptoAmount { get; init; }
    public required string FiatAmount { get; init; }

    /// <summary>What paying whole units leaves over.</summary>
    public string FiatRemainder { get; init; } = "";
    public required string GrossFiatAmount { get; init; }
    public required string SpreadAmount { get; init; }
    public required string FeeAmount { get; init; }
    public required string FiatCurrency { get; init; }
    public required string Method { get; init; }
    public required WithdrawalStatus Status { get; init; }
    public required string ReferenceRate { get; init; }
    public required string AppliedRate { get; init; }
    public required Guid PricingProfileId { get; init; }
    public required Guid FxRateQuoteId { get; init; }
    public string? NotionalUsd { get; init; }
    public Guid? FromWalletId { get; init; }
    public string? PayoutBankAccount { get; init; }
    public string? PayoutBankName { get; init; }
    public string? PayoutPhoneNumber { get; init; }
    public Guid? AssigneeUserId { get; init; }
    public string? AssigneeName { get; init; }
    public DateTime? ClaimedAtUtc { get; init; }
    public DateTime? ClaimExpiresAtUtc { get; init; }
    public DateTime? ApprovedAtUtc { get; init; }
    public Guid? ApprovedBy { get; init; }
    public DateTime? RejectedAtUtc { get; init; }
    public Guid? RejectedBy { get; init; }
    public string? RejectionReason { get; init; }
    public DateTime? ExecutedAtUtc { get; init; }
    public Guid? ExecutedBy { get; init; }
    public DateTime? CompletedAtUtc { get; init; }
    public Guid? CompletedBy { get; init; }
    public string? PaymentReference { get; init; }
    public DateTime? FailedAtUtc { get; init; }
    public string? FailureReason { get; init; }

    /// <summary>A note among staff; null in every view that a merchant gets.</summary>
    public string? InternalNote { get; init; }
    public required DateTime CreatedAtUtc { get; init; }
    public required DateTime UpdatedAtUtc { get; init; }
    public required int Version { get; init; }

    /// <summary>Shows a withdrawal to staff, or without the staff's own facts to its merchant.</summary>
    internal static WithdrawalView Of(Withdrawal row, bool forStaff) => new()
    {
        Id = row.Id,
        HumanId = row.HumanId,
        MerchantId = row.MerchantId,
        Asset = row.AssetInfo.Symbol,
        Network = row.AssetInfo.Network.Code,
        CryptoAmount = row.AssetInfo.Format(row.CryptoMinor),
        FiatAmount = DecimalText.Format(row.FiatMinor, row.FiatScale),
        FiatRemainder = DecimalText.Format(row.FiatRemainderMinor, row.FiatScale),
        GrossFiatAmount = DecimalText.Format(row.GrossFiatMinor, row.FiatScale),
        SpreadAmount = DecimalText.Format(row.SpreadMinor, row.FiatScale),
        FeeAmount = DecimalText.Format(row.FeeMinor, row.FiatScale),
        FiatCurrency = row.FiatCurrency,
        Method = Names.Snake(row.Method),
        Status = row.Status,
        ReferenceRate = row.ReferenceRate.ToString(),
        AppliedRate = row.AppliedRate.ToString(),
        PricingProfileId = row.PricingProfileId,
        FxRateQuoteId = row.FxQuoteId,
        NotionalUsd = row.NotionalUsdCents() is { } cents ? DecimalText.Format(cents, 2) : null,
        FromWalletId = row.FromWalletId,
        PayoutBankAccount = row.PayoutBankAccount,
        PayoutBankName = row.PayoutBankName,
        PayoutPhoneNumber = row.PayoutPhoneNumber,
        AssigneeUserId = row.AssigneeUserId,
        ClaimedAtUtc = row.ClaimedAtUtc,
        ClaimExpiresAtUtc = row.ClaimExpiresAtUtc,
        ApprovedAtUtc = row.ApprovedAtUtc,
        ApprovedBy = row.ApprovedBy,
        RejectedAtUtc = row.RejectedAtUtc,
        RejectedBy = row.RejectedBy,
        RejectionReason = row.RejectionReason,
        ExecutedAtUtc = row.ExecutedAtUtc,
        ExecutedBy = row.ExecutedBy,
        CompletedAtUtc = row.CompletedAtUtc,
        CompletedBy = row.CompletedBy,
        PaymentReference = row.PaymentReference,
        FailedAtUtc = row.FailedAtUtc,
        FailureReason = row.FailureReason,
        InternalNote = forStaff ? row.InternalNote : null,
        CreatedAtUtc = row.CreatedAtUtc,
        UpdatedAtUtc = row.UpdatedAtUtc,
        Version = row.Version,
    };
}

/// <summary>A button of the review page: what it does, and why it cannot, if it cannot.</summary>
/// <param name="Action">What it does.</param>
/// <param name="BlockedBecause">A sentence, or null when it may be pressed.</param>
/// <param name="AsksFor">Who must agree after it was pressed, in words, or null.</param>
public sealed record WithdrawalChoice(WithdrawalAction Action, string? BlockedBecause, string? AsksFor = null);

/// <summary>One line of a withdrawal's history.</summary>
public sealed record WithdrawalHistoryLine(long Id, DateTime AtUtc, string Action, string ActorName, string? FromStatus, string? ToStatus,
    string? Reason, string? Changes);

/// <summary>A withdrawal with what may be done to it by who asks, and what happened to it.</summary>
public sealed record WithdrawalReview(WithdrawalView Withdrawal, IReadOnlyList<WithdrawalChoice> Choices,
    IReadOnlyList<WithdrawalHistoryLine> History, Guid ViewerId);

/// <summary>What a merchant could withdraw of one asset now.</summary>
public sealed record WithdrawableView(string Asset, string Network, string Available, string Locked);

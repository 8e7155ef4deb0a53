using System.Text.Json;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>From what desks show to what the wire says.</summary>
internal static class Mapping
{
    /// <summary>The deposit object with its payout aliases.</summary>
    public static DepositWire Deposit(DepositView view) => WithWork(view, WithEvidence(view, WithMoney(view, new()
    {
        Id = view.Id,
        HumanId = view.HumanId,
        MerchantId = view.MerchantId,
        Method = view.Method,
        FiatAmount = view.FiatAmount,
        FiatCurrency = view.FiatCurrency,
        Status = Names.Snake(view.Status),
        SettlementState = Names.Snake(view.SettlementState),
        PaymentReference = view.PaymentReference,
        ProofUrl = view.ProofUrl,
        TransferDate = view.TransferDate,
        MerchantRequestId = view.MerchantRequestId,
        CheckoutRequestId = view.CheckoutRequestId,
        MpesaReceiptNumber = view.MpesaReceiptNumber,
        MpesaPhoneNumber = view.MpesaPhoneNumber,
        PushState = view.PushState,
        ReceivedAmount = view.ReceivedAmount,
        HasOpenDifference = view.HasOpenDifference,
        DeclaredAmount = view.DeclaredAmount,
        DifferenceOutcome = view.DifferenceOutcome,
        AddressFlags = view.AddressFlags,
        SenderAccountName = view.SenderAccountName,
        SenderAccountNumberLast4 = view.SenderAccountNumberLast4,
        SenderBankName = view.SenderBankName,
        SenderBankBranch = view.SenderBankBranch,
        ReceiptNumber = view.MpesaReceiptNumber,
        ReceiptUploadedAt = view.ProofUploadedAtUtc,
        ProofFileName = view.ProofFileName,
        ProofMimeType = view.ProofMimeType,
        ProofSizeBytes = view.ProofSizeBytes,
        ProofFileSha256 = view.ProofFileSha256,
        RequestedAsset = view.RequestedAsset,
        RequestedNetwork = view.RequestedNetwork,
        RequestedCryptoAmount = view.RequestedCryptoAmount,
        PricingProfileId = view.PricingProfileId,
        FxRateQuoteId = view.FxRateQuoteId,
        QuoteExpiresAt = view.QuoteExpiresAtUtc,
        CreditedToAddress = view.CreditedToAddress,
        ToWalletId = view.ToWalletId,
        PayoutToAddress = view.CreditedToAddress,
        PayoutToWalletId = view.ToWalletId,
        PayoutNetwork = view.RequestedNetwork,
        PayoutAsset = view.RequestedAsset,
        AssigneeUserId = view.AssigneeUserId,
        ClaimedAt = view.ClaimedAtUtc,
        ClaimExpiresAt = view.ClaimExpiresAtUtc,
        DecisionDueAt = view.DecisionDueAtUtc,
        ClockPausedAt = view.ClockPausedAtUtc,
        Question = view.Question,
        AskedAt = view.AskedAtUtc,
        Answer = view.Answer,
        AnsweredAt = view.AnsweredAtUtc,
        SubmittedAt = view.SubmittedAtUtc,
        ConfirmedAt = view.ConfirmedAtUtc,
        ConfirmedBy = view.ConfirmedBy,
        RejectedAt = view.RejectedAtUtc,
        RejectedBy = view.RejectedBy,
        RejectionReason = view.RejectionReason,
        InternalNote = view.IsForStaff ? JsonSerializer.SerializeToElement(view.InternalNote) : null,
        CreditedAt = view.CreditedAtUtc,
        CreditedBy = view.CreditedBy,
        CryptoAmount = view.CryptoAmount,
        TransferId = view.TransferId,
        CreatedAt = view.CreatedAtUtc,
        UpdatedAt = view.UpdatedAtUtc,
    })));

    // Null where the reader is no staff, so that a merchant's answer has none of these members.
    private static DepositWire WithWork(DepositView view, DepositWire wire) => !view.IsForStaff ? wire : wire with
    {
        Work = new Dictionary<string, object?>
        {
            ["snoozed_until"] = view.SnoozedUntilUtc,
            ["due_at"] = view.DecisionDueAtUtc,
            ["holder"] = view.AssigneeUserId is { } holder ? new { Id = holder, Name = view.AssigneeName, Until = view.ClaimExpiresAtUtc }
                : null,
            ["held_decision"] = view.HeldDecision is { } held ? new { held.Action, held.By, held.ById, Until = held.UntilUtc } : null,
            ["followed"] = view.IsFollowed,
            ["notes"] = view.Notes.Select(SharedWire.Note),
            ["actions"] = view.Actions,
        },
    };

    private static DepositWire WithMoney(DepositView view, DepositWire wire) => wire with
    {
        Receipts =
        [
            .. view.Receipts.Select(one => new DepositReceiptWire(
                one.Id, one.HumanId, one.Source, one.Amount, one.PayerName, one.Reference, one.ExternalId, one.OccurredAtUtc,
                one.ReceivedAtUtc, one.Sentence)),
        ],
        ProposedReceipts =
        [
            .. view.ProposedReceipts.Select(one => new ProposedReceiptWire(
                one.Id, one.HumanId, one.Source, one.Amount, one.PayerName, one.Reference, one.ExternalId, one.OccurredAtUtc,
                one.ReceivedAtUtc, one.Sentence, one.Score, one.Because)),
        ],
        BankLine = BankLine(view),
        DiffersIn = view.DiffersIn,
        PaidLate = view.PaidLate,
        ReconciledAt = view.ReconciledAtUtc,
    };

    private static DepositWire WithEvidence(DepositView view, DepositWire wire) => wire with
    {
        Evidence = view.Evidence is { } evidence ? Evidence(evidence) with { BankLine = wire.BankLine }
            : view.BankLine is null ? null : new EvidenceWire(0, false, [], [], []) { BankLine = wire.BankLine },
        Repeats = [.. view.Repeats.Select(one =>
            new RepeatWire(one.Id, one.HumanId, Names.Snake(one.Status), one.SameProof, one.SameReference))],
    };

    private static BankLineWire? BankLine(DepositView view) =>
        view.BankLine is { } line ? new BankLineWire(line.State, line.Sentence) : null;

    /// <summary>What a proof bears out.</summary>
    public static EvidenceWire Evidence(EvidenceView view) => new(
        view.ProofVersion,
        view.HasText,
        [
            .. view.Fields.Select(line => line.Finding).Select(one => new EvidenceFieldWire(
                Names.Snake(one.Field), one.Declared, one.InProof, Names.Snake(one.Outcome), one.How,
                [.. one.Boxes.Select(box => new BoxWire(box.Page, box.Left, box.Top, box.Right, box.Bottom))])),
        ],
        [
            .. view.Fields.Where(line => line.Tick is not null).Select(line => new TickWire(
                Names.Snake(line.Finding.Field), line.Tick!.PersonId, line.Tick.PersonName, line.Tick.AtUtc, line.Tick.Reason)),
        ],
        [.. view.Unticked.Select(Names.Snake)])
    {
        Flags = [.. view.Flags.Select(flag => new EvidenceFlagWire(Names.Snake(flag.Kind), flag.Page, flag.Words))],
    };

    /// <summary>A single deposit.</summary>
    public static object DepositAnswer(DepositView view) => new { Deposit = Deposit(view) };

    public static ProposalWire Proposal(ProposalView view) => new(
        view.Id, view.Kind, view.DepositId, Names.Snake(view.Status), view.RequiredSignatures, view.CurrentSignatures, view.Asset,
        view.Network,
        view.Amount, view.ToAddress, view.CreatedAtUtc);

    /// <summary>The settlement tab: deposit, transfer and latest proposal, each null while there is none.</summary>
    public static object Settlement(SettlementView view) => new
    {
        Deposit = Deposit(view.Deposit),
        Transfer = view.Transfer is null ? null : SharedWire.Transfer(view.Transfer),
        Proposal = view.Proposal is null ? null : Proposal(view.Proposal),
    };

    /// <summary>One line of a deposit's history.</summary>
    public static object HistoryLine(DepositHistoryLine line) => new
    {
        line.Id,
        At = line.AtUtc,
        line.Action,
        line.ActorName,
        ActorUserId = line.ActorId,
        line.FromStatus,
        line.ToStatus,
        line.Reason,
        Changes = SharedWire.Parsed(line.Changes),
        RequestId = line.Cause,
    };

    public static object OtcPrice(ResolvedPriceView view) => new OtcPriceWire
    {
        OtcType = view.OtcType is { } side ? Names.Snake(side) : "",
        PricingProfileId = view.PricingProfileId,
        FxRateQuoteId = view.FxRateQuoteId,
        FlowType = Names.Snake(view.FlowType),
        Network = view.Network,
        Asset = view.Asset,
        FiatCurrency = view.FiatCurrency,
        AmountIn = view.AmountIn,
        AmountInType = Names.Snake(view.AmountInType),
        ReferenceFxRate = view.ReferenceFxRate,
        AppliedFxRate = view.AppliedFxRate,
        SpreadBps = view.SpreadBps,
        SpreadAmount = view.SpreadAmount,
        Fees = Fees(view),
        Amounts = Amounts(view),
        SettlementSide = Names.Snake(view.SettlementSide),
        RateSource = view.RateSource,
        QuotedAt = view.QuotedAtUtc,
        ExpiresAt = view.ExpiresAtUtc,
    };

    public static object Price(ResolvedPriceView view) => new PriceWire
    {
        PricingProfileId = view.PricingProfileId,
        FxRateQuoteId = view.FxRateQuoteId,
        FlowType = Names.Snake(view.FlowType),
        Network = view.Network,
        Asset = view.Asset,
        FiatCurrency = view.FiatCurrency,
        AmountIn = view.AmountIn,
        AmountInType = Names.Snake(view.AmountInType),
        ReferenceFxRate = view.ReferenceFxRate,
        AppliedFxRate = view.AppliedFxRate,
        SpreadBps = view.SpreadBps,
        SpreadAmount = view.SpreadAmount,
        Fees = Fees(view),
        Amounts = Amounts(view),
        SettlementSide = Names.Snake(view.SettlementSide),
        RateSource = view.RateSource,
        QuotedAt = view.QuotedAtUtc,
        ExpiresAt = view.ExpiresAtUtc,
    };

    public static PricingProfileWire Profile(PricingProfileView view) => new(
        view.Id, view.Name, Names.Snake(view.FlowType), view.OtcType is { } side ? Names.Snake(side) : null, view.Asset, view.Network,
        view.FiatCurrency,
        Names.Snake(view.FeeType), view.FixedFee, view.FixedFeeCurrency, view.PercentageFeeBps, view.MinFee, view.MaxFee, view.SpreadBps,
        Names.Snake(view.SettlementSide), view.IsActive, view.CreatedAtUtc);

    public static FxQuoteWire FxQuote(FxQuoteView view) => new(
        view.Id, Names.Snake(view.FlowType), view.OtcType is { } side ? Names.Snake(side) : null, view.Asset, view.Network,
        view.FiatCurrency,
        view.ReferenceRate, view.AppliedRate, view.SpreadBps, view.Source, view.ExpiresAtUtc, view.IsActive, view.CreatedAtUtc);

    public static CurrencyWire Currency(FiatCurrencyView view) =>
        new(view.Id, view.IsoCode, view.DisplayName, view.FractionDigits, view.SortOrder);

    public static KeptCurrencyWire KeptCurrency(FiatCurrencyView view) =>
        new(view.Id, view.IsoCode, view.DisplayName, view.FractionDigits, view.SortOrder, view.IsActive);

    private static FeesWire Fees(ResolvedPriceView view) => new(
        view.FixedFee, view.FiatCurrency, view.PercentageFeeBps, view.PercentageFeeAmount, view.TotalFeeAmount, view.FiatCurrency);

    private static AmountsWire Amounts(ResolvedPriceView view) =>
        new(view.GrossFiatAmount, view.NetFiatAmount, view.GrossCryptoAmount, view.NetCryptoAmount);
}

using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Exchanges;

/// <summary>What a customer asks for. Amounts are text; which of them counts follows from the side.</summary>
public sealed record QuoteExchange(ExchangeSide Side, Guid FiatAccountId, Guid WalletId, string Amount);

/// <summary>What a customer confirms.</summary>
public sealed record ConfirmExchange(Guid OrderId, ExchangeSide Side, string? TravelRulePayload);

/// <summary>What an operator approves, and at which rate.</summary>
public sealed record ApproveExchange(Guid Id, string? FinalRate, string? Reason);

/// <summary>A quote as it was made.</summary>
public sealed record ExchangeQuoteView(ExchangeView Order, int TtlSeconds);

/// <summary>The stored answer to a confirmation. A buy answers with the state in which its EUR is being debited.</summary>
public sealed record ConfirmedExchange(Guid OrderId, ExchangeStatus Status);

/// <summary>A fiat account with its balance.</summary>
public sealed record FiatAccountView(Guid Id, string Label, string Currency, string Iban, string BankName, string Balance,
    FiatAccountStatus Status);

/// <summary>A custodial wallet with a USDC address.</summary>
public sealed record ExchangeWalletView(Guid Id, string Label, string Network, string Address);

/// <summary>The live balance of a wallet.</summary>
public sealed record ExchangeBalanceView(Guid WalletId, string Network, string UsdcBalance, DateTime AsOfUtc);

/// <summary>What a typed rate would mean: the amount, how far it lies from the indicative one, and what the desk would earn at the live
/// rate.</summary>
public sealed record TypedRate(string Destination, string Difference, long DifferenceBps, string Margin, long LiveBps, bool IsInBand);

/// <summary>One page of a list that is counted in pages.</summary>
public sealed record NumberedPage<T>(IReadOnlyList<T> Rows, int Page, int Limit, long Total);

/// <summary>An exchange as it is shown. Executed members are null until approval; until then everything is indicative.</summary>
public sealed record ExchangeView
{
    public required Guid Id { get; init; }
    public required string HumanId { get; init; }
    public required Guid MerchantId { get; init; }
    public string MerchantName { get; init; } = "";
    public required ExchangeSide Side { get; init; }
    public required ExchangeStatus Status { get; init; }
    public required string SourceCurrency { get; init; }
    public required string SourceAmount { get; init; }
    public required string DestinationCurrency { get; init; }
    public required string IndicativeRate { get; init; }
    public required string IndicativeDestinationAmount { get; init; }
    public string? ExecutedRate { get; init; }
    public string? ExecutedDestinationAmount { get; init; }
    public required string ReferenceRate { get; init; }
    public string? ExecutedReferenceRate { get; init; }
    public string? MarginAmount { get; init; }
    public required string RateSource { get; init; }
    public required DateTime QuoteExpiresAtUtc { get; init; }
    public required Guid FiatAccountId { get; init; }
    public required Guid WalletId { get; init; }
    public required string Network { get; init; }
    public required string WalletAddress { get; init; }
    public string? TravelRulePayload { get; init; }
    public DateTime? ConfirmedAtUtc { get; init; }
    public Guid? DecidedBy { get; init; }
    public DateTime? DecidedAtUtc { get; init; }
    public string? Reason { get; init; }
    public string? TxHash { get; init; }
    public int BlockDepth { get; init; }
    public DateTime? CompletedAtUtc { get; init; }
    public required DateTime CreatedAtUtc { get; init; }
    public required DateTime UpdatedAtUtc { get; init; }
    public required int Version { get; init; }

    /// <summary>What the customer gets as far as is known, and whether that is final.</summary>
    public string DestinationAmount => ExecutedDestinationAmount ?? IndicativeDestinationAmount;

    /// <summary>The rate as far as is known.</summary>
    public string Rate => ExecutedRate ?? IndicativeRate;

    /// <summary>Whether rate and destination may still change.</summary>
    public bool IsIndicative => ExecutedRate is null;

    internal static ExchangeView Of(ExchangeOrder order) => new()
    {
        Id = order.Id,
        HumanId = order.HumanId,
        MerchantId = order.MerchantId,
        Side = order.Side,
        Status = order.Status,
        SourceCurrency = order.SourceCurrency,
        SourceAmount = DecimalText.Format(order.SourceMinor, order.SourceScale),
        DestinationCurrency = order.DestinationCurrency,
        IndicativeRate = order.IndicativeRate.ToString(),
        IndicativeDestinationAmount = DecimalText.Format(order.IndicativeDestinationMinor, order.DestinationScale),
        ExecutedRate = order.ExecutedRate?.ToString(),
        ExecutedDestinationAmount = order.ExecutedDestinationMinor is { } minor ? DecimalText.Format(minor, order.DestinationScale) : null,
        ReferenceRate = order.ReferenceRate.ToString(),
        ExecutedReferenceRate = order.ExecutedReferenceRate?.ToString(),
        MarginAmount = order is { ExecutedGrossMinor: { } gross, ExecutedDestinationMinor: { } net }
            ? DecimalText.Format(gross - net, order.DestinationScale) : null,
        RateSource = order.RateSource,
        QuoteExpiresAtUtc = order.QuoteExpiresAtUtc,
        FiatAccountId = order.FiatAccountId,
        WalletId = order.WalletId,
        Network = order.AssetInfo.Network.Code,
        WalletAddress = order.WalletAddress,
        TravelRulePayload = order.TravelRulePayload,
        ConfirmedAtUtc = order.ConfirmedAtUtc,
        DecidedBy = order.DecidedBy,
        DecidedAtUtc = order.DecidedAtUtc,
        Reason = order.Reason,
        TxHash = order.TxHash,
        BlockDepth = order.BlockDepth,
        CompletedAtUtc = order.CompletedAtUtc,
        CreatedAtUtc = order.CreatedAtUtc,
        UpdatedAtUtc = order.UpdatedAtUtc,
        Version = order.Version,
    };
}

using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Domain.Exchanges;

/// <summary>What a quote is made of.</summary>
/// <param name="Side">Which way.</param>
/// <param name="FiatAccountId">The customer's EUR account.</param>
/// <param name="WalletId">The customer's custodial wallet.</param>
/// <param name="Asset">USDC on the wallet's network.</param>
/// <param name="WalletAddress">The wallet's address.</param>
/// <param name="SourceMinor">What the customer pays, in minor units.</param>
/// <param name="Reference">The market rate.</param>
/// <param name="SpreadBps">The desk's spread.</param>
/// <param name="RateSource">Who said the market rate.</param>
public sealed record ExchangeTerms(
    ExchangeSide Side, Guid FiatAccountId, Guid WalletId, Asset Asset, string WalletAddress, long SourceMinor, Rate Reference,
        int SpreadBps, string RateSource);

/// <summary>
/// EUR against USDC for a customer, decided by a person at a live rate. What was quoted and what was executed are kept apart:
/// until approval every rate and destination amount is indicative.
/// </summary>
public sealed partial class ExchangeOrder : IRecord
{
    private ExchangeOrder()
    {
    }

    /// <summary>The order's id; it is the quote's id as well.</summary>
    public Guid Id { get; private set; }

    /// <summary>The number people use: 1042 is shown as EXC-1042.</summary>
    public long Number { get; private set; }

    /// <summary>The customer.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>Which way.</summary>
    public ExchangeSide Side { get; private set; }

    /// <summary>Where it stands.</summary>
    public ExchangeStatus Status { get; private set; }

    /// <summary>The customer's EUR account.</summary>
    public Guid FiatAccountId { get; private set; }

    /// <summary>The customer's custodial wallet.</summary>
    public Guid WalletId { get; private set; }

    /// <summary>The USDC's canonical code.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>The wallet's address when the quote was made.</summary>
    public string WalletAddress { get; private set; } = "";

    /// <summary>What the customer pays, in minor units of the source.</summary>
    public long SourceMinor { get; private set; }

    /// <summary>The market rate behind the present quote.</summary>
    public Rate ReferenceRate { get; private set; }

    /// <summary>Who said the market rate.</summary>
    public string RateSource { get; private set; } = "";

    /// <summary>The rate that the customer was shown.</summary>
    public Rate IndicativeRate { get; private set; }

    /// <summary>What the customer would receive at the indicative rate.</summary>
    public long IndicativeDestinationMinor { get; private set; }

    /// <summary>Until when the customer may confirm.</summary>
    public DateTime QuoteExpiresAtUtc { get; private set; }

    /// <summary>Counts the confirmations; the journal numbers its entries by it.</summary>
    public int ConfirmCount { get; private set; }

    /// <summary>What the customer sent for the travel rule, as JSON text.</summary>
    public string? TravelRulePayload { get; private set; }

    /// <summary>When the customer confirmed last.</summary>
    public DateTime? ConfirmedAtUtc { get; private set; }

    /// <summary>The final rate; null until approved.</summary>
    public Rate? ExecutedRate { get; private set; }

    /// <summary>The live market rate at approval.</summary>
    public Rate? ExecutedReferenceRate { get; private set; }

    /// <summary>What the customer receives; null until approved.</summary>
    public long? ExecutedDestinationMinor { get; private set; }

    /// <summary>The destination leg at the live market rate; the difference is the desk's margin.</summary>
    public long? ExecutedGrossMinor { get; private set; }

    /// <summary>Who decided last.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>When it was decided last.</summary>
    public DateTime? DecidedAtUtc { get; private set; }

    /// <summary>The reason of the last decision, or why it failed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The client id of the transfer.</summary>
    public Guid? TransferId { get; private set; }

    /// <summary>The chain's hash, once known.</summary>
    public string? TxHash { get; private set; }

    /// <summary>Block depth when last looked at.</summary>
    public int BlockDepth { get; private set; }

    /// <summary>When both legs were done.</summary>
    public DateTime? CompletedAtUtc { get; private set; }

    /// <summary>Who asked for the quote.</summary>
    public Guid CreatedBy { get; private set; }

    /// <summary>When it was quoted.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When it was last written.</summary>
    public DateTime UpdatedAtUtc { get; private set; }

    /// <summary>Changes with every write; guards against lost updates.</summary>
    public int Version { get; private set; }

    /// <summary>The USDC with its network.</summary>
    public Asset AssetInfo => Catalog.Asset.ByCode(Asset);

    /// <summary>What people call it.</summary>
    public string HumanId => $"EXC-{Number}";

    /// <inheritdoc/>
    public static RecordKind Kind { get; } = new("exchange", "exchange", "exchanges");

    /// <inheritdoc/>
    public string StatusName => Names.Snake(Status);

    /// <inheritdoc/>
    public DateTime? QuoteLapsesAtUtc => Status is ExchangeStatus.Quoted or ExchangeStatus.Requoted ? QuoteExpiresAtUtc : null;

    /// <summary>The ticker that the customer pays.</summary>
    public string SourceCurrency => Side == ExchangeSide.Buy ? "EUR" : "USDC";

    /// <summary>The ticker that the customer receives.</summary>
    public string DestinationCurrency => Side == ExchangeSide.Buy ? "USDC" : "EUR";

    /// <summary>Decimals of the source leg.</summary>
    public int SourceScale => Side == ExchangeSide.Buy ? ExchangePrice.EurScale : ExchangePrice.UsdcScale;

    /// <summary>Decimals of the destination leg.</summary>
    public int DestinationScale => Side == ExchangeSide.Buy ? ExchangePrice.UsdcScale : ExchangePrice.EurScale;

    /// <summary>The USDC leg as it stands: executed, otherwise indicative.</summary>
    public long UsdcMinor => Side == ExchangeSide.Sell ? SourceMinor : ExecutedDestinationMinor ?? IndicativeDestinationMinor;

    /// <summary>The value in US cents: USDC counts as US dollars. Rounded up, so that no cap is passed by rounding.</summary>
    public long NotionalUsdCents => new Rate(1, 0).ToQuote(UsdcMinor, ExchangePrice.UsdcScale, 2, Rounding.Up);

    /// <summary>Makes a quote; nothing is held for it.</summary>
    public static Result<ExchangeOrder> Quote(Guid id, long number, Guid merchantId, Guid createdBy, ExchangeTerms terms, int ttlSeconds,
        DateTime now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var rate = ExchangePrice.Quoted(terms.Side, terms.Reference, terms.SpreadBps);
        if (!ExchangePrice.IsPlausible(rate) || !ExchangePrice.IsPlausible(terms.Reference))
        {
            return new DomainError(ErrorCode.QuoteUnavailable, "The market rate is not plausible.");
        }
        var destination = ExchangePrice.Destination(terms.Side, terms.SourceMinor, rate);
        if (destination <= 0)
        {
            return new DomainError(ErrorCode.AmountTooSmall, "The amount is too small: nothing would be received.");
        }
        return new ExchangeOrder
        {
            Id = id,
            Number = number,
            MerchantId = merchantId,
            Side = terms.Side,
            FiatAccountId = terms.FiatAccountId,
            WalletId = terms.WalletId,
            Asset = terms.Asset.Code.Text,
            WalletAddress = terms.WalletAddress,
            SourceMinor = terms.SourceMinor,
            ReferenceRate = terms.Reference,
            RateSource = terms.RateSource,
            IndicativeRate = rate,
            IndicativeDestinationMinor = destination,
            QuoteExpiresAtUtc = now.AddSeconds(ttlSeconds),
            CreatedBy = createdBy,
            CreatedAtUtc = now,
            UpdatedAtUtc = now,
            Version = 1,
        };
    }

    private DomainError? Move(ExchangeAction action, DateTime now)
    {
        var next = ExchangeLifecycle.Table.Move(Status, action);
        if (next.Failed(out var error))
        {
            return error with { Message = $"{HumanId}: {error.Message}" };
        }
        Status = next.Value;
        UpdatedAtUtc = now;
        Version++;
        return null;
    }
}

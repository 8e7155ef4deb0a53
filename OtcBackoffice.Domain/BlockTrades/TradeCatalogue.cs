using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.BlockTrades;

/// <summary>A country in which block trades are offered, with a switch for each side.</summary>
public sealed class TradeCountry
{
    private TradeCountry()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The name, which is what the surface asks by.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Two letters.</summary>
    public string Abbreviation { get; private set; } = "";

    /// <summary>Whether customers may buy there.</summary>
    public bool BuyOpen { get; private set; }

    /// <summary>Whether customers may sell there.</summary>
    public bool SellOpen { get; private set; }

    /// <summary>Place in lists, lowest first.</summary>
    public int SortOrder { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Adds a country.</summary>
    public static TradeCountry Create(Guid id, string name, string abbreviation, bool buyOpen, bool sellOpen, int sortOrder) =>
        new() { Id = id, Name = name, Abbreviation = abbreviation, BuyOpen = buyOpen, SellOpen = sellOpen, SortOrder = sortOrder,
            Version = 1 };

    /// <summary>Turns the switches; null leaves one as it is.</summary>
    public void Switch(bool? buyOpen, bool? sellOpen)
    {
        (BuyOpen, SellOpen) = (buyOpen ?? BuyOpen, sellOpen ?? SellOpen);
        Version++;
    }

    /// <summary>Whether a side is offered.</summary>
    public bool Offers(TradeSide side) => side == TradeSide.Buy ? BuyOpen : SellOpen;
}

/// <summary>A currency and a token that are traded against each other in a country, at a reference rate and two spreads.</summary>
public sealed class TradePair
{
    /// <summary>Most that a spread may be, in basis points.</summary>
    public const int SpreadBpsMax = 2_000;

    private TradePair()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The country's name.</summary>
    public string Country { get; private set; } = "";

    /// <summary>The currency.</summary>
    public string FiatCurrency { get; private set; } = "";

    /// <summary>The token as the surface names it.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The asset in the books.</summary>
    public string Asset { get; private set; } = "";

    /// <summary>Whether it is open for orders.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What one unit is worth.</summary>
    public Rate Reference { get; private set; }

    /// <summary>What a buyer pays more, in basis points.</summary>
    public int BuySpreadBps { get; private set; }

    /// <summary>What a seller gets less, in basis points.</summary>
    public int SellSpreadBps { get; private set; }

    /// <summary>Decimals of a price.</summary>
    public int PriceDecimals { get; private set; }

    /// <summary>Decimals of a quantity.</summary>
    public int QuantityDecimals { get; private set; }

    /// <summary>Place in lists, lowest first.</summary>
    public int SortOrder { get; private set; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Adds a pair.</summary>
    public static TradePair Create(Guid id, string country, string fiat, string token, string asset, Rate reference, int buySpreadBps,
        int sellSpreadBps, int quantityDecimals, int sortOrder) => new()
    {
        Id = id, Country = country, FiatCurrency = fiat, Token = token, Asset = asset, Reference = reference, BuySpreadBps = buySpreadBps,
        SellSpreadBps = sellSpreadBps,
        PriceDecimals = 2, QuantityDecimals = quantityDecimals, IsOpen = true, SortOrder = sortOrder, Version = 1,
    };

    /// <summary>Opens, closes or prices the pair; null leaves a field as it is.</summary>
    public Result<TradePair> Change(bool? isOpen, Rate? reference, int? buySpreadBps, int? sellSpreadBps)
    {
        if (SpreadFault(buySpreadBps ?? BuySpreadBps, sellSpreadBps ?? SellSpreadBps) is { } fault)
        {
            return fault;
        }
        if (reference is { } rate && !IsQuotable(rate))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "reference_rate",
                $"reference_rate must be {Rate.Bounds}, and its price above zero with {PriceDecimals} decimals at the widest spread.");
        }
        (IsOpen, Reference) = (isOpen ?? IsOpen, reference ?? Reference);
        (BuySpreadBps, SellSpreadBps) = (buySpreadBps ?? BuySpreadBps, sellSpreadBps ?? SellSpreadBps);
        Version++;
        return this;
    }

    // At every spread that the pair or a customer may have there is a price, on either side.
    private bool IsQuotable(Rate rate)
    {
        try
        {
            return rate.IsPlausible() && rate.AdjustBps(SpreadBpsMax).IsPlausible() && rate.AdjustBps(-SpreadBpsMax).ToQuote(1, 0,
                PriceDecimals, Rounding.Down) > 0;
        }
        catch (AmountTooLargeException)
        {
            return false;
        }
    }

    internal static DomainError? SpreadFault(int buySpreadBps, int sellSpreadBps) =>
        buySpreadBps is < 0 or > SpreadBpsMax || sellSpreadBps is < 0 or > SpreadBpsMax
            ? DomainError.Of(ErrorCode.InvalidRequest, "buy_spread_bps", $"A spread must be 0 to {SpreadBpsMax} basis points.")
            : null;
}

/// <summary>The spreads of one customer in one pair, where they differ from the pair's.</summary>
public sealed class CustomerSpread
{
    private CustomerSpread()
    {
    }

    /// <summary>The row's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The customer.</summary>
    public Guid MerchantId { get; private set; }

    /// <summary>The pair.</summary>
    public Guid PairId { get; private set; }

    /// <summary>What this buyer pays more, in basis points.</summary>
    public int BuySpreadBps { get; private set; }

    /// <summary>What this seller gets less, in basis points.</summary>
    public int SellSpreadBps { get; private set; }

    /// <summary>Changes them; each is 0 to <see cref="TradePair.SpreadBpsMax"/> basis points.</summary>
    public Result<CustomerSpread> Change(int buySpreadBps, int sellSpreadBps)
    {
        if (TradePair.SpreadFault(buySpreadBps, sellSpreadBps) is { } fault)
        {
            return fault;
        }
        (BuySpreadBps, SellSpreadBps) = (buySpreadBps, sellSpreadBps);
        return this;
    }

    /// <summary>Sets a customer's spreads.</summary>
    public static CustomerSpread Create(Guid id, Guid merchantId, Guid pairId, int buySpreadBps, int sellSpreadBps) =>
        new() { Id = id, MerchantId = merchantId, PairId = pairId, BuySpreadBps = buySpreadBps, SellSpreadBps = sellSpreadBps };
}

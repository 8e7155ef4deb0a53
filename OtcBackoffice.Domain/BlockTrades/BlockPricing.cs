using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.BlockTrades;

/// <summary>What an order is worked out from.</summary>
/// <param name="Side">The customer's side.</param>
/// <param name="Price">What the customer pays or gets for one unit.</param>
/// <param name="Reference">What one unit is worth.</param>
/// <param name="AssetScale">Decimals of the asset in the books.</param>
/// <param name="FiatScale">Decimals of the currency.</param>
/// <param name="QuantityDecimals">Decimals that a quantity is cut to.</param>
public sealed record BlockTerms(TradeSide Side, Rate Price, Rate Reference, int AssetScale, int FiatScale, int QuantityDecimals)
{
    /// <summary>The smallest step of a quantity, in minor units of the asset.</summary>
    public long StepMinor
    {
        get
        {
            var step = 1L;
            for (var i = QuantityDecimals; i < AssetScale; i++)
            {
                step *= 10;
            }
            return step;
        }
    }
}

/// <summary>
/// The amounts of an order. Gross is the whole at the reference rate on the side that the desk earns in, the asset of a buy and
/// the currency of a sell; gross is what the customer gets plus spread plus rounding.
/// </summary>
public sealed record BlockAmounts(long QuantityMinor, long FiatMinor, long GrossMinor, long SpreadMinor, long RoundingMinor);

/// <summary>Prices and amounts of block trades: what a customer receives is cut, what it pays is rounded up.</summary>
public static class BlockPricing
{
    /// <summary>The customer's price: the reference made dearer for a buy and cheaper for a sell, cut in the desk's favour.</summary>
    public static Rate Price(Rate reference, TradeSide side, int spreadBps, int decimals)
    {
        var exact = reference.AdjustBps(side == TradeSide.Buy ? spreadBps : -spreadBps);
        if (exact.Scale <= decimals)
        {
            return exact;
        }
        var divisor = 1L;
        for (var i = decimals; i < exact.Scale; i++)
        {
            divisor *= 10;
        }
        var (whole, rest) = Math.DivRem(exact.Mantissa, divisor);
        return new Rate(side == TradeSide.Buy && rest > 0 ? whole + 1 : whole, decimals);
    }

    /// <summary>
    /// Works an order out. The fiat amount of a buy and the quantity of a sell lead; the other follows, and must agree within
    /// one step when it was sent as well.
    /// </summary>
    public static Result<BlockAmounts> Amounts(BlockTerms terms, long? quantityMinor, long? fiatMinor)
    {
        ArgumentNullException.ThrowIfNull(terms);
        try
        {
            var amounts = terms.Side == TradeSide.Buy ? Buy(terms, quantityMinor, fiatMinor) : Sell(terms, quantityMinor, fiatMinor);
            return amounts.QuantityMinor <= 0 || amounts.FiatMinor <= 0
                ? new DomainError(ErrorCode.AmountTooSmall, "The amount is so small that nothing would be left.")
                : Agrees(terms, amounts, quantityMinor, fiatMinor) ? amounts : Moved(terms);
        }
        catch (OverflowException)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "orderAmount", "The amount is larger than the books can hold.");
        }
    }

    private static BlockAmounts Buy(BlockTerms terms, long? quantityMinor, long? fiatMinor)
    {
        var fiat = fiatMinor ?? terms.Price.ToQuote(quantityMinor ?? 0, terms.AssetScale, terms.FiatScale, Rounding.Up);
        var net = terms.Price.ToBase(fiat, terms.AssetScale, terms.FiatScale, Rounding.Down);
        var quantity = fiatMinor is null ? quantityMinor ?? 0 : net - (net % terms.StepMinor);
        var gross = terms.Reference.ToBase(fiat, terms.AssetScale, terms.FiatScale, Rounding.Down);
        return new BlockAmounts(quantity, fiat, gross, gross - net, net - quantity);
    }

    private static BlockAmounts Sell(BlockTerms terms, long? quantityMinor, long? fiatMinor)
    {
        var quantity = quantityMinor ?? 0;
        if (quantityMinor is null)
        {
            quantity = terms.Price.ToBase(fiatMinor ?? 0, terms.AssetScale, terms.FiatScale, Rounding.Up);
            var rest = quantity % terms.StepMinor;
            quantity += rest == 0 ? 0 : terms.StepMinor - rest;
        }
        var gross = terms.Reference.ToQuote(quantity, terms.AssetScale, terms.FiatScale, Rounding.Down);
        var net = terms.Price.ToQuote(quantity, terms.AssetScale, terms.FiatScale, Rounding.Down);
        var fiat = quantityMinor is null ? fiatMinor ?? 0 : net;
        return new BlockAmounts(quantity, fiat, gross, gross - net, net - fiat);
    }

    private static bool Agrees(BlockTerms terms, BlockAmounts amounts, long? quantityMinor, long? fiatMinor) =>
        quantityMinor is not { } quantity || fiatMinor is not { } fiat
        || Math.Abs(quantity - amounts.QuantityMinor) <= terms.StepMinor
            && Math.Abs(fiat - amounts.FiatMinor) <= Math.Max(1,
                terms.Price.ToQuote(terms.StepMinor, terms.AssetScale, terms.FiatScale, Rounding.Up))
        || Math.Abs(terms.Price.ToQuote(quantity, terms.AssetScale, terms.FiatScale, Rounding.Down) - fiat) <= 1;

    private static DomainError Moved(BlockTerms terms) =>
        new(ErrorCode.PriceMoved, $"quantity and orderAmount do not agree at the price of now, {terms.Price}.")
    {
        Facts = new Dictionary<string, string> { ["price"] = terms.Price.ToString() },
    };
}

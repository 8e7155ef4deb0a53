using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>A currency with its least and its most, in minor units and in dollars.</summary>
public sealed record CoinLimits(GatewayCoin Coin, long MinimumMinor, long MaximumMinor)
{
    /// <summary>The least in US dollars.</summary>
    public string MinimumUsd => DecimalText.Format(GatewayPricing.MinimumUsdCents, 2);

    /// <summary>The most in US dollars.</summary>
    public string MaximumUsd => DecimalText.Format(GatewayPricing.MaximumUsdCents, 2);
}

/// <summary>A rate as a caller asks for it; texts are read strictly.</summary>
public sealed record AskedRate(string? From, string? To, string? Amount, string? FeePercentage, bool? IsFeePaidByUser);

/// <summary>A rate with what an amount would give. Numbers are exact decimals; the text shows them as numbers.</summary>
public sealed record QuotedRate(string From, string To, decimal Amount, decimal Estimated, decimal Rate, decimal FeePercentage,
    decimal FeeAmount, DateTime AtUtc);

/// <summary>What the gateway deals in, and at which rates.</summary>
public sealed class GatewayCatalogue(DeskGate gate, GatewayMarket market, TimeProvider clock)
{
    private const string Usd = PaymentAsked.Usd;

    // More than any amount of the desk, and few enough digits that the arithmetic stays exact.
    private const decimal AmountMax = 1_000_000_000_000m;

    /// <summary>Every currency.</summary>
    public static IReadOnlyList<GatewayCoin> Coins => GatewayCoin.All;

    /// <summary>An amount as the number that the wire shows; exact, with at least one decimal.</summary>
    public static decimal Number(GatewayCoin coin, long minor)
    {
        ArgumentNullException.ThrowIfNull(coin);
        return Shown(decimal.Parse(coin.Format(minor), NumberStyles.Number, CultureInfo.InvariantCulture));
    }

    /// <summary>Every currency with its limits.</summary>
    public async Task<Result<IReadOnlyList<CoinLimits>>> LimitsAsync(CancellationToken cancellation)
    {
        var rows = new List<CoinLimits>();
        foreach (var coin in Coins)
        {
            var limits = await LimitsAsync(coin, cancellation);
            if (limits.Failed(out var stale))
            {
                return stale;
            }
            rows.Add(limits.Value);
        }
        return rows;
    }

    /// <summary>The limits of one currency.</summary>
    public async Task<Result<CoinLimits>> LimitsAsync(string code, CancellationToken cancellation) =>
        GatewayCoin.Find(code) is { } coin ? await LimitsAsync(coin, cancellation) : GatewayWalletDesk.UnknownCoin();

    /// <summary>
    /// The rate between US dollars and a currency, or between two currencies, and what an amount gives. A fee of the caller's own
    /// lies between the tenant's and the upper bound; whoever receives pays it, when the payer does: <c>(amount - fee) x rate</c>.
    /// </summary>
    public async Task<Result<QuotedRate>> RateAsync(AskedRate asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (asked.To is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "currency_to", "currency_to is required.");
        }
        var text = asked.Amount ?? "1.0";
        if (!DecimalText.TryParseScaled(text, GatewayCoin.WireScale, out _, out _)
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount is <= 0 or > AmountMax)
        {
            return DomainError.Of(ErrorCode.InvalidAmount, "amount", "amount must be plain digits above zero with at most 8 decimals.");
        }
        var (from, to) = (await PerUsdAsync(asked.From ?? Usd, "currency_from", cancellation),
            await PerUsdAsync(asked.To, "currency_to", cancellation));
        if (from.Failed(out var unknown) || to.Failed(out unknown))
        {
            return unknown;
        }
        var opened = await gate.OpenAsync(Permission.GatewayOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var merchantId = reading.Actor.MerchantId;
        var tenant = await reading.Db.GatewayTenants.FirstOrDefaultAsync(row => row.MerchantId == merchantId, cancellation)
            ?? GatewayTenant.Of(merchantId ?? Guid.Empty);
        var fee = tenant.FeeFor(asked.FeePercentage);
        if (fee.Failed(out var outside))
        {
            return outside;
        }
        var rate = Math.Round(to.Value.Rate / from.Value.Rate, 10, MidpointRounding.ToZero);
        var feeAmount = Math.Round(amount * fee.Value / 10_000m, GatewayCoin.WireScale, MidpointRounding.ToPositiveInfinity);
        var net = asked.IsFeePaidByUser ?? tenant.IsFeePaidByUser ? amount - feeAmount : amount;
        return new QuotedRate(from.Value.Code, to.Value.Code, Shown(amount),
            Shown(Math.Round(net * rate, GatewayCoin.WireScale, MidpointRounding.ToZero)), Shown(rate),
            Shown(fee.Value / 100m), Shown(feeAmount), clock.UtcNowMillis());
    }

    private async Task<Result<CoinLimits>> LimitsAsync(GatewayCoin coin, CancellationToken cancellation)
    {
        var rate = new Rate(1, 0);
        if (!coin.Asset.IsUsdStable)
        {
            var live = await market.RateAsync(coin, cancellation);
            if (live.Failed(out var stale))
            {
                return stale;
            }
            rate = live.Value;
        }
        var (least, most) = GatewayPricing.LimitsOf(coin, rate);
        return new CoinLimits(coin, least, most);
    }

    private async Task<Result<(string Code, decimal Rate)>> PerUsdAsync(string code, string field, CancellationToken cancellation)
    {
        if (code.Equals(Usd, StringComparison.OrdinalIgnoreCase))
        {
            return (Usd, 1m);
        }
        if (GatewayCoin.Find(code) is not { } coin)
        {
            return GatewayWalletDesk.UnknownCoin(field);
        }
        var rate = await market.RateAsync(coin, cancellation);
        return rate.Failed(out var stale) ? stale
            : (coin.Code, decimal.Parse(rate.Value.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
    }

    // Without zeros at the end, but never without a decimal: the text shows 100.0.
    internal static decimal Shown(decimal number)
    {
        var plain = number / 1.0000000000000000000000000000m;
        return plain == decimal.Truncate(plain) ? decimal.Truncate(plain) + 0.0m : plain;
    }
}

using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Currencies and rates.</summary>
internal static class CurrencyRoutes
{
    public static async Task<IResult> List(HttpContext http, GatewayCatalogue catalogue, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (full, limits, usd) = (query.Flag("full"), query.Flag("min_max"), query.Flag("include_usd"));
        // Read, so that a wrong value is refused; whatever is taken in may also be withdrawn.
        _ = query.Flag("withdrawal");
        if (query.Fault is { } fault)
        {
            return GatewayDialect.Refused(fault);
        }
        if (usd && !limits)
        {
            return GatewayDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "include_usd", "include_usd needs min_max=true."));
        }
        if (!full && !limits)
        {
            return GatewayAnswers.Json(new { Currencies = GatewayCatalogue.Coins.Select(coin => coin.Code) });
        }
        var listed = await catalogue.LimitsAsync(cancellation);
        return listed.Answer(rows => new { Currencies = rows.Select(row => Wire(row, full, limits, usd)) });
    }

    public static async Task<IResult> Rates(HttpContext http, GatewayCatalogue catalogue, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var asked = new AskedRate(query.Text("currency_from"), query.Text("currency_to"), query.Figures("amount", ErrorCode.InvalidAmount),
            query.Figures("fee_percentage"),
            query.FlagOrNull("is_fee_paid_by_user"));
        var full = query.Flag("full");
        return query.Fault is { } fault ? GatewayDialect.Refused(fault)
            : (await catalogue.RateAsync(asked, cancellation)).Answer(rate => Wire(rate, full));
    }

    private static Dictionary<string, object?> Wire(CoinLimits row, bool full, bool limits, bool usd)
    {
        var coin = row.Coin;
        var wire = new Dictionary<string, object?> { ["currency"] = coin.Code };
        if (full)
        {
            wire["name"] = coin.Name;
            wire["token"] = coin.Token.ToLowerInvariant();
            wire["blockchain"] = coin.Blockchain.ToLowerInvariant();
            wire["is_popular"] = coin.IsPopular;
            wire["is_stable"] = coin.Asset.IsUsdStable;
        }
        if (limits)
        {
            wire["min_amount"] = coin.Format(row.MinimumMinor);
            wire["max_amount"] = coin.Format(row.MaximumMinor);
        }
        if (usd)
        {
            wire["min_amount_usd"] = row.MinimumUsd;
            wire["max_amount_usd"] = row.MaximumUsd;
        }
        return wire;
    }

    private static Dictionary<string, object?> Wire(QuotedRate rate, bool full)
    {
        var wire = new Dictionary<string, object?>
        {
            ["currency_from"] = rate.From,
            ["currency_to"] = rate.To,
            ["amount"] = rate.Amount,
            ["estimated_amount"] = rate.Estimated,
            ["rate"] = rate.Rate,
        };
        if (full)
        {
            wire["fee_percentage"] = rate.FeePercentage;
            wire["fee_amount"] = rate.FeeAmount;
            wire["timestamp"] = rate.AtUtc;
        }
        return wire;
    }
}

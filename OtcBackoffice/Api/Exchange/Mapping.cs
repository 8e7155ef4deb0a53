using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Exchange;

/// <summary>Views in the words of this surface.</summary>
internal static class Mapping
{
    public static object Account(FiatAccountView view) =>
        new { view.Id, view.Label, view.Currency, view.Iban, view.BankName, view.Balance, Status = Names.Snake(view.Status) };

    public static object Wallet(ExchangeWalletView view) => new { view.Id, view.Label, view.Network, view.Address, Asset = "USDC" };

    public static object Balance(ExchangeBalanceView view) => new { view.WalletId, view.Network, view.UsdcBalance, AsOf = view.AsOfUtc };

    public static object Quote(ExchangeQuoteView view)
    {
        var order = view.Order;
        var members = new Dictionary<string, object>
        {
            ["quoteId"] = order.Id,
            ["side"] = Names.Snake(order.Side),
            ["rate"] = order.IndicativeRate,
            ["sourceCurrency"] = order.SourceCurrency,
            ["sourceAmount"] = order.SourceAmount,
            [order.Side == ExchangeSide.Buy ? "sourceAmountEur" : "sourceAmountUsdc"] = order.SourceAmount,
            ["destinationCurrency"] = order.DestinationCurrency,
            ["destinationAmount"] = order.IndicativeDestinationAmount,
            ["ttlExpiresAt"] = order.QuoteExpiresAtUtc,
            ["ttlSeconds"] = view.TtlSeconds,
            ["indicative"] = true,
        };
        return members;
    }

    public static object Order(ExchangeView view) => new
    {
        view.Id,
        Side = Names.Snake(view.Side),
        Status = Names.Snake(view.Status),
        view.SourceCurrency,
        view.SourceAmount,
        view.DestinationCurrency,
        view.DestinationAmount,
        view.Rate,
        view.IndicativeRate,
        Indicative = view.IsIndicative,
        CreatedAt = view.CreatedAtUtc,
        UpdatedAt = view.UpdatedAtUtc,
    };
}

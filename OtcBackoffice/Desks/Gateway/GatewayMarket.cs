using OtcBackoffice.Desks.Rates;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Gateway;

/// <summary>What the market says a US dollar buys of a coin.</summary>
public sealed class GatewayMarket(RateBoard board)
{
    private const string Usd = "USD";

    /// <summary>
    /// Coins per US dollar: the pair itself where somebody keeps it, else the price of the coin in dollars turned round. A
    /// rate that is stale, held or unknown is no rate.
    /// </summary>
    public async Task<Result<Rate>> RateAsync(GatewayCoin coin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(coin);
        if (await FreshAsync(Usd, coin.Token, cancellation) is { } direct)
        {
            return direct;
        }
        return await FreshAsync(coin.Token, Usd, cancellation) is { } price && new Rate(1, 0).Over(price) is { } turned
            ? turned
            : new DomainError(ErrorCode.Unavailable, $"No market rate of {coin.Code} is known that may be acted on.");
    }

    private async Task<Rate?> FreshAsync(string from, string to, CancellationToken cancellation)
    {
        var picture = await board.ReadAsync(from, to, cancellation);
        return picture is { JumpBps: null, Chosen: { IsStale: false, Rate: { } rate } } ? rate : null;
    }
}

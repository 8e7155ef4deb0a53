using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Components.Exchanges;

/// <summary>What a customer chooses between, and the orders so far.</summary>
public sealed record MyExchangesLoad(IReadOnlyList<FiatAccountView> Accounts, IReadOnlyList<ExchangeWalletView> Wallets,
    NumberedPage<ExchangeView> Page);

/// <summary>A customer's own exchanges: quote, confirm while the countdown runs, cancel, and what became of them.</summary>
public sealed partial class MyExchangesPage : DeskPage<MyExchangesLoad>
{
    private const int PageSize = 25, PageMax = 100_000;
    private const string KeyRoute = "console /my/exchanges";

    private string _side = "buy", _amount = "";
    private Guid _account, _wallet;
    private string? _refusal;

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    [Inject]
    private ExchangeQueries Exchanges { get; set; } = default!;

    [Inject]
    private ExchangeResources Resources { get; set; } = default!;

    [Inject]
    private ExchangeDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{PageNumber}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Exchanges];

    /// <inheritdoc/>
    protected override async Task<Result<MyExchangesLoad>> ReadAsync(CancellationToken cancellation)
    {
        var accounts = await Resources.AccountsAsync(cancellation);
        if (accounts.Failed(out var refused))
        {
            return refused;
        }
        var wallets = await Resources.WalletsAsync(cancellation);
        var page = await Exchanges.OwnAsync(Math.Clamp(PageNumber ?? 1, 1, PageMax), PageSize, cancellation);
        return page.Failed(out var unreadable) ? unreadable : new MyExchangesLoad(accounts.Value, wallets.Value, page.Value);
    }

    /// <inheritdoc/>
    protected override void OnRead(MyExchangesLoad load)
    {
        _account = _account == Guid.Empty && load.Accounts.Count > 0 ? load.Accounts[0].Id : _account;
        _wallet = _wallet == Guid.Empty && load.Wallets.Count > 0 ? load.Wallets[0].Id : _wallet;
    }

    private async Task QuoteAsync()
    {
        var side = _side == "sell" ? ExchangeSide.Sell : ExchangeSide.Buy;
        var quoted = await Desk.QuoteAsync(new QuoteExchange(side, _account, _wallet, _amount.Trim()), Gone);
        _refusal = quoted.Failed(out var refused) ? refused.Message : null;
        if (quoted.IsSuccess)
        {
            _amount = "";
            Notices.Done($"{quoted.Value.Order.HumanId}: {quoted.Value.Order.DestinationCurrency} "
                + $"{quoted.Value.Order.IndicativeDestinationAmount} indicative, for {quoted.Value.TtlSeconds} seconds.");
            await ReloadAsync();
        }
    }

    private async Task ConfirmAsync(ExchangeView order)
    {
        // One key for each time the quote can be confirmed: a second press finds the first answer.
        var key = new DeskKey(KeyRoute, $"{order.Id}:{order.Version}", $"{order.Id}:{order.Version}");
        var confirmed = await Desk.ConfirmAsync(new ConfirmExchange(order.Id, order.Side, null), key, Gone);
        await SayAsync(confirmed.Failed(out var refused) ? refused.Message : null,
            $"{order.HumanId} confirmed. An operator sets the final rate.");
    }

    private async Task CancelAsync(ExchangeView order)
    {
        var cancelled = await Desk.CancelAsync(order.Id, Gone);
        await SayAsync(cancelled.Failed(out var refused) ? refused.Message : null, $"{order.HumanId} cancelled.");
    }

    private Task SayAsync(string? refusal, string done)
    {
        _refusal = refusal;
        if (refusal is null)
        {
            Notices.Done(done);
        }
        return ReloadAsync();
    }
}

using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Withdrawals;

/// <summary>What the merchant's page reads.</summary>
public sealed record MyWithdrawalsLoad(Page<WithdrawalView> Page, IReadOnlyList<WithdrawableView> Funds,
    IReadOnlyList<FiatCurrencyView> Currencies);

/// <summary>A merchant's own withdrawals, and the form that asks for one.</summary>
public sealed partial class MyWithdrawalsPage : DeskPage<MyWithdrawalsLoad>
{
    private string _key = Guid.NewGuid().ToString();
    private string _amount = "", _asset = "USDT tron", _currency = "KES", _method = "bank";
    private string? _bank, _account, _phone;
    private ResolvedPriceView? _price;

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private WithdrawalQueries Withdrawals { get; set; } = default!;

    [Inject]
    private WithdrawalDesk Desk { get; set; } = default!;

    [Inject]
    private FiatCurrencyDesk Currencies { get; set; } = default!;

    [Inject]
    private PriceResolver Prices { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => CursorText ?? "";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Withdrawals];

    private DomainError? Refusal { get; set; }

    /// <inheritdoc/>
    protected override async Task<Result<MyWithdrawalsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var page = await Withdrawals.ListAsync(new WithdrawalFilter(Cursor: CursorText), cancellation);
        if (page.Failed(out var refused))
        {
            return refused;
        }
        var funds = await Withdrawals.OwnFundsAsync(cancellation);
        if (funds.Failed(out var hidden))
        {
            return hidden;
        }
        return (await Currencies.ListActiveAsync(cancellation))
            .Map(currencies => new MyWithdrawalsLoad(page.Value, funds.Value, currencies));
    }

    private async Task PriceAsync()
    {
        var asset = _asset.Split(' ');
        var price = await Prices.ResolveAsync(new ResolvePrice("b2b", "withdrawal", asset[0], asset[1], _currency, _amount, "crypto"),
            isOtc: true, Gone);
        _price = price.IsSuccess ? price.Value : null;
        Refusal = price.IsSuccess ? null : price.Error;
    }

    private async Task AskAsync()
    {
        if (_price is not { } price)
        {
            return;
        }
        var command = new CreateWithdrawal
        {
            Method = _method,
            CryptoAmount = price.AmountIn,
            Asset = price.Asset,
            Network = price.Network,
            FiatCurrency = price.FiatCurrency,
            PayoutBankName = _bank,
            PayoutBankAccount = _account,
            PayoutPhoneNumber = _phone,
            PricingProfileId = price.PricingProfileId,
            FxRateQuoteId = price.FxRateQuoteId,
        };
        var asked = await Desk.CreateAsync(command, new DeskKey("console/withdrawals", _key, "form"), Gone);
        Refusal = asked.IsSuccess ? null : asked.Error;
        if (asked.IsSuccess)
        {
            (_price, _amount, _key) = (null, "", Guid.NewGuid().ToString());
            Notices.Done($"{asked.Value.HumanId}: the crypto is locked, and the desk has been told.");
            await ReloadAsync();
        }
    }
}

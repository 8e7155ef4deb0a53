using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Jobs;

namespace OtcBackoffice.Hosting.Demo;

/// <summary>What else the demo's merchants did in its past: withdrawals, exchanges, block trades and payments at the gateway.</summary>
internal sealed class DemoTrades(DemoStage stage)
{
    private int _number;

    /// <summary>Coins for withdrawals come to a merchant's custodial wallet.</summary>
    public async Task FundAsync(string merchant, long minor)
    {
        var owner = stage.Person(merchant).MerchantId;
        await using var db = stage.Root.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var wallet = await db.Wallets.FirstAsync(row => row.MerchantId == owner && row.IsCustodial && row.Network == "ethereum");
        stage.Root.GetRequiredService<SandboxChain>().PayFromOutside("ethereum", "USDT", wallet.Address, minor);
        await stage.MineAsync("ethereum", DeskJobs.CustodyWatcher);
    }

    /// <summary>A merchant asks for shillings at its bank.</summary>
    public async Task<Guid> WithdrawAsync(string merchant, string amount)
    {
        var asked = new ResolvePrice("b2b", "withdrawal", "USDT", "ethereum", "KES", amount, "crypto");
        var price = await stage.AsAsync<PriceResolver, ResolvedPriceView>(merchant, desk => desk.ResolveAsync(asked, isOtc: true, default));
        var made = await stage.AsAsync<WithdrawalDesk, WithdrawalView>(merchant, desk => desk.CreateAsync(new CreateWithdrawal
        {
            Method = "bank", UsdtAmount = amount, Network = "ethereum", FiatCurrency = "KES", PayoutBankAccount = "0110023456",
                PayoutBankName = "Equity Bank",
            PricingProfileId = price.PricingProfileId, FxRateQuoteId = price.FxRateQuoteId,
        }, null, default));
        return made.Id;
    }

    /// <summary>The desk takes a withdrawal as far as is asked: approved, executing, completed.</summary>
    public async Task PayOutAsync(Guid id, string officer, int steps)
    {
        await stage.AsAsync<WithdrawalDesk, WithdrawalView>(officer, desk => desk.ClaimAsync(id, default));
        stage.Pass(4);
        await stage.AsAsync<WithdrawalDesk, Decided<WithdrawalView>>(officer, desk => desk.ApproveAsync(id, null, default));
        if (steps > 1)
        {
            stage.Pass(11);
            await stage.AsAsync<WithdrawalDesk, WithdrawalView>("treasury", desk => desk.ExecuteAsync(id, null, default));
        }
        if (steps > 2)
        {
            stage.Pass(26);
            await stage.AsAsync<WithdrawalDesk, WithdrawalView>("treasury", desk => desk.CompleteAsync(id, null,
                $"PO{stage.Now:yyMMdd}{++_number:D3}", default));
        }
    }

    /// <summary>A withdrawal that the desk refuses.</summary>
    public async Task RefuseAsync(Guid id, string officer)
    {
        await stage.AsAsync<WithdrawalDesk, WithdrawalView>(officer, desk => desk.ClaimAsync(id, default));
        await stage.AsAsync<WithdrawalDesk, WithdrawalView>(officer, desk => desk.RejectAsync(id, null,
            "The account is not the merchant's.", null, default));
    }

    /// <summary>A merchant buys USDC for euros; null when it only asked for the price.</summary>
    public async Task<Guid> ExchangeAsync(string merchant, string amount, bool isConfirmed)
    {
        var owner = stage.Person(merchant).MerchantId;
        await using var db = stage.Root.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var account = await db.FiatAccounts.FirstAsync(row => row.MerchantId == owner && row.Label == "Main EUR account");
        var wallet = await db.Wallets.FirstAsync(row => row.MerchantId == owner && row.IsCustodial && row.Network == "ethereum");
        var quoted = await stage.AsAsync<ExchangeDesk, ExchangeQuoteView>(merchant,
            desk => desk.QuoteAsync(new QuoteExchange(ExchangeSide.Buy, account.Id, wallet.Id, amount), default));
        if (isConfirmed)
        {
            stage.Pass(0.2);
            var key = new DeskKey("demo", quoted.Order.HumanId, quoted.Order.HumanId);
            await stage.AsAsync<ExchangeDesk, ConfirmedExchange>(merchant,
                desk => desk.ConfirmAsync(new ConfirmExchange(quoted.Order.Id, ExchangeSide.Buy, null), key, default));
        }
        return quoted.Order.Id;
    }

    /// <summary>The desk agrees to an exchange, and its coins go out.</summary>
    public async Task AgreeAsync(Guid id, string officer)
    {
        var view = await stage.AsAsync<ExchangeQueries, ExchangeView>(officer, queries => queries.GetAsync(id, default));
        await stage.AsAsync<ExchangeDesk, Decided<ExchangeView>>(officer, desk => desk.ApproveAsync(new ApproveExchange(id,
            view.IndicativeRate, null), default));
        await stage.MineAsync("ethereum", DeskJobs.ChainWatcher);
    }

    /// <summary>A merchant buys in Mexico; how far it comes is counted in steps: agreed, paid, released.</summary>
    public async Task BlockAsync(string merchant, string quantity, int steps)
    {
        var owner = stage.Person(merchant).MerchantId;
        await using var db = stage.Root.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var under = await db.SubMerchants.FirstAsync(row => row.MerchantId == owner && row.FiatCurrency == "MXN");
        var order = await stage.AsAsync<BlockTradeDesk, BlockOrderView>(merchant, desk => desk.PlaceAsync(
            new PlaceOrder("Mexico", $"demo-{++_number}", under.Number, "USDT", "MXN", quantity, null, "BUY", null), default));
        if (steps > 0)
        {
            stage.Pass(6);
            await stage.AsAsync<BlockTradeDesk, BlockOrderView>("officer", desk => desk.ApproveAsync(order.Number, null, default));
        }
        if (steps > 1)
        {
            stage.Pass(7);
            await stage.AsAsync<BlockTradeDesk, BlockOrderView>(merchant, desk => desk.FinishAsync(order.Number, default));
        }
        if (steps > 2)
        {
            stage.Pass(5);
            await stage.AsAsync<BlockTradeDesk, Decided<BlockOrderView>>("treasury", desk => desk.ReleaseAsync(order.Number, null,
                default));
        }
    }

    /// <summary>A shop's customer pays a merchant at the gateway: all of it, a part, or nothing.</summary>
    public async Task SellAsync(string merchant, decimal amount, decimal paid)
    {
        var made = await stage.AsAsync<GatewayPaymentDesk, GatewayPaymentView>(merchant, desk => desk.CreateAsync(new CreateGatewayPayment
        {
            Amount = amount.ToString(CultureInfo.InvariantCulture), Currency = "USDTTRC20", OrderId = $"shop-{++_number}",
                OrderDescription = "Coffee, 60 kg",
        }, null, default));
        if (paid > 0)
        {
            stage.Pass(2);
            stage.Root.GetRequiredService<SandboxChain>().PayFromOutside("tron", "USDT", (string)made.Body["address"]!,
                (long)(paid * 1_000_000));
            await stage.MineAsync("tron", DeskJobs.GatewayWatcher);
        }
    }
}

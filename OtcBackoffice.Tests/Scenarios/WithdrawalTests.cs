using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Withdrawals as machines drive them, on both databases: funded on chain, locked, decided, paid, undone.</summary>
public sealed class WithdrawalTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Crypto_from_the_chain_becomes_shillings_at_the_bank(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "1000.000000");

        body["idempotency_key"] = "once";
        var created = await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created);
        var id = created.Text("withdrawal", "id");
        Assert.Equal(id, (await host.Acacia.PostJsonAsync("otc/withdrawals", body)).Text("withdrawal", "id"));
        Assert.Equal("pending", created.Text("withdrawal", "status"));
        Assert.Equal("1000.000000", created.Text("withdrawal", "usdt_amount"));
        Assert.Equal("0.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
        Assert.Equal("1000.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_locked"));
        await AssertBooksAsync(host);

        await host.Baobab.GetJsonAsync($"otc/withdrawals/{id}", HttpStatusCode.NotFound);
        Assert.Equal(id, (await host.Officer.GetJsonAsync("otc/withdrawals/queue/pending")).GetProperty("withdrawals")[0].Text("id"));
        Assert.NotEqual("", (await host.Officer.PostJsonAsync($"otc/withdrawals/{id}/claim")).Text("claim_expires_at"));
        await host.Officer2.ClaimedPostJsonAsync($"otc/withdrawals/{id}/approve", null, HttpStatusCode.Conflict);
        await host.Officer.PostJsonAsync($"otc/withdrawals/{id}/execute", null, HttpStatusCode.Conflict);
        Assert.Equal("approved", (await host.Officer.ClaimedPostJsonAsync($"otc/withdrawals/{id}/approve")).Text("withdrawal", "status"));
        Assert.Equal("executing", (await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/execute")).Text("withdrawal", "status"));
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/complete", new { }, HttpStatusCode.BadRequest);
        var completed = await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/complete", new { payment_reference = "FT26-9001" });

        Assert.Equal("completed", completed.Text("withdrawal", "status"));
        Assert.Equal("FT26-9001", (await host.Acacia.GetJsonAsync($"otc/withdrawals/{id}")).Text("withdrawal", "payment_reference"));
        Assert.Equal("0.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_locked"));
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_refused_or_fails_gives_the_crypto_back(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "500.000000");
        var first = (await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id");

        var refused = await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("INSUFFICIENT_FUNDS", refused.Text("code"));
        await host.Officer.ClaimedPostJsonAsync($"otc/withdrawals/{first}/reject", new { }, HttpStatusCode.BadRequest);
        await host.Officer.ClaimedPostJsonAsync($"otc/withdrawals/{first}/reject", new { reason = "cancelled by customer" },
            HttpStatusCode.BadRequest);
        await host.Officer.ClaimedPostJsonAsync($"otc/withdrawals/{first}/reject", new { reason = "The account is not the merchant's." });
        Assert.Equal("500.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));

        var second = (await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{second}/approve");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{second}/execute");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{second}/fail", new { reason = "The bank sent it back." });
        Assert.Equal("failed", (await host.Acacia.GetJsonAsync($"otc/withdrawals/{second}")).Text("withdrawal", "status"));
        Assert.Equal("500.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Above_the_cap_an_officer_needs_treasury(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "20000.000000");
        var id = (await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id");

        var asked = await host.Officer.ClaimedPostJsonAsync($"otc/withdrawals/{id}/approve", null, HttpStatusCode.Accepted);
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/withdrawals/{id}")).Text("withdrawal", "status"));
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");

        Assert.Equal("approved", (await host.Officer.GetJsonAsync($"otc/withdrawals/{id}")).Text("withdrawal", "status"));
    }

    [Fact]
    public async Task A_payment_that_a_reorganised_block_takes_back_is_never_credited()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var address = await WithdrawalSteps.CustodyAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers",
            new { network = "ethereum", asset = "USDT", to_address = address, amount = "10.000000" });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 3 });
        await host.Admin.PostJsonAsync("/sandbox/chain/reorg", new { network = "ethereum", depth = 3 });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 40 });

        Assert.Equal("0", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
    }

    private static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None);
        Assert.All(checks, check => Assert.Null(check.Fault));
    }
}

/// <summary>What every withdrawal begins with.</summary>
internal static class WithdrawalSteps
{
    /// <summary>Pays USDT to Acacia's custodial wallet on ethereum and prices its withdrawal; answers the body to create it with.</summary>
    public static async Task<Dictionary<string, object>> FundAndPriceAsync(DeskHost host, string amount)
    {
        var address = await CustodyAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers",
            new { network = "ethereum", asset = "USDT", to_address = address, amount });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 20 });
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 1 });
        Assert.Equal(amount, await BalanceAsync(host, "merchant_available"));
        var price = await host.Acacia.PostJsonAsync("pricing/resolve-otc", new
        {
            flow_type = "b2b", otc_type = "withdrawal", network = "ethereum", asset = "USDT", fiat_currency = "KES", amount_in = amount,
            amount_in_type = "crypto",
        });
        return new Dictionary<string, object>
        {
            ["usdt_amount"] = amount,
            ["network"] = "ethereum",
            ["fiat_currency"] = "KES",
            ["method"] = "bank",
            ["payout_bank_account"] = "0110023456",
            ["payout_bank_name"] = "Equity",
            ["pricing_profile_id"] = price.Text("pricing_profile_id"),
            ["fx_rate_quote_id"] = price.Text("fx_rate_quote_id"),
        };
    }

    /// <summary>The address of Acacia's custodial wallet on ethereum.</summary>
    public static async Task<string> CustodyAsync(DeskHost host)
    {
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var wallets = await host.Acacia.GetJsonAsync($"merchants/{merchant}/wallets");
        return wallets.GetProperty("wallets").EnumerateArray()
            .Single(one => one.GetProperty("is_custodial").GetBoolean() && one.Text("network") == "ethereum").Text("address");
    }

    /// <summary>The credit balance of Acacia's account of the family in USDT on ethereum.</summary>
    public static async Task<string> BalanceAsync(DeskHost host, string family)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<BackofficeDbContext>>(
            ).CreateDbContext();
        var row = await db.LedgerAccounts.FindAsync($"{family}:USDT.ETHEREUM:{host.Credentials.MerchantNamed("Acacia").MerchantId}");
        return row is null ? "0" : OtcBackoffice.Domain.Monetary.DecimalText.Format(row.CreditMinor - row.DebitMinor, 6);
    }
}

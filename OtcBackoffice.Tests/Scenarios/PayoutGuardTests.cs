using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Scenarios.ReceiptSteps;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>What was right when it was chosen is looked at again when it is used (issue 14, cases M06 and M07).</summary>
public sealed class PayoutGuardTests
{
    [Fact]
    public async Task Contracts_and_the_desks_own_addresses_are_never_a_payout_wallet()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var treasury = (await host.Treasury.GetJsonAsync("treasury/desk-liquidity?network=tron")).GetProperty("desk_liquidity")[0];
        string[][] wallets =
        [
            ["tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"], ["tron", "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8"],
            ["ethereum", "0xdAC17F958D2ee523a2206206994597C13D831ec7"],
            ["ethereum", "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"], [treasury.Text("network"), treasury.Text("address")],
        ];
        foreach (var wallet in wallets)
        {
            var refused = await host.Admin.PostJsonAsync($"merchants/{merchant}/wallets",
                new { network = wallet[0], address = wallet[1], label = "copied" }, HttpStatusCode.UnprocessableEntity);
            Assert.Equal("ADDRESS_INVALID", refused.Text("code"));
        }
    }

    [Fact]
    public async Task A_wallet_that_is_retired_is_seen_at_credit_at_the_last_signature_and_before_it_is_sent()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var wallet = (await host.Admin.GetJsonAsync($"merchants/{merchant}/wallets")).GetProperty("wallets").EnumerateArray()
            .First(one => one.Text("network") == "tron" && !one.GetProperty("is_custodial").GetBoolean()
                && one.GetProperty("is_default").GetBoolean()).Text("id");
        Task RetireAsync(bool isActive) =>
            host.Admin.PatchJsonAsync($"merchants/{merchant}/wallets/{wallet}", new { is_active = isActive });

        var id = await DepositAsync(host.Acacia, "100000.00", "GUARD-1");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var amount = (await DepositOfAsync(host.Officer, id)).Text("requested_crypto_amount");
        await RetireAsync(false);
        Assert.Equal("WALLET_NOT_USABLE",
            (await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount },
            HttpStatusCode.UnprocessableEntity)).Text("code"));
        await RetireAsync(true);
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount });
        var proposal = Assert.Single((await host.Treasury.GetJsonAsync("treasury/proposals?status=open")).GetProperty("proposals")
            .EnumerateArray()).Text("id");
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await RetireAsync(false);
        Assert.Equal("WALLET_NOT_USABLE",
            (await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign", null, HttpStatusCode.UnprocessableEntity))
            .Text("code"));
        Assert.Equal("confirmed", (await DepositOfAsync(host.Officer, id)).Text("status"));
        await AssertBooksAsync(host);
    }
}

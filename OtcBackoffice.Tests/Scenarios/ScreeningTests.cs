using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Scenarios.ReceiptSteps;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>
/// Screening fails closed on every path that pays (issue 14, point 10): with the screening house silent nothing is paid, and what it
/// names waits for two persons.
/// </summary>
public sealed class ScreeningTests
{
    private const string Payee = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Other = "0x8617E340B3D01FA5F11F306F4090FD50E238070D";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_deposit_is_neither_credited_nor_signed_while_nobody_answers(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (id, amount) = await ConfirmedAsync(host);
        await SilentAsync(host, true);
        await RefusedAsync(host.Officer2, $"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        Assert.Empty((await host.Treasury.GetJsonAsync("treasury/proposals")).GetProperty("proposals").EnumerateArray());
        await SilentAsync(host, false);
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount });
        var proposal = await ProposalAsync(host);
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        // An answer that was given for an earlier step does not count for a later one.
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 121 });
        await SilentAsync(host, true);
        await RefusedAsync(host.Treasury2, $"treasury/proposals/{proposal}/sign", null, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        Assert.Contains((await host.Treasury.GetJsonAsync("alarms?status=open")).GetProperty("alarms").EnumerateArray(),
            one => one.Text("kind") == "screening");
        await SilentAsync(host, false);
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 25 });
        Assert.Equal("credited", (await DepositOfAsync(host.Officer, id)).Text("status"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_named_waits_for_two_persons_and_its_merchant_learns_nothing(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (id, amount) = await ConfirmedAsync(host);
        var address = (await DepositOfAsync(host.Officer, id)).Text("credited_to_address");
        await host.Admin.PostJsonAsync("/sandbox/screening", new { address, verdict = "hit" });
        await RefusedAsync(host.Officer2, $"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.UnprocessableEntity,
            "SCREENING_HIT");
        await RefusedAsync(host.Officer2, $"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.UnprocessableEntity,
            "SCREENING_HIT");
        var found = Assert.Single((await host.Treasury.GetJsonAsync("screening/cases?status=open")).GetProperty("cases").EnumerateArray());
        Assert.Equal((address, "open", id), (found.Text("subject"), found.Text("status"), found.GetProperty("records")[0].Text("id")));
        Assert.Equal("confirmed", (await DepositOfAsync(host.Acacia, id)).Text("status"));
        await host.Acacia.GetJsonAsync("screening/cases", HttpStatusCode.Forbidden);
        await host.Auditor.PostJsonAsync($"screening/cases/{found.Text("id")}/claim", null, HttpStatusCode.Forbidden);

        var path = $"screening/cases/{found.Text("id")}";
        Assert.Equal("claimed", (await host.Officer.PostJsonAsync($"{path}/claim")).Text("case", "status"));
        await host.Officer2.PostJsonAsync($"{path}/refuse", new { reason = "no" }, HttpStatusCode.Conflict);
        Assert.Equal("Another person of that name.",
            (await host.Officer.PostJsonAsync($"{path}/note", new { note = "Another person of that name." }))
            .GetProperty("case").GetProperty("notes")[0].Text("text"));
        await host.Officer.PostJsonAsync($"{path}/release", new { reason = "" }, HttpStatusCode.BadRequest);
        var asked = await host.Officer.PostJsonAsync($"{path}/release", new { reason = "False positive." }, HttpStatusCode.Accepted);
        await RefusedAsync(host.Officer2, $"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.UnprocessableEntity,
            "SCREENING_HIT");
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal("released", (await host.Treasury.GetJsonAsync(path)).Text("case", "status"));
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount });

        // A release is for its records: the next deposit to the same address opens a case of its own, and a refusal is for good.
        var (next, nextAmount) = await ConfirmedAsync(host, "SCREEN-2");
        await RefusedAsync(host.Officer2, $"otc/deposits/{next}/credit", new { crypto_amount = nextAmount },
            HttpStatusCode.UnprocessableEntity, "SCREENING_HIT");
        var second = Assert.Single((await host.Treasury.GetJsonAsync("screening/cases?status=open")).GetProperty("cases").EnumerateArray())
            .Text("id");
        Assert.Equal("refused", (await host.Treasury.PostJsonAsync($"screening/cases/{second}/refuse", new { reason = "Listed." }))
            .Text("case", "status"));
        await host.Treasury.PostJsonAsync($"screening/cases/{second}/release", new { reason = "after all" }, HttpStatusCode.Conflict);
        await RefusedAsync(host.Officer2, $"otc/deposits/{next}/credit", new { crypto_amount = nextAmount },
            HttpStatusCode.UnprocessableEntity, "SCREENING_HIT");
        Assert.Contains((await host.Auditor.GetJsonAsync("screening/verdicts")).GetProperty("verdicts").EnumerateArray(),
            one => one.Text("verdict") == "hit" && one.Text("subject") == address && one.Text("provider") == "sandbox"
                && one.Text("reference").Length > 0);
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task A_credit_that_waited_for_a_second_person_is_asked_about_when_it_is_agreed_to()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var id = await DepositAsync(host.Acacia, "3000000.00", "SCREEN-BIG", "Acacia Traders");
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm");
        var amount = (await DepositOfAsync(host.Officer, id)).Text("requested_crypto_amount");
        var asked = await host.Officer.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 121 });
        await SilentAsync(host, true);
        await RefusedAsync(host.Treasury2, $"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        await SilentAsync(host, false);
        await host.Treasury2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Single((await host.Treasury.GetJsonAsync("treasury/proposals?status=open")).GetProperty("proposals").EnumerateArray());
    }

    [Fact]
    public async Task Fiat_is_neither_approved_nor_ordered_while_nobody_answers()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "1000.000000");
        var id = (await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id");
        await SilentAsync(host, true);
        await RefusedAsync(host.Treasury, $"otc/withdrawals/{id}/approve", null, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        await SilentAsync(host, false);
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/approve");
        await host.Admin.PostJsonAsync("/sandbox/screening", new { name = "Acacia Traders", verdict = "timeout" });
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 121 });
        await RefusedAsync(host.Treasury, $"otc/withdrawals/{id}/execute", null, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        await host.Admin.PostJsonAsync("/sandbox/screening", new { name = "ACACIA  traders", verdict = "clear" });
        await host.Admin.PostJsonAsync("/sandbox/screening", new { name = "Acacia Traders", verdict = "clear" });
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/execute");
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task The_gateway_sends_no_coins_while_nobody_answers()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("500.00");
        await host.SendCoinsAsync(payment, "530");
        await GatewayWorld.MineAsync(host, 21);
        Assert.Equal("completed", (await tenant.StatusAsync(payment))["status"]!.GetValue<string>());
        var one = (await tenant.PostAsync("/withdrawal/", new { amount = 100, currency = "USDTTRC20", address = Payee },
            HttpStatusCode.Created))["withdrawal_id"]!.GetValue<string>();
        var batch = (await tenant.SendAsync("POST", "/withdrawal/batch/",
            new { withdrawals = new[] { new { amount = 50, currency = "USDTTRC20", address = Payee } } }, "batch"))
            .Body!["batch_id"]!.GetValue<string>();
        await host.WaitAsync(1);
        await SilentAsync(host, true);
        await RefusedAsync(host.Officer, $"gateway/withdrawals/{one}/approve", new { }, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        await RefusedAsync(host.Officer, $"gateway/batches/{batch}/approve", new { }, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        var refund = $"gateway/payments/{payment["transaction_id"]!.GetValue<string>()}/refund";
        await RefusedAsync(host.Officer, refund, new { reason = "extra", amount = "30", to_address = Payee },
            HttpStatusCode.ServiceUnavailable, "SCREENING_UNAVAILABLE");
        await SilentAsync(host, false);
        var asked = await host.Officer.PostJsonAsync(refund, new { reason = "extra", amount = "30", to_address = Payee },
            HttpStatusCode.Accepted);
        await host.Admin.PostJsonAsync("/sandbox/screening", new { address = Payee, verdict = "hit" });
        await RefusedAsync(host.Treasury, $"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.UnprocessableEntity,
            "SCREENING_HIT");
        await RefusedAsync(host.Officer, $"gateway/withdrawals/{one}/approve", new { }, HttpStatusCode.UnprocessableEntity,
            "SCREENING_HIT");
        await RefusedAsync(host.Officer, $"gateway/batches/{batch}/approve", new { }, HttpStatusCode.UnprocessableEntity, "SCREENING_HIT");
        await host.Admin.PostJsonAsync("/sandbox/screening", new { address = Payee, verdict = "clear" });
        await host.Officer.PostJsonAsync($"gateway/withdrawals/{one}/approve", new { });
        await host.Officer.PostJsonAsync($"gateway/batches/{batch}/approve", new { });
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        await GatewayWorld.MineAsync(host, 25);
        await host.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_block_trade_is_neither_paid_nor_released_while_nobody_answers()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var client = SpecClient.Of(host);
        var merchant = await TradeFlowTests.MexicanAsync(client);
        var method = (await client.GetAsync("payment/my/list", $"mcId={merchant}&status=1")).Ok().GetProperty("record")[0].GetProperty("id")
            .GetInt64();
        var sell = await TradeFlowTests.SellAsync(client, merchant, method, "0.2");
        await host.Officer.PostJsonAsync($"block-trades/{sell}/approve");
        var buy = (await client.PostAsync("order/add", new
        {
            country = "Mexico", mcId = merchant, cryptoCurrency = "USDT", fiatCurrency = "MXN", orderAmount = 10.00m, orderType = "BUY",
        })).Ok().GetProperty("orderId").GetInt64();
        await host.Officer.PostJsonAsync($"block-trades/{buy}/approve");
        (await client.PostAsync("order/finish", new { orderId = buy })).Ok();
        await SilentAsync(host, true);
        await RefusedAsync(host.Officer, $"block-trades/{sell}/mark-paid", new { tracking_number = "1" }, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        await RefusedAsync(host.Officer, $"block-trades/{buy}/release", new { reason = "there" }, HttpStatusCode.ServiceUnavailable,
            "SCREENING_UNAVAILABLE");
        await SilentAsync(host, false);
        await host.Officer.PostJsonAsync($"block-trades/{sell}/mark-paid", new { tracking_number = "1" });
        await host.Officer.PostJsonAsync($"block-trades/{buy}/release", new { reason = "there" });
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task Coins_whose_payer_is_named_are_counted_and_credited_to_nobody()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        const string bad = "0x52908400098527886E0F7030069857D2E4169EE7";
        await host.Admin.PostJsonAsync("/sandbox/screening", new { address = bad, verdict = "hit" });
        var address = await WithdrawalSteps.CustodyAsync(host);
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers",
            new { network = "ethereum", asset = "USDT", to_address = address, amount = "10.000000", from_address = bad });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 40 });
        Assert.Equal("0", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
        var waiting = Assert.Single((await host.Treasury.GetJsonAsync("receipts?status=unmatched")).GetProperty("receipts")
            .EnumerateArray());
        Assert.Equal("10.000000", waiting.Text("amount"));
        // Nobody gives it to anybody, back to its payer or to a record, before two persons have looked.
        await RefusedAsync(host.Treasury, $"receipts/{waiting.Text("id")}/return", new { reason = "back" },
            HttpStatusCode.UnprocessableEntity, "SCREENING_HIT");
        await RefusedAsync(host.Treasury, $"receipts/{waiting.Text("id")}/assign",
            new { records = new[] { new { kind = "deposit", id = Guid.NewGuid(), amount = "10.000000" } }, reason = "theirs" },
            HttpStatusCode.UnprocessableEntity, "SCREENING_HIT");
        var held = Assert.Single((await host.Treasury.GetJsonAsync("screening/cases?status=open")).GetProperty("cases").EnumerateArray())
            .Text("id");
        var asked = await host.Officer.PostJsonAsync($"screening/cases/{held}/release", new { reason = "Another wallet." },
            HttpStatusCode.Accepted);
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        await host.Treasury.PostJsonAsync($"receipts/{waiting.Text("id")}/return", new { reason = "back" });

        // While nobody answers the blocks stay unread, and nothing of them is lost.
        await SilentAsync(host, true);
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers",
            new { network = "ethereum", asset = "USDT", to_address = address, amount = "7.000000", from_address = Other });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 40 });
        Assert.Equal("0", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
        await SilentAsync(host, false);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        Assert.Equal("7.000000", await WithdrawalSteps.BalanceAsync(host, "merchant_available"));

        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00");
        await host.Admin.PostJsonAsync("/sandbox/screening", new { address = Payee, verdict = "hit" });
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers", new
        {
            network = "tron", asset = "USDT", to_address = payment["address"]!.GetValue<string>(), amount = "100.000000",
            from_address = Payee,
        });
        await GatewayWorld.MineAsync(host, 25);
        Assert.Equal("0.00000000", (await tenant.BalanceAsync()).Amount);
        var open = (await host.StaffPaymentAsync(payment))["exception"]!;
        Assert.Equal("refused_by_screening", open["reason"]!.GetValue<string>());
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task A_transfer_above_the_threshold_says_who_receives_it_or_waits()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var (id, amount) = await ConfirmedAsync(host, "TRAVEL-1", "300000.00");
        var data = await host.Officer.GetJsonAsync($"otc/deposits/{id}/travel-rule");
        Assert.True(data.GetProperty("complete").GetBoolean());
        Assert.Equal("Acacia Traders",
            data.GetProperty("beneficiary").GetProperty("beneficiaryPersons")[0].GetProperty("legalPerson").GetProperty("name")
            .GetProperty("nameIdentifier")[0].Text("legalPersonName"));
        await host.Acacia.GetJsonAsync($"otc/deposits/{id}/travel-rule", HttpStatusCode.Forbidden);

        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var wallet = (await DepositOfAsync(host.Officer, id)).Text("to_wallet_id");
        await host.Admin.PatchJsonAsync($"merchants/{merchant}/wallets/{wallet}",
            new { owner = new { name = "Acacia Holdings", country = "KE" } });
        Assert.Equal(["beneficiary.address", "beneficiary.town", "beneficiary.identifier"],
            (await host.Officer.GetJsonAsync($"otc/deposits/{id}/travel-rule")).GetProperty("missing").EnumerateArray()
                .Select(one => one.GetString()));
        await RefusedAsync(host.Officer2, $"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.UnprocessableEntity,
            "TRAVEL_RULE_INCOMPLETE");
        await host.Admin.PatchJsonAsync($"merchants/{merchant}/wallets/{wallet}",
            new { owner = new { name = "Acacia Holdings", country = "KEN" } }, HttpStatusCode.BadRequest);
        await host.Admin.PatchJsonAsync($"merchants/{merchant}/wallets/{wallet}",
            new { owner = new { name = "Acacia Holdings", address = "1 Moi Avenue", town = "Nairobi", country = "ke",
                identifier = "CPR/1" } });
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount });
    }

    private static Task<JsonElement> SilentAsync(DeskHost host, bool isSilent) =>
        host.Admin.PostJsonAsync("/sandbox/faults", new { point = "screening.ask", mode = "error", times = isSilent ? 1_000 : 0 });

    private static async Task<(string Id, string Amount)> ConfirmedAsync(DeskHost host, string reference = "SCREEN-1",
        string fiat = "100000.00")
    {
        var id = await DepositAsync(host.Acacia, fiat, reference, "Acacia Traders");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        return (id, (await DepositOfAsync(host.Officer, id)).Text("requested_crypto_amount"));
    }

    private static async Task<string> ProposalAsync(DeskHost host) =>
        Assert.Single((await host.Treasury.GetJsonAsync("treasury/proposals?status=open")).GetProperty("proposals").EnumerateArray())
            .Text("id");

    private static async Task RefusedAsync(HttpClient client, string path, object? body, HttpStatusCode status, string code)
    {
        JsonElement refused = await client.PostJsonAsync(path, body, status);
        Assert.Equal(code, refused.Text("code"));
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>One deposit's whole life over HTTP, on both databases: the main job as machines do it.</summary>
public sealed class DepositDayTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_wire_becomes_usdt_through_two_people_and_every_book_agrees(DatabaseProvider provider)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        const string secret = "a-secret-of-the-desk";
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Provider = provider,
            Settings = new Dictionary<string, string?> { ["OTC_EVENTS_WEBHOOK_URL"] = new Uri(receiver.Address, "/hook").ToString(),
                ["OTC_EVENTS_WEBHOOK_SECRET"] = secret },
        });

        var id = await DepositSteps.SubmitAsync(host, "1000000.00");
        var pending = await host.Officer.GetJsonAsync("otc/deposits/queue/pending");
        Assert.Equal(id, pending.GetProperty("deposits")[0].Text("id"));

        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        await host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict);
        var confirmed = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        Assert.Equal("confirmed", confirmed.Text("deposit", "status"));

        var requested = confirmed.Text("deposit", "requested_crypto_amount");
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = requested, asset = "USDT", network = "tron" },
            HttpStatusCode.UnprocessableEntity);
        var credit = await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = requested, asset = "USDT", network = "tron" });
        var proposal = credit.Text("proposal_id");
        Assert.Equal("confirmed", credit.Text("deposit", "status"));

        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign", null, HttpStatusCode.Conflict);
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });

        var settlement = await host.Acacia.GetJsonAsync($"otc/deposits/{id}/settlement");
        Assert.Equal("credited", settlement.Text("deposit", "status"));
        Assert.Equal(requested, settlement.Text("transfer", "amount"));

        var events = await receiver.WaitForAsync(4);
        Assert.All(events, one => Assert.True(one.HasOtcSignature(secret) && one.HasStandardSignature(secret)));
        Assert.Equal(
            ["otc.Deposit.Confirmed", "otc.Deposit.Proof_attached", "otc.Deposit.Settlement_completed", "otc.Deposit.Submitted_for_review"],
            events.Select(one => one.Json.Text("event")).Distinct().Order(StringComparer.Ordinal));
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_changed_payout_wallet_voids_the_signatures_and_the_books_are_as_before(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "500000.00");
        var deposit = (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm")).GetProperty("deposit");
        var credit = await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = deposit.Text("requested_crypto_amount") });
        var proposal = credit.Text("proposal_id");
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");

        var merchants = await host.Admin.GetJsonAsync("merchants");
        var kisumu = merchants.GetProperty("merchants").EnumerateArray().Single(one => one.Text("name") == "Acacia Kisumu").Text("id");
        var wallet = (await host.Admin.GetJsonAsync($"merchants/{kisumu}/wallets")).GetProperty("wallets")[0].Text("id");
        var asked = await host.Officer.PostJsonAsync($"otc/deposits/{id}/payout-wallet",
            new { to_wallet_id = wallet, reason = "the merchant asked by phone" }, HttpStatusCode.Accepted);
        await host.Officer.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.Forbidden);
        await host.Admin.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");

        Assert.Equal("invalidated", (await host.Admin.GetJsonAsync($"treasury/proposals/{proposal}")).Text("proposal", "status"));
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign", null, HttpStatusCode.Conflict);
        var after = await host.Admin.GetJsonAsync($"otc/deposits/{id}");
        Assert.Equal("none", after.Text("deposit", "settlement_state"));
        Assert.Equal(wallet, after.Text("deposit", "to_wallet_id"));
        await AssertBooksAsync(host);
        await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = deposit.Text("requested_crypto_amount") });
        await AssertBooksAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_lost_answer_of_the_custody_never_pays_twice(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await host.Admin.PostJsonAsync("/sandbox/faults", new { point = "custody.after_send", mode = "error", times = 1 });
        var id = await DepositSteps.SubmitAsync(host, "200000.00");
        var deposit = (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm")).GetProperty("deposit");
        var credit = await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = deposit.Text("requested_crypto_amount") });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Admin.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");

        for (var i = 0; i < 3; i++)
        {
            await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "tron", count = 20 });
        }

        var settled = await host.Admin.GetJsonAsync($"otc/deposits/{id}");
        Assert.Equal("credited", settled.Text("deposit", "status"));
        var address = settled.Text("deposit", "credited_to_address");
        var chain = host.Services.GetRequiredService<IChainNode>();
        var balance = await chain.BalanceAsync("tron", "USDT", address, CancellationToken.None);
        Assert.Equal(deposit.Text("requested_crypto_amount"), DecimalText.Format(balance.ConfirmedMinor, 6));
        await AssertBooksAsync(host);
    }

    private static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None);
        Assert.All(checks, check => Assert.Null(check.Fault));
        Assert.Null((await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault);
    }
}

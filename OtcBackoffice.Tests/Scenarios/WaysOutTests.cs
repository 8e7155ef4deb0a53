using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Tests.Simulation;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>The ways out: a payment that nobody sends, a confirmation that was wrong, a draft that is given up. Money takes two
/// persons.</summary>
public sealed class WaysOutTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_signed_payment_that_nobody_sends_is_given_up_by_two_and_takes_no_hash_ever_after(DatabaseProvider provider)
    {
        var chain = new SimChain(new SimChainManners(IsWatchOnly: true, LostPercent: 0, AwayPercent: 0), _ => 99, null);
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Services = services =>
            services.Replace(ServiceDescriptor.Singleton<IChainNode>(chain)) });
        var (id, proposal) = await SignedAsync(host);
        Assert.Equal("awaiting_transaction", (await DepositAsync(host, id)).Text("settlement_state"));
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/unconfirm", new { reason = "The wire was recalled." },
            HttpStatusCode.Conflict);

        await host.Officer.PostJsonAsync($"treasury/proposals/{proposal}/void", new { reason = "Nobody sends it." },
            HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/void", new { }, HttpStatusCode.BadRequest);
        var asked = (await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/void", new { reason = "Nobody sends it." },
            HttpStatusCode.Accepted)).Text("approval_id");
        await host.Treasury.PostJsonAsync($"approvals/{asked}/approve", null, HttpStatusCode.UnprocessableEntity);
        await host.Admin.PostJsonAsync($"approvals/{asked}/approve");

        Assert.Equal("voided", (await host.Admin.GetJsonAsync($"treasury/proposals/{proposal}")).Text("proposal", "status"));
        Assert.Equal(("confirmed", "none"), ((await DepositAsync(host, id)).Text("status"), (await DepositAsync(host,
            id)).Text("settlement_state")));
        var paid = chain.PayByPeople("anybody", "USDT", "anywhere", 1);
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/transaction", new { tx_hash = paid }, HttpStatusCode.Conflict);
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/void", new { reason = "Again." }, HttpStatusCode.Conflict);
        await AssertWholeAsync(host);

        // It is credited anew, and the new proposal stands for itself.
        var (_, second) = await SignedAsync(host, id);
        Assert.NotEqual(proposal, second);
        await AssertWholeAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_transaction_that_comes_back_makes_the_wish_to_give_the_payment_up_stale(DatabaseProvider provider)
    {
        var chain = new SimChain(new SimChainManners(IsWatchOnly: true, LostPercent: 0, AwayPercent: 0), _ => 99, null);
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Services = services =>
            services.Replace(ServiceDescriptor.Singleton<IChainNode>(chain)) });
        var (id, proposal) = await SignedAsync(host);
        var transfer = (await host.Admin.GetJsonAsync($"otc/deposits/{id}/settlement")).GetProperty("transfer");
        var hash = chain.PayByPeople(await PayerAsync(host), "USDT", transfer.Text("to_address"),
            (long)(decimal.Parse(transfer.Text("amount"), System.Globalization.CultureInfo.InvariantCulture) * 1_000_000));
        chain.Mine(2);
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/transaction", new { tx_hash = hash });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/void", new { reason = "Nobody sends it." },
            HttpStatusCode.Conflict);
        chain.Reorganise(2);
        await RunAsync(host);
        Assert.Equal("awaiting_transaction", (await DepositAsync(host, id)).Text("settlement_state"));
        var asked = (await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/void", new { reason = "It is gone." },
            HttpStatusCode.Accepted)).Text("approval_id");
        chain.Mine(1);
        await RunAsync(host);

        await host.Admin.PostJsonAsync($"approvals/{asked}/approve", null, HttpStatusCode.Conflict);
        chain.Mine(30);
        await RunAsync(host);

        Assert.Equal("credited", (await DepositAsync(host, id)).Text("status"));
        await AssertWholeAsync(host);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_confirmation_is_taken_back_by_two_with_what_came_and_can_be_given_again(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await ReceiptSteps.DepositAsync(host.Acacia, "120000.00", "FT26-OUT-1", "Acacia Traders");
        await ReceiptSteps.WireAsync(host, "120000.00", "FT26-OUT-1");
        Assert.Equal("120000.00", (await DepositAsync(host, id)).Text("received_amount"));
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm");
        var credit = await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = (await DepositAsync(host,
            id)).Text("requested_crypto_amount") });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");

        await host.Officer.PostJsonAsync($"otc/deposits/{id}/unconfirm", new { reason = "Recalled.", to = "credited" },
            HttpStatusCode.BadRequest);
        await UnconfirmAsync(host, id, null);

        var back = await DepositAsync(host, id);
        Assert.Equal(("pending", "none"), (back.Text("status"), back.Text("settlement_state")));
        Assert.Equal("invalidated", (await host.Admin.GetJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}")).Text("proposal",
            "status"));
        var receipt = Assert.Single((await host.Officer.GetJsonAsync("receipts?status=unmatched")).GetProperty("receipts")
            .EnumerateArray(), one => one.Text("reference") == "FT26-OUT-1");
        Assert.Equal("unmatched", receipt.Text("status"));
        await AssertWholeAsync(host);

        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm");
        await AssertWholeAsync(host);
        await UnconfirmAsync(host, id, "rejected");
        Assert.Equal("rejected", (await DepositAsync(host, id)).Text("status"));
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/unconfirm", new { reason = "Again." }, HttpStatusCode.Conflict);
        await AssertWholeAsync(host);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var told = db.Outbox.Where(row => row.SubjectId == Guid.Parse(id)).OrderBy(row => row.Id).Select(row => row.Type).ToList();
        string[] expected = ["otc.Deposit.Submitted_for_review", "otc.Deposit.Confirmed", "otc.Deposit.Unconfirmed",
            "otc.Deposit.Confirmed", "otc.Deposit.Unconfirmed", "otc.Deposit.Rejected"];
        Assert.Equal(expected, told.Where(type => type.StartsWith("otc.", StringComparison.Ordinal)));
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_draft_is_given_up_by_its_merchant_and_by_nobody_else(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var (draft, priced) = (await DepositSteps.DraftAsync(host.Acacia, "5000.00"), await DepositSteps.PriceAsync(host.Acacia,
            "6000.00"));

        await host.Baobab.PostJsonAsync($"otc/deposits/{draft}/abandon", null, HttpStatusCode.NotFound);
        await host.Admin.PostJsonAsync($"otc/deposits/{draft}/abandon", null, HttpStatusCode.Forbidden);
        foreach (var id in new[] { draft, priced })
        {
            Assert.Equal("abandoned", (await host.Acacia.PostJsonAsync($"otc/deposits/{id}/abandon")).Text("deposit", "status"));
            await host.Acacia.PostJsonAsync($"otc/deposits/{id}/abandon", null, HttpStatusCode.Conflict);
            await host.Acacia.PatchJsonAsync($"otc/deposits/{id}/draft", new { sender_bank_name = "Another" }, HttpStatusCode.Conflict);
        }
        Assert.Equal(2, (await host.Acacia.GetJsonAsync("otc/deposits?status=abandoned")).GetProperty("deposits").GetArrayLength());
        await AssertWholeAsync(host);
    }

    private static async Task UnconfirmAsync(DeskHost host, string id, string? to)
    {
        var asked = (await host.Officer.PostJsonAsync($"otc/deposits/{id}/unconfirm", to is null
            ? new { reason = "The wire was recalled." } : new { reason = "The wire was recalled.", to },
            HttpStatusCode.Accepted)).Text("approval_id");
        await host.Officer.PostJsonAsync($"approvals/{asked}/approve", null, HttpStatusCode.Forbidden);
        await host.Admin.PostJsonAsync($"approvals/{asked}/approve");
    }

    private static async Task<(string Deposit, string Proposal)> SignedAsync(DeskHost host, string? confirmed = null)
    {
        var id = confirmed ?? await DepositSteps.SubmitAsync(host, "100000.00");
        if (confirmed is null)
        {
            await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm");
        }
        var credit = await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = (await DepositAsync(host,
            id)).Text("requested_crypto_amount") });
        await host.Treasury.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        await host.Admin.PostJsonAsync($"treasury/proposals/{credit.Text("proposal_id")}/sign");
        return (id, credit.Text("proposal_id"));
    }

    private static async Task<string> PayerAsync(DeskHost host) =>
        (await host.Admin.GetJsonAsync("treasury/wallets")).GetProperty("wallets").EnumerateArray().First(one =>
            one.Text("network") == "tron").Text("address");

    private static async Task RunAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SettlementDesk>().WatchAsync(CancellationToken.None);
    }

    private static async Task<JsonElement> DepositAsync(DeskHost host, string id) =>
        (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");

    private static async Task AssertWholeAsync(DeskHost host)
    {
        await ReceiptSteps.AssertBooksAsync(host);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault);
    }
}

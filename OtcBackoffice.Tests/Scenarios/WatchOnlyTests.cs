using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Integrations.Chain;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>
/// Deposits on a network that the desk only watches, over HTTP against a real EVM node: the signers pay from their own wallet, treasury
/// enters the transaction, and the chain is believed.
/// </summary>
public sealed class WatchOnlyTests(EvmNode node) : IClassFixture<EvmNode>
{
    private const int DepthOfTron = 19;
    private const long Supply = 5_000_000_000_000;

    private string _token = "";

    [Fact]
    public async Task A_deposit_is_credited_by_the_transaction_that_its_signers_sent()
    {
        await using var host = await StartAsync();
        var (id, proposal, deposit) = await CreditAsync(host, "1000000.00", signatures: 1);
        var amount = Minor(deposit);
        var receiver = EvmText.Account("tron", deposit.Text("credited_to_address"));

        // Before the last signature nothing can be entered, and what was paid early does not count for anything else either.
        var early = await node.PayTokenAsync(_token, receiver, amount);
        Assert.Equal("WRONG_STATE", (await EnterAsync(host, proposal, early, HttpStatusCode.Conflict)).Text("code"));
        await host.Admin.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await RunJobsAsync(host);
        Assert.Equal("awaiting_transaction", (await DepositAsync(host, id)).Text("settlement_state"));

        await AssertRefusedAsync(host, proposal, new string('a', 64), "TRANSACTION_UNKNOWN");
        await AssertRefusedAsync(host, proposal, await node.PayTokenAsync(_token, receiver, Supply + 1), "TRANSACTION_FAILED");
        await AssertRefusedAsync(host, proposal, await node.PayTokenAsync(_token, node.Accounts[3], amount), "TRANSACTION_WRONG_ADDRESS");
        await AssertRefusedAsync(host, proposal, await node.PayTokenAsync(await node.DeployTokenAsync(Supply), receiver, amount),
            "TRANSACTION_WRONG_ASSET");
        await AssertRefusedAsync(host, proposal, await node.PayCoinAsync(receiver, amount), "TRANSACTION_WRONG_ASSET");
        await AssertRefusedAsync(host, proposal, await node.PayTokenAsync(_token, receiver, amount - 1), "TRANSACTION_WRONG_AMOUNT");
        await AssertRefusedAsync(host, proposal, await node.PayTokenAsync(_token, receiver, amount + 1), "TRANSACTION_WRONG_AMOUNT");
        await node.PayTokenAsync(_token, node.Accounts[1], amount);
        await AssertRefusedAsync(host, proposal, await node.PayTokenAsync(_token, receiver, amount, by: 1), "TRANSACTION_WRONG_PAYER");
        Assert.Equal("INVALID_REQUEST", (await EnterAsync(host, proposal, "0x12", HttpStatusCode.BadRequest)).Text("code"));
        await EnterAsync(host, proposal, new string('a', 64), HttpStatusCode.Forbidden, host.Officer);
        Assert.Equal("awaiting_transaction", (await TransferAsync(host, id)).Text("status"));

        var paid = await node.PayTokenAsync(_token, receiver, amount);
        var entered = await EnterAsync(host, proposal, paid.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal));
        Assert.Equal(("broadcast", paid[2..]),
            (entered.Text("proposal", "transfer", "status"), entered.Text("proposal", "transfer", "tx_hash")));
        await node.MineAsync(DepthOfTron - 2);
        await RunJobsAsync(host);
        Assert.Equal(("broadcast", "18"),
            ((await TransferAsync(host, id)).Text("status"), (await TransferAsync(host, id)).Text("block_depth")));
        Assert.Equal("confirmed", (await DepositAsync(host, id)).Text("status"));
        await node.MineAsync(1);
        await RunJobsAsync(host);
        Assert.Equal(("credited", "final"),
            ((await DepositAsync(host, id)).Text("status"), (await DepositAsync(host, id)).Text("settlement_state")));

        await AssertUsedOnceAsync(host, paid);
        await AssertLiquidityAsync(host);
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_reorganised_payment_waits_again_and_is_never_paid_twice_nor_lost()
    {
        await using var host = await StartAsync();
        var (id, proposal, deposit) = await CreditAsync(host, "500000.00", signatures: 2);
        var (amount, receiver) = (Minor(deposit), EvmText.Account("tron", deposit.Text("credited_to_address")));
        var snapshot = await node.SnapshotAsync();
        var dropped = await node.PayTokenAsync(_token, receiver, amount);
        await EnterAsync(host, proposal, dropped);

        await node.RevertAsync(snapshot);
        snapshot = await node.SnapshotAsync();
        await RunJobsAsync(host);
        var taken = await TransferAsync(host, id);
        Assert.Equal(("awaiting_transaction", dropped[2..]), (taken.Text("status"), taken.Text("tx_hash")));
        Assert.Contains("reorganised", taken.Text("failure_reason"), StringComparison.Ordinal);
        Assert.Equal(("confirmed", "awaiting_transaction"),
            ((await DepositAsync(host, id)).Text("status"), (await DepositAsync(host, id)).Text("settlement_state")));
        await AssertBooksAsync(host);

        // The very same transaction is taken into another block: it is followed again without anybody's help, and no second one is taken
        // beside it.
        Assert.Equal(dropped, await node.PayTokenAsync(_token, receiver, amount));
        var second = await node.PayTokenAsync(_token, receiver, amount);
        Assert.Equal("WRONG_STATE", (await EnterAsync(host, proposal, second, HttpStatusCode.Conflict)).Text("code"));
        await RunJobsAsync(host);
        Assert.Equal(("broadcast", dropped[2..]),
            ((await TransferAsync(host, id)).Text("status"), (await TransferAsync(host, id)).Text("tx_hash")));

        // It is dropped once more, and this time the signers send another one.
        await node.RevertAsync(snapshot);
        await RunJobsAsync(host);
        await node.PayCoinAsync(node.Accounts[2], 1);
        var other = await node.PayTokenAsync(_token, receiver, amount);
        Assert.NotEqual(dropped, other);
        await EnterAsync(host, proposal, other);
        await node.MineAsync(DepthOfTron - 1);
        await RunJobsAsync(host);

        Assert.Equal("credited", (await DepositAsync(host, id)).Text("status"));
        Assert.Equal(other[2..], (await TransferAsync(host, id)).Text("tx_hash"));
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_silent_node_changes_nothing_and_the_settings_show_no_key()
    {
        await using var host = await StartAsync(url: "http://127.0.0.1:1/", key: "a-key-of-the-node");
        var (id, proposal, _) = await CreditAsync(host, "300000.00", signatures: 2);

        Assert.Equal("UNAVAILABLE",
            (await EnterAsync(host, proposal, new string('a', 64), HttpStatusCode.ServiceUnavailable)).Text("code"));
        await RunJobsAsync(host);
        Assert.Equal("awaiting_transaction", (await TransferAsync(host, id)).Text("status"));
        var settings = (await host.Admin.GetJsonAsync("settings")).ToString();
        Assert.Contains("evm, watch-only", settings, StringComparison.Ordinal);
        Assert.Contains("chain_tron_api_key", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key-of-the-node", settings, StringComparison.Ordinal);
    }

    private async Task<DeskHost> StartAsync(string? url = null, string? key = null)
    {
        _token = await node.DeployTokenAsync(Supply);
        return await DeskHost.StartAsync(new DeskHostSetup
        {
            Settings = new Dictionary<string, string?>
            {
                ["Egress:AllowLoopback"] = "true",
                ["Chain:HeadSeconds"] = "0",
                ["Chain:RequestsPerSecond"] = "200",
                ["Chain:Networks:tron:Url"] = url ?? node.Url,
                ["Chain:Networks:tron:TreasuryAddress"] = EvmNode.On("tron", node.Accounts[0]),
                ["Chain:Networks:tron:Contracts:USDT"] = EvmNode.On("tron", _token),
                ["Chain:Networks:tron:ApiKeyHeader"] = key is null ? null : "x-node-key",
                ["Chain:Networks:tron:ApiKey"] = key,
            },
        });
    }

    private static async Task<(string Id, string Proposal, JsonElement Deposit)> CreditAsync(DeskHost host, string fiat, int signatures)
    {
        var id = await DepositSteps.SubmitAsync(host, fiat);
        var deposit = (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm")).GetProperty("deposit");
        var credit = await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = deposit.Text("requested_crypto_amount") });
        var proposal = credit.Text("proposal_id");
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        if (signatures > 1)
        {
            await host.Admin.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        }
        return (id, proposal, await DepositAsync(host, id));
    }

    private static async Task AssertRefusedAsync(DeskHost host, string proposal, string hash, string code) =>
        Assert.Equal(code, (await EnterAsync(host, proposal, hash, HttpStatusCode.UnprocessableEntity)).Text("code"));

    private static async Task AssertUsedOnceAsync(DeskHost host, string paid)
    {
        var (id, proposal, _) = await CreditAsync(host, "20000.00", signatures: 2);
        Assert.Equal("TRANSACTION_ALREADY_USED", (await EnterAsync(host, proposal, paid, HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("awaiting_transaction", (await DepositAsync(host, id)).Text("settlement_state"));
    }

    private async Task AssertLiquidityAsync(DeskHost host)
    {
        var held = await node.CallAsync("eth_call", new { to = _token, data = "0x70a08231" + node.Accounts[0][2..].PadLeft(64, '0') },
            "latest");
        var (expected, told) = (DecimalText.Format((long)EvmText.Word(held.GetString()), 6), "");
        // The chain is not asked more often than every ten seconds, so an answer may be that old.
        for (var i = 0; i < 30 && told != expected; i++)
        {
            await Task.Delay(i == 0 ? 0 : 500);
            var lines = (await host.Treasury.GetJsonAsync("treasury/desk-liquidity?network=tron&refresh=true"))
                .GetProperty("desk_liquidity");
            told = lines.EnumerateArray().First(one => one.Text("asset") == "USDT").Text("on_chain_balance");
        }
        Assert.Equal(expected, told);
    }

    private static Task<JsonElement> EnterAsync(DeskHost host, string proposal, string hash, HttpStatusCode expected = HttpStatusCode.OK,
        HttpClient? by = null) =>
        (by ?? host.Treasury).PostJsonAsync($"treasury/proposals/{proposal}/transaction", new { tx_hash = hash }, expected);

    private static async Task<JsonElement> DepositAsync(DeskHost host, string id) =>
        (await host.Admin.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");

    private static async Task<JsonElement> TransferAsync(DeskHost host, string id) =>
        (await host.Admin.GetJsonAsync($"otc/deposits/{id}/settlement")).GetProperty("transfer");

    private static long Minor(JsonElement deposit) =>
        DecimalText.TryParse(deposit.Text("requested_crypto_amount"), 6, out var minor) ? minor
            : throw new InvalidOperationException("The amount cannot be read.");

    private static async Task RunJobsAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SettlementDesk>().SendAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<SettlementDesk>().WatchAsync(CancellationToken.None);
    }

    private static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None);
        Assert.All(checks, check => Assert.Null(check.Fault));
        Assert.Null((await scope.ServiceProvider.GetRequiredService<AuditDesk>().VerifyAsync(CancellationToken.None)).Fault);
    }
}

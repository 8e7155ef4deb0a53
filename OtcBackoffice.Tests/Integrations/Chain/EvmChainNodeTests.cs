using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Chain;
using OtcBackoffice.Integrations.Egress;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Chain;

/// <summary>The adapter against a real EVM node, in the spelling of both networks.</summary>
public sealed class EvmChainNodeTests(EvmNode node) : IClassFixture<EvmNode>
{
    private const long Supply = 1_000_000_000_000;

    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Networks => ["tron", "ethereum"];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Balances_are_what_the_contract_says(string network)
    {
        var token = await node.DeployTokenAsync(Supply);
        using var watched = Watch(network, token);
        await node.PayTokenAsync(token, node.Accounts[1], 123_456_789);

        var treasury = await watched.Chain.BalanceAsync(network, "USDT", watched.Treasury, None);
        var receiver = await watched.Chain.BalanceAsync(network, "USDT", EvmNode.On(network, node.Accounts[1]), None);

        Assert.Equal((Supply - 123_456_789, 123_456_789, 6), (treasury.ConfirmedMinor, receiver.ConfirmedMinor, receiver.Scale));
        Assert.Equal(watched.Treasury, watched.Chain.TreasuryAddress(network));
        Assert.Equal(new ChainConnection(network, "evm", true, node.Url.TrimEnd('/'), false), watched.Chain.Connection(network));
    }

    [Fact]
    public async Task The_coin_of_the_network_is_counted_in_the_books_scale_rounded_down()
    {
        using var watched = Watch("ethereum", await node.DeployTokenAsync(Supply));
        var fresh = "0x00000000000000000000000000000000000c0123";
        var hash = await node.PayCoinAsync(fresh, 1_500_000_000_999_999_999);

        Assert.Equal(1_500_000_000,
            (await watched.Chain.BalanceAsync("ethereum", "ETH", EvmNode.On("ethereum", fresh), None)).ConfirmedMinor);
        var finer = Assert.Single((await watched.Chain.TransactionAsync("ethereum", hash, None))!.Payments);
        Assert.Equal(("ETH", null), (finer.Asset, finer.AmountMinor));
        var whole = await node.PayCoinAsync(fresh, 2_000_000_000);
        Assert.Equal(2, Assert.Single((await watched.Chain.TransactionAsync("ethereum", whole, None))!.Payments).AmountMinor);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task A_transaction_is_told_with_payer_receiver_token_amount_and_depth(string network)
    {
        var (token, other) = (await node.DeployTokenAsync(Supply), await node.DeployTokenAsync(Supply));
        using var watched = Watch(network, token);
        var receiver = EvmNode.On(network, node.Accounts[1]);
        var hash = await node.PayTokenAsync(token, node.Accounts[1], 5_000_001);

        var seen = (await watched.Chain.TransactionAsync(network, hash.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal),
            None))!;
        Assert.True(seen.Succeeded);
        Assert.Equal(1, seen.BlockDepth);
        Assert.Equal(network == "tron" ? hash[2..] : hash, seen.TxHash);
        Assert.Equal(new ChainPayment("USDT", watched.Treasury, receiver, 5_000_001), Assert.Single(seen.Payments));
        await node.MineAsync(4);
        Assert.Equal(5, (await watched.Chain.FindByHashAsync(network, hash, None))!.BlockDepth);

        var wrong = (await watched.Chain.TransactionAsync(network, await node.PayTokenAsync(other, node.Accounts[1], 5_000_001), None))!;
        Assert.Equal((null, receiver), (Assert.Single(wrong.Payments).Asset, wrong.Payments[0].ToAddress));
    }

    [Fact]
    public async Task A_failed_transaction_pays_nothing_and_an_unknown_one_is_not_there()
    {
        var token = await node.DeployTokenAsync(10);
        using var watched = Watch("tron", token);
        var failed = await node.PayTokenAsync(token, node.Accounts[1], 11);

        var seen = (await watched.Chain.TransactionAsync("tron", failed, None))!;
        Assert.False(seen.Succeeded);
        Assert.Empty(seen.Payments);
        Assert.Null(await watched.Chain.FindByHashAsync("tron", failed, None));
        Assert.Null(await watched.Chain.TransactionAsync("tron", new string('a', 64), None));
        Assert.Null(await watched.Chain.TransactionAsync("tron", "not a hash", None));
    }

    [Fact]
    public async Task A_block_that_the_chain_dropped_takes_its_transaction_along()
    {
        var token = await node.DeployTokenAsync(Supply);
        using var watched = Watch("ethereum", token);
        var snapshot = await node.SnapshotAsync();
        var hash = await node.PayTokenAsync(token, node.Accounts[1], 7);
        var before = await watched.Chain.HeadAsync("ethereum", None);
        Assert.NotNull(await watched.Chain.TransactionAsync("ethereum", hash, None));

        await node.RevertAsync(snapshot);
        await node.PayCoinAsync(node.Accounts[2], 1);

        Assert.Null(await watched.Chain.TransactionAsync("ethereum", hash, None));
        var after = await watched.Chain.HeadAsync("ethereum", None);
        Assert.Equal(before.Height, after.Height);
        Assert.NotEqual(before.BlockHash, after.BlockHash);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Payments_from_others_are_found_block_by_block_and_our_own_are_not_among_them(string network)
    {
        var (token, other) = (await node.DeployTokenAsync(Supply), await node.DeployTokenAsync(Supply));
        using var watched = Watch(network, token, logBlocks: 2);
        var from = (await watched.Chain.HeadAsync(network, None)).Height + 1;
        await node.PayTokenAsync(token, node.Accounts[1], 50);
        var first = await node.PayTokenAsync(token, node.Accounts[2], 20, by: 1);
        await node.PayTokenAsync(other, node.Accounts[2], 30);
        await node.MineAsync(3);
        await node.PayTokenAsync(token, node.Accounts[3], 40);
        var last = await node.PayTokenAsync(token, node.Accounts[2], 5, by: 1);
        var receiver = EvmNode.On(network, node.Accounts[2]);

        var found = await watched.Chain.IncomingAsync(new ChainRange(network, from) { Addresses = [receiver] }, None);

        Assert.Equal([(20L, first), (5L, last)],
            found.Select(one => (one.AmountMinor, "0x" + one.TxHash.Replace("0x", "", StringComparison.Ordinal))));
        Assert.All(found, one => Assert.Equal(("USDT", receiver, 6), (one.Asset, one.ToAddress, one.Scale)));
        Assert.Equal(1, found[1].BlockDepth);
        Assert.Single(await watched.Chain.IncomingAsync(new ChainRange(network, from) { ToBlock = from + 3, Addresses = [receiver] },
            None));
        Assert.Empty(await watched.Chain.IncomingAsync(new ChainRange(network, from), None));
    }

    [Fact]
    public async Task More_than_the_books_can_count_is_refused_and_never_wrapped()
    {
        var token = await node.DeployTokenAsync(System.Numerics.BigInteger.Pow(2, 64) + 5);
        using var watched = Watch("tron", token);
        await Assert.ThrowsAsync<ChainRefusedException>(() => watched.Chain.BalanceAsync("tron", "USDT", watched.Treasury, None));
        var hash = await node.PayTokenAsync(token, node.Accounts[1], System.Numerics.BigInteger.Pow(2, 64) + 5);
        Assert.Null(Assert.Single((await watched.Chain.TransactionAsync("tron", hash, None))!.Payments).AmountMinor);
        var range = new ChainRange("tron", 0) { Addresses = [EvmNode.On("tron", node.Accounts[1])] };
        Assert.Empty(await watched.Chain.IncomingAsync(range, None));
        await node.PayTokenAsync(token, node.Accounts[2], System.Numerics.BigInteger.Pow(2, 64), by: 1);
        await Assert.ThrowsAsync<ChainRefusedException>(() =>
            watched.Chain.IncomingAsync(range with { Addresses = [EvmNode.On("tron", node.Accounts[2])] }, None));
    }

    [Fact]
    public async Task Nothing_is_ever_sent_from_here_and_no_other_network_is_served()
    {
        using var watched = Watch("tron", await node.DeployTokenAsync(Supply));
        var order = new ChainTransferOrder("order-1", "tron", "USDT", EvmNode.On("tron", node.Accounts[1]), 1, 6);

        var refused = await Assert.ThrowsAsync<ChainRefusedException>(() => watched.Chain.SubmitAsync(order, None));
        Assert.Contains("watch-only", refused.Reason, StringComparison.Ordinal);
        Assert.Null(await watched.Chain.FindByClientIdAsync("tron", "order-1", None));
        await Assert.ThrowsAsync<ChainRefusedException>(() => watched.Chain.HeadAsync("ethereum", None));
        await Assert.ThrowsAsync<ChainRefusedException>(() => watched.Chain.BalanceAsync("tron", "USDT", "T-nobody", None));
    }

    [Fact]
    public async Task A_contract_that_is_none_is_no_balance_of_zero()
    {
        using var watched = Watch("tron", node.Accounts[3]);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => watched.Chain.BalanceAsync("tron", "USDT", watched.Treasury, None));
    }

    private Watched Watch(string network, string token, int logBlocks = 500)
    {
        var options = new ChainOptions { HeadSeconds = 0, RequestsPerSecond = 200, LogBlocksMax = logBlocks };
        var treasury = EvmNode.On(network, node.Accounts[0]);
        options.Networks[network] =
            new ChainNetworkOptions { Url = node.Url, TreasuryAddress = treasury, Contracts = { ["USDT"] = EvmNode.On(network, token) } };
        Assert.True(options.Validate(null, options).Succeeded);
        var http = new GuardedHttp(new EgressOptions { AllowLoopback = true }, TimeProvider.System);
        return new Watched(new EvmChainNode(network, options, http, TimeProvider.System), http, treasury);
    }

    private sealed record Watched(EvmChainNode Chain, GuardedHttp Http, string Treasury) : IDisposable
    {
        public void Dispose() => Http.Dispose();
    }
}

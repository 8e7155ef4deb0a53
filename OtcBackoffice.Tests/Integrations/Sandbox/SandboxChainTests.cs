using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Sandbox;

public sealed class SandboxChainTests : IDisposable
{
    private const long OpeningUsdtMinor = 5_000_000_000_000;

    private static readonly string Receiver = SandboxAddress.Tron("receiver");
    private static readonly string Treasury = SandboxAddress.Treasury("tron");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private SandboxChain _chain;

    public SandboxChainTests() => _chain = new SandboxChain(_folder.Path, new FaultPoints());

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Sandbox_addresses_are_valid_stable_and_differ_by_seed()
    {
        foreach (var seed in (string[])["a", "b", "merchant 1"])
        {
            Assert.Equal(SandboxAddress.Tron(seed), AddressFormat.Tron(SandboxAddress.Tron(seed)).Canonical);
            Assert.Equal(SandboxAddress.Ethereum(seed), AddressFormat.Evm(SandboxAddress.Ethereum(seed)).Canonical);
        }
        Assert.Equal(SandboxAddress.Tron("a"), SandboxAddress.Tron("a"));
        Assert.NotEqual(SandboxAddress.Tron("a"), SandboxAddress.Tron("b"));
    }

    [Fact]
    public async Task A_transfer_waits_in_the_mempool_and_gains_depth_with_every_block()
    {
        var sent = await SubmitAsync("order-1", 1_500_000);
        var waiting = await FindAsync("order-1");
        _chain.Mine("tron", 1);
        var fresh = await FindAsync("order-1");
        _chain.Mine("tron", 19);
        var deep = await FindAsync("order-1");

        Assert.Equal((sent.TxHash, null, 0L), (waiting!.TxHash, waiting.BlockNumber, waiting.BlockDepth));
        Assert.Equal(1, fresh!.BlockDepth);
        Assert.Equal((20L, fresh.BlockNumber), (deep!.BlockDepth, deep.BlockNumber));
        Assert.Equal(deep, await _chain.FindByHashAsync("tron", sent.TxHash, None));
    }

    [Fact]
    public async Task The_same_order_under_the_same_client_id_is_one_transfer()
    {
        var first = await SubmitAsync("order-1", 1_500_000);
        var again = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SubmitAsync("order-1", 1_500_000))));
        _chain.Mine("tron", 1);
        var late = await SubmitAsync("order-1", 1_500_000);

        Assert.All(again, one => Assert.Equal(first.TxHash, one.TxHash));
        Assert.Equal(first.TxHash, late.TxHash);
        Assert.Equal(1_500_000, (await BalanceAsync(Receiver)).ConfirmedMinor);
    }

    [Fact]
    public async Task A_client_id_cannot_be_used_for_another_transfer()
    {
        await SubmitAsync("order-1", 1_500_000);

        await Assert.ThrowsAsync<ChainRefusedException>(() => SubmitAsync("order-1", 1_500_001));
        await Assert.ThrowsAsync<ChainRefusedException>(() => SubmitAsync("order-1", 1_500_000, SandboxAddress.Tron("somebody else")));
    }

    [Fact]
    public async Task Balances_move_when_the_block_is_found_and_are_reserved_before()
    {
        await SubmitAsync("order-1", 1_500_000);
        var before = await BalanceAsync(Treasury);
        _chain.Mine("tron", 1);
        var after = await BalanceAsync(Treasury);

        Assert.Equal((OpeningUsdtMinor, 1_500_000), (before.ConfirmedMinor, before.PendingOutMinor));
        Assert.Equal(OpeningUsdtMinor - 1_500_000, before.AvailableMinor);
        Assert.Equal((OpeningUsdtMinor - 1_500_000, 0), (after.ConfirmedMinor, after.PendingOutMinor));
        Assert.Equal(1_500_000, (await BalanceAsync(Receiver)).ConfirmedMinor);
    }

    [Fact]
    public async Task A_short_treasury_refuses_and_counts_what_is_on_its_way_out()
    {
        await SubmitAsync("order-1", OpeningUsdtMinor);

        var refusal = await Assert.ThrowsAsync<ChainRefusedException>(() => SubmitAsync("order-2", 1));
        Assert.Contains("too little", refusal.Reason, StringComparison.Ordinal);
        Assert.Null(await FindAsync("order-2"));
    }

    [Theory]
    [InlineData("tron", "USDT", "0xdAC17F958D2ee523a2206206994597C13D831ec7", 1, 6)]
    [InlineData("tron", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6x", 1, 6)]
    [InlineData("tron", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 0, 6)]
    [InlineData("tron", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", -1, 6)]
    [InlineData("tron", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 1, 8)]
    [InlineData("tron", "DOGE", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 1, 6)]
    [InlineData("solana", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 1, 6)]
    public async Task An_impossible_order_is_refused_and_leaves_the_client_id_free(string network, string asset, string to,
        long amountMinor, int scale)
    {
        var order = new ChainTransferOrder("order-1", network, asset, to, amountMinor, scale);

        await Assert.ThrowsAsync<ChainRefusedException>(() => _chain.SubmitAsync(order, None));
        await SubmitAsync("order-1", 1);
    }

    [Fact]
    public async Task A_payment_from_outside_is_seen_in_the_mempool_and_then_in_its_block()
    {
        var txHash = _chain.PayFromOutside("tron", "USDT", Receiver, 7_000_000);
        await SubmitAsync("order-1", 1_000_000);
        var waiting = Assert.Single(await _chain.IncomingAsync(new ChainRange("tron", 0), None));
        var head = _chain.Mine("tron", 2);
        var found = Assert.Single(await _chain.IncomingAsync(new ChainRange("tron", head.Height - 1), None));

        Assert.Equal((txHash, null, 7_000_000), (waiting.TxHash, waiting.BlockNumber, waiting.AmountMinor));
        Assert.Equal((txHash, 2L, null), (found.TxHash, found.BlockDepth, found.ClientId));
        Assert.Empty(await _chain.IncomingAsync(new ChainRange("tron", head.Height), None));
        Assert.Equal(8_000_000, (await BalanceAsync(Receiver)).ConfirmedMinor);
    }

    [Fact]
    public async Task A_reorganisation_returns_our_transfers_to_the_mempool_and_loses_payments_from_outside()
    {
        await SubmitAsync("order-1", 1_000_000);
        var outside = _chain.PayFromOutside("tron", "USDT", Receiver, 7_000_000);
        var before = _chain.Mine("tron", 3);

        var dropped = _chain.Reorg("tron", 3);
        var waiting = await FindAsync("order-1");
        var after = _chain.Mine("tron", 3);

        Assert.Equal(before.Height - 3, dropped.Height);
        Assert.Equal((null, 0L), (waiting!.BlockNumber, waiting.BlockDepth));
        Assert.Null(await _chain.FindByHashAsync("tron", outside, None));
        Assert.Equal(3, (await FindAsync("order-1"))!.BlockDepth);
        Assert.Equal(1_000_000, (await BalanceAsync(Receiver)).ConfirmedMinor);
        Assert.Equal(before.Height, after.Height);
        Assert.NotEqual(before.BlockHash, after.BlockHash);
    }

    [Fact]
    public async Task A_reorganisation_above_a_transfer_leaves_it_in_its_block()
    {
        await SubmitAsync("order-1", 1_000_000);
        _chain.Mine("tron", 5);

        _chain.Reorg("tron", 4);

        Assert.Equal(1, (await FindAsync("order-1"))!.BlockDepth);
        Assert.Equal(1_000_000, (await BalanceAsync(Receiver)).ConfirmedMinor);
        Assert.Throws<ChainRefusedException>(() => _chain.Reorg("tron", 2));
    }

    [Fact]
    public async Task The_world_is_the_same_after_a_restart()
    {
        await SubmitAsync("order-1", 1_000_000);
        _chain.PayFromOutside("ethereum", "USDC", SandboxAddress.Ethereum("wallet"), 9_000_000);
        _chain.OpenWith("ethereum", "USDC", SandboxAddress.Ethereum("custody"), 100);
        _chain.Mine("tron", 3);
        _chain.Reorg("tron", 2);
        await SubmitAsync("order-2", 2_000_000);
        _chain.Mine("ethereum", 2);
        var before = await PictureAsync();

        Restart();

        Assert.Equal(before, await PictureAsync());
        Assert.Equal((await FindAsync("order-2"))!.TxHash, (await SubmitAsync("order-2", 2_000_000)).TxHash);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_short_is_forgotten()
    {
        await SubmitAsync("order-1", 1_000_000);
        _chain.Dispose();
        await File.AppendAllTextAsync(_folder.File("chain.jsonl"), """{"kind":"mined","network":"tr""");

        Restart();

        Assert.Equal(0, (await FindAsync("order-1"))!.BlockDepth);
        _chain.Mine("tron", 1);
        Restart();
        Assert.Equal(1, (await FindAsync("order-1"))!.BlockDepth);
    }

    [Fact]
    public async Task A_journal_that_somebody_else_changed_is_not_believed()
    {
        await SubmitAsync("order-1", 1_000_000);
        _chain.Dispose();
        await File.AppendAllTextAsync(_folder.File("chain.jsonl"), "not a line\n");
        _chain = new SandboxChain(_folder.Path, new FaultPoints());

        await Assert.ThrowsAsync<InvalidDataException>(async () => await _chain.HeadAsync("tron", None));
    }

    [Fact]
    public async Task Two_processes_cannot_share_a_world()
    {
        await SubmitAsync("order-1", 1_000_000);
        using var second = new SandboxChain(_folder.Path, new FaultPoints());

        await Assert.ThrowsAsync<ChainUnavailableException>(() => second.HeadAsync("tron", None));
    }

    [Fact]
    public async Task An_opening_holding_counts_once()
    {
        _chain.OpenWith("tron", "USDT", Receiver, 5);
        _chain.OpenWith("tron", "USDT", Receiver, 5);

        Assert.Equal(5, (await BalanceAsync(Receiver)).ConfirmedMinor);
    }

    [Fact]
    public async Task Blocks_are_found_by_themselves_only_while_somebody_waits()
    {
        var idle = (await _chain.HeadAsync("tron", None)).Height;
        _chain.MineWhereAwaited(3);
        await SubmitAsync("order-1", 1_000_000);
        for (var beat = 0; beat < 10; beat++)
        {
            _chain.MineWhereAwaited(3);
        }

        Assert.Equal(idle + 3, (await _chain.HeadAsync("tron", None)).Height);
        Assert.Equal(3, (await FindAsync("order-1"))!.BlockDepth);
    }

    private void Restart()
    {
        _chain.Dispose();
        _chain = new SandboxChain(_folder.Path, new FaultPoints());
    }

    private async Task<string> PictureAsync() => string.Join('\n',
        await _chain.HeadAsync("tron", None),
        await _chain.HeadAsync("ethereum", None),
        await FindAsync("order-1"),
        await FindAsync("order-2"),
        await BalanceAsync(Treasury),
        await BalanceAsync(Receiver),
        await _chain.BalanceAsync("ethereum", "USDC", SandboxAddress.Ethereum("custody"), None),
        string.Join(',', await _chain.IncomingAsync(new ChainRange("ethereum", 0), None)));

    private Task<ChainSubmission> SubmitAsync(string clientId, long amountMinor, string? to = null) =>
        _chain.SubmitAsync(new ChainTransferOrder(clientId, "tron", "USDT", to ?? Receiver, amountMinor, 6), None);

    private Task<ChainTransfer?> FindAsync(string clientId) => _chain.FindByClientIdAsync("tron", clientId, None);

    private Task<ChainBalance> BalanceAsync(string address) => _chain.BalanceAsync("tron", "USDT", address, None);
}

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>
/// A contract may pay one address several times in one transaction (sentence G6): together they are the payment, each is a receipt of its
/// own, and nothing is taken twice or left out.
/// </summary>
public sealed class SplitTransferTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Several_transfers_of_one_transaction_are_one_part_and_a_receipt_each(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Provider = provider,
            Services = services => services.Replace(ServiceDescriptor.Singleton<IChainNode>(
                given => new SplittingChain(given.GetRequiredService<SandboxChain>()))),
        });
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00");

        await host.SendCoinsAsync(payment, "100");
        await GatewayWorld.MineAsync(host);
        var seen = await tenant.StatusAsync(payment);
        Assert.Equal(("confirming", "100.00000000"), ((string)seen["status"]!, (string)seen["total_paid_amount"]!));
        await GatewayWorld.MineAsync(host, 20);

        Assert.Equal("completed", (string)(await tenant.StatusAsync(payment))["status"]!);
        Assert.Equal(("99.00000000", "0.00000000"), await tenant.BalanceAsync());
        var receipts = (await host.Treasury.GetJsonAsync("receipts?source=gateway")).GetProperty("receipts").EnumerateArray().ToList();
        Assert.Equal(3, receipts.Count);
        Assert.Equal(100m, receipts.Sum(one => decimal.Parse(one.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture)));
        await host.BooksBalanceAsync();
        Assert.Single(receipts.Select(one => one.GetProperty("external_id").GetString()!.Split(':')[0]).Distinct());
    }

    /// <summary>The sandbox's chain, on which every payment from outside is three transfers of one transaction.</summary>
    private sealed class SplittingChain(SandboxChain chain) : IChainNode
    {
        public ChainConnection Connection(string network) => chain.Connection(network);

        public string TreasuryAddress(string network) => chain.TreasuryAddress(network);

        public Task<ChainHead> HeadAsync(string network, CancellationToken cancellation) => chain.HeadAsync(network, cancellation);

        public Task<ChainSubmission> SubmitAsync(ChainTransferOrder order, CancellationToken cancellation) =>
            chain.SubmitAsync(order, cancellation);

        public Task<ChainTransfer?> FindByClientIdAsync(string network, string clientId, CancellationToken cancellation) =>
            chain.FindByClientIdAsync(network, clientId, cancellation);

        public Task<ChainTransfer?> FindByHashAsync(string network, string txHash, CancellationToken cancellation) =>
            chain.FindByHashAsync(network, txHash, cancellation);

        public Task<ChainTransaction?> TransactionAsync(string network, string txHash, CancellationToken cancellation) =>
            chain.TransactionAsync(network, txHash, cancellation);

        public Task<ChainBalance> BalanceAsync(string network, string asset, string address, CancellationToken cancellation) =>
            chain.BalanceAsync(network, asset, address, cancellation);

        public async Task<IReadOnlyList<ChainTransfer>> IncomingAsync(ChainRange range, CancellationToken cancellation) =>
            [.. (await chain.IncomingAsync(range, cancellation)).SelectMany(Split)];

        private static IEnumerable<ChainTransfer> Split(ChainTransfer whole)
        {
            var third = whole.AmountMinor / 3;
            yield return whole with { AmountMinor = third, LogIndex = whole.LogIndex * 3 };
            yield return whole with { AmountMinor = third, LogIndex = whole.LogIndex * 3 + 1 };
            yield return whole with { AmountMinor = whole.AmountMinor - 2 * third, LogIndex = whole.LogIndex * 3 + 2 };
        }
    }
}

using System.Text.Json;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Integrations.Chain;

namespace OtcBackoffice.Tests.Integrations.Chain;

/// <summary>A log is known by its block, transaction and place (issue 14, case M05): nodes tell one log twice.</summary>
public sealed class EvmLogIdentityTests
{
    private const string Contract = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";

    [Fact]
    public void The_same_log_twice_counts_once_and_two_logs_of_one_transaction_are_two()
    {
        var logs = new EvmLogs("ethereum", new Dictionary<string, Asset> { [Contract] = Asset.Find("USDC", "ethereum")! });
        var told = new[] { Log(0), Log(0), Log(1) }.Select(text => logs.Read(JsonSerializer.Deserialize<JsonElement>(text))!).ToList();

        var incoming = logs.Incoming(told, [], 1_000_100);

        Assert.Equal([0, 1], incoming.Select(one => one.LogIndex));
        Assert.Equal(2_000_000, incoming.Sum(one => one.AmountMinor));
        Assert.All(incoming, one => Assert.NotNull(one.FromAddress));
    }

    private static string Log(int index) => $$"""
        {"address":"{{Contract}}","topics":["0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
        "0x000000000000000000000000abababababababababababababababababababab","0x000000000000000000000000cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"],
        "data":"0x00000000000000000000000000000000000000000000000000000000000f4240","blockNumber":"0xf4245","blockHash":"0x{{new string('a', 64)}}",
        "transactionHash":"0x{{new string('1', 64)}}","transactionIndex":"0x0","logIndex":"0x{{index}}","removed":false}
        """;
}

using System.Text;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Chain;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Tests.Integrations.Chain;

/// <summary>What a node may answer that is not what was asked for: none of it becomes a number, a payment or a zero.</summary>
public sealed class EvmAnswersTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string Treasury = SandboxAddress.Ethereum("treasury of a test");
    private static readonly string Hash = "0x" + new string('b', 64);

    [Theory]
    [InlineData("0x0", 0)]
    [InlineData("0x7fffffffffffffff", long.MaxValue)]
    [InlineData("0xA", 10)]
    public void A_number_is_read(string text, long expected) => Assert.Equal(expected, EvmText.Long(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x00")]
    [InlineData("0x01")]
    [InlineData("10")]
    [InlineData("0X1")]
    [InlineData("0x1 ")]
    [InlineData("0x-1")]
    [InlineData("0x+1")]
    [InlineData("0xg")]
    [InlineData("0x8000000000000000")]
    public void What_is_no_number_is_the_nodes_fault(string? text) => Assert.Throws<ChainUnavailableException>(() => EvmText.Long(text));

    [Fact]
    public void A_word_has_32_bytes_and_an_address_in_it_only_20()
    {
        Assert.Equal(255, EvmText.Word("0x" + "ff".PadLeft(64, '0')));
        Assert.Throws<ChainUnavailableException>(() => EvmText.Word("0xff"));
        Assert.Null(EvmText.AddressInWord("ethereum", "0x1" + new string('0', 63)));
        var tron = SandboxAddress.Tron("somebody");
        Assert.Equal(tron, EvmText.AddressInWord("tron", EvmText.AccountWord("tron", tron)));
        Assert.Equal("0xa614f803b6fd780986a42c78ec9c7f77e6ded13c", EvmText.Account("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":999,"result":"0x1"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":"0x1"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"limit exceeded"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"number":"0x1","hash":7}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"number":"1","hash":"0xab"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":null}""")]
    [InlineData("[]")]
    [InlineData("oops")]
    [InlineData("")]
    public async Task An_answer_that_does_not_answer_is_a_node_that_cannot_be_reached(string answer) =>
        await Assert.ThrowsAsync<ChainUnavailableException>(() => Node((_, _) => answer).HeadAsync("ethereum", None));

    [Fact]
    public async Task A_receipt_of_a_dropped_block_that_the_node_still_knows_counts_for_nothing()
    {
        var standing = "0x" + new string('1', 64);
        var chain = Node((method, id) => Answer(id, method switch
        {
            "eth_getTransactionReceipt" =>
                new { transactionHash = Hash, blockNumber = "0x5", blockHash = "0x" + new string('2', 64), status = "0x1",
                logs = Array.Empty<object>() },
            "eth_getBlockByNumber" => new { number = "0x5", hash = standing, timestamp = "0x1" },
            _ => new { to = (string?)null },
        }));

        Assert.Null(await chain.TransactionAsync("ethereum", Hash, None));
    }

    [Fact]
    public async Task Too_many_logs_are_asked_for_again_in_smaller_pieces()
    {
        var asked = new List<(long From, long To)>();
        var chain = Node((method, id) =>
        {
            if (method == "eth_getBlockByNumber")
            {
                return Answer(id, new { number = "0x63", hash = Hash, timestamp = "0x1" });
            }
            return asked[^1].To - asked[^1].From > 10 ? null : Answer(id, Array.Empty<object>());
        }, asked);

        Assert.Empty(await chain.IncomingAsync(new ChainRange("ethereum", 0) { Addresses = [Treasury] }, None));
        var taken = asked.Where(one => one.To - one.From <= 10).ToList();
        Assert.Equal(0, taken[0].From);
        Assert.Equal(99, taken[^1].To);
        Assert.All(taken.Zip(taken.Skip(1)), pair => Assert.Equal(pair.First.To + 1, pair.Second.From));
    }

    [Fact]
    public async Task The_key_goes_with_every_call_and_is_told_nowhere()
    {
        var options = Options();
        (options.Networks["ethereum"].ApiKeyHeader, options.Networks["ethereum"].ApiKey) = ("x-node-key", "a-secret-key");
        var far = new FarNode((_, id) => Answer(id, new { number = "0x1", hash = Hash, timestamp = "0x1" }), null);
        var chain = new EvmChainNode("ethereum", options, far, TimeProvider.System);
        await chain.HeadAsync("ethereum", None);

        Assert.Equal("a-secret-key", far.Headers["x-node-key"]);
        var connection = chain.Connection("ethereum");
        Assert.True(connection.HasKey);
        Assert.Equal("https://node.example", connection.Endpoint);
    }

    [Theory]
    [InlineData("tron", "TreasuryAddress", "TNobody")]
    [InlineData("tron", "ApiKey", "key-without-header")]
    [InlineData("tron", "ApiKeyHeader", "bad header")]
    [InlineData("bitcoin", "Url", "https://node.example/")]
    public void Wrong_settings_are_named(string network, string setting, string value)
    {
        var options = new ChainOptions();
        var node = new ChainNetworkOptions { Url = "https://node.example/", TreasuryAddress = SandboxAddress.Tron("treasury") };
        typeof(ChainNetworkOptions).GetProperty(setting)!.SetValue(node, value);
        options.Networks[network] = node;

        var outcome = options.Validate(null, options);
        Assert.True(outcome.Failed);
        Assert.Contains(outcome.Failures!,
            fault => fault.StartsWith($"Chain:Networks:{network}:", StringComparison.Ordinal)
            && fault.Contains(setting, StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Failures!, fault => fault.Contains("key-without-header", StringComparison.Ordinal));
    }

    private static string Answer(long id, object result) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { ["jsonrpc"] = "2.0", ["id"] = id, ["result"] = result });

    private static ChainOptions Options() => new()
    {
        HeadSeconds = 0,
        RequestsPerSecond = 200,
        Networks = { ["ethereum"] =
            new ChainNetworkOptions { Url = "https://node.example/v3/path-with-a-key", TreasuryAddress = Treasury } },
    };

    private static EvmChainNode Node(Func<string, long, string?> answer, List<(long From, long To)>? asked = null) =>
        new("ethereum", Options(), new FarNode(answer, asked), TimeProvider.System);

    /// <summary>A node that answers as the test says; null stands for an answer that is too large.</summary>
    private sealed class FarNode(Func<string, long, string?> answer, List<(long From, long To)>? asked) : IOutboundHttp
    {
        public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

        public string? CheckTarget(string url) => null;

        public Task<OutboundAnswer> GetAsync(Uri target, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<OutboundAnswer> PostAsync(Uri target, IReadOnlyDictionary<string, string> headers, byte[] body,
            CancellationToken cancellation)
        {
            Headers = headers;
            var call = JsonSerializer.Deserialize<JsonElement>(body);
            var method = call.GetProperty("method").GetString()!;
            if (method == "eth_getLogs")
            {
                var filter = call.GetProperty("params")[0];
                asked?.Add((EvmText.Long(filter.GetProperty("fromBlock").GetString()),
                    EvmText.Long(filter.GetProperty("toBlock").GetString())));
            }
            return Task.FromResult(answer(method, call.GetProperty("id").GetInt64()) is { } text
                ? new OutboundAnswer(200, 1, text, OutboundFailure.None, null) { Body = Encoding.UTF8.GetBytes(text) }
                : new OutboundAnswer(200, 1, "", OutboundFailure.TooLarge, "too large"));
        }
    }
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A real EVM node of its own on this machine (ganache, installed by the build), which makes a block for every transaction and more
/// when asked. Its first account stands for the treasury.
/// </summary>
public sealed class EvmNode : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(180) };
    private Process? _process;

    /// <summary>Where it answers.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Its funded accounts, as 0x and 40 lower-case digits.</summary>
    public IReadOnlyList<string> Accounts { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var package = Repository.PathOf("OtcBackoffice.Tests/obj/npm/node_modules/ganache");
        Assert.True(Directory.Exists(package),
            "The EVM node of the chain tests is not installed: npm was missing when the tests were built.");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.ArgumentList.Add(Repository.PathOf("OtcBackoffice.Tests/npm/node.cjs"));
        start.ArgumentList.Add(package);
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (Url.Length == 0)
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException("The EVM node ended before it listened.");
            Url = line.StartsWith("PORT ", StringComparison.Ordinal) ? $"http://127.0.0.1:{line[5..]}/" : "";
        }
        Accounts = [.. (await CallAsync("eth_accounts")).EnumerateArray().Select(one => one.GetString()!.ToLowerInvariant())];
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>An account in the spelling of a network.</summary>
    public static string On(string network, string account)
    {
        var bytes = Convert.FromHexString(account.AsSpan(2));
        return network == "tron" ? AddressFormat.WriteTron(bytes) : AddressFormat.WriteEvm(bytes);
    }

    public async Task<JsonElement> CallAsync(string method, params object[] parameters)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Url), new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var read = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return read.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {read}");
    }

    /// <summary>Makes a token whose whole supply the account holds; answers its contract's account.</summary>
    public async Task<string> DeployTokenAsync(BigInteger supply, int by = 0)
    {
        var hash = await SendAsync(new { from = Accounts[by], data = TestToken.Creation(supply), gas = "0x200000" });
        return (await CallAsync("eth_getTransactionReceipt", hash)).GetProperty("contractAddress").GetString()!.ToLowerInvariant();
    }

    /// <summary>Pays tokens; the transaction is in a block when this answers its hash. One that pays too much is in a block and
    /// failed.</summary>
    public Task<string> PayTokenAsync(string contract, string toAccount, BigInteger amount, int by = 0) =>
        SendAsync(new { from = Accounts[by], to = contract, data = TestToken.Transfer(toAccount, amount), gas = "0x30000" });

    /// <summary>Pays the network's own coin, in its smallest unit.</summary>
    public Task<string> PayCoinAsync(string toAccount, BigInteger wei, int by = 0) =>
        SendAsync(new { from = Accounts[by], to = toAccount,
            value = "0x" + wei.ToString("x", System.Globalization.CultureInfo.InvariantCulture).TrimStart('0'), gas = "0x30000" });

    public Task MineAsync(int blocks) => CallAsync("evm_mine", new { blocks });

    public async Task<string> SnapshotAsync() => (await CallAsync("evm_snapshot")).GetString()!;

    /// <summary>Drops every block since the snapshot, as a reorganisation does.</summary>
    public async Task RevertAsync(string snapshot) => Assert.True((await CallAsync("evm_revert", snapshot)).GetBoolean());

    private async Task<string> SendAsync(object transaction) => (await CallAsync("eth_sendTransaction", transaction)).GetString()!;
}

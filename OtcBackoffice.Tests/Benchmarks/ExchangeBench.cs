using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>Quotes and confirmations of exchanges over HTTP, against a bare endpoint that writes the same rows into the same
/// tables.</summary>
internal static class ExchangeBench
{
    private const int Connections = 16, QuotesWaiting = 6_000, BareQuotes = 50_000;
    private const double Seconds = 1, QuoteGoal = 0.1, ConfirmGoal = 0.1;
    private const string QuotePath = ExchangeSteps.Root + "/quote";

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        // Quotes wait for their turn longer than a customer would let them.
        await using var desk = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Exchange:TtlSeconds"] = "3600" } });
        var customer = desk.Customer();
        await customer.OrderAsync("buy", "1.00");
        using var directory = new TempDirectory();
        await TableCopies.CopyDatabaseAsync(desk.Services.GetRequiredService<HostSettings>().SqliteFile, directory.File("bare.db"),
            cancellation);
        await using var bare = await BareExchange.StartAsync(directory.File("bare.db"), cancellation);

        var authorization = "x-api-key: " + desk.Credentials.MerchantNamed("Acacia").ExchangeApiKey;
        var body = JsonSerializer.Serialize(
            new { sourceAccountId = await customer.AccountAsync(), destinationWalletId = await customer.WalletAsync(),
            sourceAmountEur = "0.01" });
        byte[] Quote(int call) => HttpLoad.Request(desk.Address, "POST", QuotePath, body, "Content-Type: application/json", authorization);
        var bareQuote = HttpLoad.Request(bare.Address, "POST", BareExchange.Quote, body, "Content-Type: application/json");

        await runner.RunAsync(
            new Comparison(
                "http_exchange_quote", "req/s",
                new Contender($"bare quote, {Connections} connections",
                    token => HttpLoad.RunAsync(bare.Address, Connections, Seconds, _ => bareQuote, token)),
                Warmed("POST quote", token => HttpLoad.RunAsync(desk.Address, Connections, Seconds, Quote, token)),
                Goal.AtLeast(QuoteGoal)),
            cancellation);

        await bare.FillAsync(BareQuotes);
        var waiting = new ConcurrentQueue<string>();
        var confirmed = -1;
        await runner.RunAsync(
            new Comparison(
                "http_exchange_confirm", "req/s",
                new Contender($"bare confirm, {Connections} connections", token => HttpLoad.RunAsync(
                    bare.Address, Connections, Seconds, _ =>
                        HttpLoad.Request(bare.Address, "POST", BareExchange.Confirm(Interlocked.Increment(ref confirmed)), body,
                        "Content-Type: application/json"), token)),
                Warmed("POST confirm", async token =>
                {
                    await QuoteManyAsync(desk, customer, waiting);
                    return await HttpLoad.RunAsync(desk.Address, Connections, Seconds, _ => Confirmation(desk, waiting, authorization),
                        token);
                }),
                Goal.AtLeast(ConfirmGoal)),
            cancellation);
        desk.AssertNoErrors();
    }

    private static Contender Warmed(string name, Func<CancellationToken, Task<Reading>> measure) =>
        new($"{name}, {Connections} connections", measure) { WarmUpTurns = 5 };

    // Outside the time that is measured.
    private static async Task QuoteManyAsync(DeskHost desk, HttpClient customer, ConcurrentQueue<string> waiting)
    {
        var body = new { sourceAccountId = await customer.AccountAsync(), destinationWalletId = await customer.WalletAsync(),
            sourceAmountEur = "0.01" };
        await Parallel.ForEachAsync(Enumerable.Range(0, Math.Max(0, QuotesWaiting - waiting.Count)),
            new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (_, _) =>
            waiting.Enqueue((await desk.Customer().PostJsonAsync(QuotePath, body)).Text("data", "quoteId")));
    }

    private static byte[] Confirmation(DeskHost desk, ConcurrentQueue<string> waiting, string authorization) =>
        waiting.TryDequeue(out var quote)
        ? HttpLoad.Request(desk.Address, "POST", ExchangeSteps.Root, JsonSerializer.Serialize(new { quoteId = quote }),
            "Content-Type: application/json", authorization, $"Idempotency-Key: {Guid.NewGuid()}")
        : throw new InvalidOperationException($"All {QuotesWaiting} quotes of the turn are confirmed; the benchmark needs more of them.");
}

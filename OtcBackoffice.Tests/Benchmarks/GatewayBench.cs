using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// The gateway over HTTP (issue 16): a payment against a bare endpoint that writes its rows, its status and a token against bare ones
/// that read and sign the same.
/// </summary>
internal static class GatewayBench
{
    private const int Connections = 16;
    private const double Seconds = 1, PaymentGoal = 0.3, StatusGoal = 0.5, TokenGoal = 0.5;
    private const string Json = "Content-Type: application/json", Form = "Content-Type: application/x-www-form-urlencoded";

    public static async Task RunAsync(BenchRunner runner, CancellationToken cancellation)
    {
        await using var desk = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(desk);
        var payment = await tenant.PayAsync("10.00");
        var id = payment["transaction_id"]!.GetValue<string>();
        var answer = await tenant.PostAsync("/payments/status/", new { transaction_id = id });
        using var directory = new TempDirectory();
        var database = desk.Services.GetRequiredService<HostSettings>().SqliteFile;
        await TableCopies.CopyDatabaseAsync(database, directory.File("writes.db"), cancellation);
        await TableCopies.CopyDatabaseAsync(database, directory.File("reads.db"), cancellation);
        var client = desk.Credentials.MerchantNamed("Acacia").Gateway!;
        await using var writer = await BareGateway.StartAsync(directory.File("writes.db"), cancellation);
        await using var reader = await BareReader.StartAsync(
            directory.File("reads.db"), id.ToUpperInvariant(), Encoding.UTF8.GetBytes(answer.ToJsonString()), client.ClientSecret,
                tenant.Token, cancellation);

        var authorization = "Authorization: Bearer " + tenant.Token;
        var created = JsonSerializer.Serialize(new { amount = 10, currency = "USDTTRC20", price_currency = "USD" });
        await runner.RunAsync(Compared(desk, "http_gateway_payment", "POST payments", "/gateway/payments/", created, PaymentGoal,
            new Uri(writer.Address, BareGateway.Pay), Json, authorization), cancellation);

        var asked = JsonSerializer.Serialize(new { transaction_id = id });
        await runner.RunAsync(
            Compared(desk, "http_gateway_status", "POST payments/status", "/gateway/payments/status/", asked, StatusGoal,
                new Uri(reader.Address, BareReader.Status), Json, authorization), cancellation);

        var form = $"grant_type=client_credentials&client_id={client.ClientId}&client_secret={client.ClientSecret}&scope=read%20write";
        await runner.RunAsync(Compared(desk, "http_gateway_token", "POST o/token", "/gateway/o/token/", form, TokenGoal,
            new Uri(reader.Address, BareReader.Token), Form), cancellation);
        desk.AssertNoErrors();
    }

    // One request, sent over and over to the bare endpoint and to the product.
    private static Comparison Compared(DeskHost desk, string metric, string name, string path, string body, double goal, Uri bare,
        params string[] headers)
    {
        var (floor, product) = (HttpLoad.Request(bare, "POST", bare.AbsolutePath, body, headers), HttpLoad.Request(desk.Address,
            "POST", path, body, headers));
        return new Comparison(
            metric, "req/s",
            new Contender($"bare {name}, {Connections} connections", token => HttpLoad.RunAsync(bare, Connections, Seconds, _ => floor,
                token)),
            new Contender($"{name}, {Connections} connections", token => HttpLoad.RunAsync(desk.Address, Connections, Seconds,
                _ => product, token)) { WarmUpTurns = 5 },
            Goal.AtLeast(goal));
    }
}

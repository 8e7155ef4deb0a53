using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>What a customer of the exchange API does, with the key of the demo desk.</summary>
internal static class ExchangeSteps
{
    public const string Root = "/otc-exchanges";

    public static HttpClient Customer(this DeskHost host, string merchant = "Acacia") =>
        host.Client(host.Credentials.MerchantNamed(merchant).ExchangeApiKey!);

    public static async Task<JsonElement> DataAsync(this HttpClient customer, string path) =>
        (await customer.GetJsonAsync(Root + path)).GetProperty("data");

    public static async Task<string> AccountAsync(this HttpClient customer) => (await customer.DataAsync("/accounts"))[0].Text("id");

    public static async Task<string> WalletAsync(this HttpClient customer) => (await customer.DataAsync("/wallets"))[0].Text("id");

    public static async Task<JsonElement> QuoteBuyAsync(this HttpClient customer, string amount = "1000.00",
        HttpStatusCode expected = HttpStatusCode.OK) => await customer.PostJsonAsync(
        Root + "/quote", new { sourceAccountId = await customer.AccountAsync(), destinationWalletId = await customer.WalletAsync(),
            sourceAmountEur = amount }, expected);

    public static async Task<JsonElement> QuoteSellAsync(this HttpClient customer, string amount = "1000.000000",
        HttpStatusCode expected = HttpStatusCode.OK) => await customer.PostJsonAsync(
        Root + "/quote", new { side = "sell", sourceWalletId = await customer.WalletAsync(),
            destinationAccountId = await customer.AccountAsync(), sourceAmountUsdc = amount }, expected);

    /// <summary>Confirms; answers status and body as they came.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> ConfirmAsync(this HttpClient customer, string quoteId,
        string? side = null, string? key = null, bool withKey = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Root);
        request.Content = JsonContent.Create(side is null ? new { quoteId } : (object)new { quoteId, side });
        if (withKey)
        {
            request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        }
        using var answer = await customer.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Quotes and confirms; answers the order's id.</summary>
    public static async Task<string> OrderAsync(this HttpClient customer, string side, string amount)
    {
        var quote = side == "buy" ? await customer.QuoteBuyAsync(amount) : await customer.QuoteSellAsync(amount);
        var id = quote.Text("data", "quoteId");
        var (status, body) = await customer.ConfirmAsync(id, side);
        Assert.True(status == HttpStatusCode.Created, body);
        return id;
    }

    public static async Task<JsonElement> OrderAsync(this HttpClient customer, string id) => await customer.DataAsync("/" + id);

    public static string CodeOf(this (HttpStatusCode Status, string Body) answer) =>
        JsonSerializer.Deserialize<JsonElement>(answer.Body).Text("error", "code");

    public static Task MineAsync(this DeskHost host, int count = 20) =>
        host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count });

    /// <summary>Lets the desk look at the market now, so that it remembers the rate of now.</summary>
    public static Task RefreshRatesAsync(this DeskHost host) =>
        host.Services.GetRequiredService<JobBoard>().RunAsync(DeskJobs.RateReader, CancellationToken.None);

    /// <summary>The books balance, and nobody's lock or flight is left over.</summary>
    public static async Task AssertRestAsync(this DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<LedgerDesk>();
        Assert.All(await desk.VerifyAsync(CancellationToken.None), check => Assert.Null(check.Fault));
        await using var db = scope.ServiceProvider.GetRequiredService<Microsoft.EntityFrameworkCore
            .IDbContextFactory<OtcBackoffice.Data.BackofficeDbContext>>().CreateDbContext();
        Assert.Empty(db.LedgerAccounts.Where(row => (row.Family == "merchant_locked" || row.Family == "settlement_in_flight")
            && row.CreditMinor != row.DebitMinor).Select(row => row.Key));
    }
}

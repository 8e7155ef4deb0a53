using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Money from outside, as the bank tells it, and what the desk makes of it.</summary>
internal static class ReceiptSteps
{
    /// <summary>A bank deposit that is handed in; answers its id.</summary>
    public static async Task<string> DepositAsync(HttpClient merchant, string amount, string reference, string? sender = null) =>
        (await merchant.PostJsonAsync("otc/deposits", new
        {
            method = "bank", fiat_amount = amount, fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            payment_reference = reference,
            transfer_date = TestClock.Day, sender_account_name = sender,
        }, HttpStatusCode.Created)).Text("deposit", "id");

    /// <summary>A wire on the desk's statement.</summary>
    public static Task<JsonElement> WireAsync(
        DeskHost host, string amount, string? reference, string? sender = "Acacia Traders", string? entry = null, string? kind = null,
        HttpStatusCode expected = HttpStatusCode.OK) =>
        host.Admin.PostJsonAsync("/sandbox/bank/credits", new { currency = "KES", amount, reference, sender_name = sender,
            value_date = TestClock.Day, entry_id = entry, kind }, expected);

    public static async Task<JsonElement> DepositOfAsync(HttpClient client, string id) =>
        (await client.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit");

    public static async Task<JsonElement> ReceiptAsync(HttpClient client, string id) =>
        (await client.GetJsonAsync($"receipts/{id}")).GetProperty("receipt");

    /// <summary>Every check of the books, suspense against the queue among them.</summary>
    public static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
            check => Assert.Null(check.Fault));
    }
}

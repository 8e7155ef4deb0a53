using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Every transition of an exchange is told to the endpoints of its own customer, and to nobody else's.</summary>
public sealed class ExchangeEventTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Each_customer_hears_of_their_own_orders_by_the_documented_names(DatabaseProvider provider)
    {
        await using var acacia = await WebhookReceiver.StartAsync();
        await using var rejections = await WebhookReceiver.StartAsync();
        await using var baobab = await WebhookReceiver.StartAsync();
        await using var host = await DeskHost.StartAsync(provider);
        await ListenAsync(host.Acacia, acacia, "otc_exchange.*");
        await ListenAsync(host.Acacia, rejections, "otc_exchange.rejected");
        await ListenAsync(host.Baobab, baobab, "*");
        var customer = host.Customer();

        var rejected = await customer.OrderAsync("sell", "100.000000");
        await host.Officer.PostJsonAsync($"otc/exchanges/{rejected}/reject", new { reason = "the customer asked" });
        var requoted = await customer.OrderAsync("buy", "100.00");
        await host.Officer.PostJsonAsync($"otc/exchanges/{requoted}/requote", new { rate = "0.9500" });
        Assert.Equal(HttpStatusCode.Created, (await customer.ConfirmAsync(requoted)).Status);
        await host.Officer.PostJsonAsync($"otc/exchanges/{requoted}/approve", new { final_rate = "0.9500" });
        await host.MineAsync();
        var cancelled = (await customer.QuoteBuyAsync()).Text("data", "quoteId");
        await customer.PostJsonAsync($"{ExchangeSteps.Root}/{cancelled}/cancel");
        var expired = (await customer.QuoteBuyAsync()).Text("data", "quoteId");
        await host.Customer("Baobab").QuoteBuyAsync("1.00");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });

        var heard = await acacia.WaitForAsync(13);
        Assert.Equal(13, heard.Count);
        Assert.Equal("confirmed quoted rejected", Told(heard, rejected));
        Assert.Equal("approved completed confirmed confirmed quoted requoted", Told(heard, requoted));
        Assert.Equal("cancelled quoted", Told(heard, cancelled));
        Assert.Equal("expired quoted", Told(heard, expired));
        var reason = heard.Single(one => one.Json.Text("event") == "otc_exchange.rejected").Json.GetProperty("data");
        Assert.Equal(("rejected", "the customer asked", "sell", "91"),
            (reason.Text("status"), reason.Text("reason"), reason.Text("side"), reason.Text("destinationAmount")[..2]));
        var again = heard.Single(one => one.Json.Text("event") == "otc_exchange.requoted").Json.GetProperty("data");
        Assert.Equal(("requoted", "0.9500", "True"), (again.Text("status"), again.Text("rate"), again.Text("indicative")));
        Assert.NotEqual("", again.Text("ttlExpiresAt"));
        var final = heard.Single(one => one.Json.Text("event") == "otc_exchange.approved").Json.GetProperty("data");
        Assert.Equal(("executing", "False"), (final.Text("status"), final.Text("indicative")));

        Assert.Equal("otc_exchange.rejected", Assert.Single(await rejections.WaitForAsync(1)).Json.Text("event"));
        // Two of their own; nothing of Acacia's.
        Assert.Equal(["otc_exchange.expired", "otc_exchange.quoted"],
            (await baobab.WaitForAsync(2)).Select(one => one.Json.Text("event")).Order(StringComparer.Ordinal));
    }

    private static async Task ListenAsync(HttpClient merchant, WebhookReceiver receiver, string events) =>
        await merchant.PostJsonAsync("webhooks/endpoints",
            new { url = new Uri(receiver.Address, "/hook").ToString(), events = (string[])[events] }, HttpStatusCode.Created);

    private static string Told(IReadOnlyList<ReceivedWebhook> heard, string order) =>
        string.Join(' ', heard.Where(one => one.Json.Text("data", "orderId") == order)
        .Select(one => one.Json.Text("event")["otc_exchange.".Length..]).Order(StringComparer.Ordinal));
}

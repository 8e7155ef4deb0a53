using System.Net;
using System.Text.Json.Nodes;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Gateway;

/// <summary>The page that payers see, read as they get it: without a script (sentence G13).</summary>
public sealed class CheckoutTests
{
    [Fact]
    public async Task A_payer_sees_what_to_send_then_what_is_missing_then_that_it_is_paid()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var payment = await tenant.PayAsync("100.00", new { order_id = "order-7", success_url = "https://shop.example/done" });
        var (address, amount) = (Text(payment, "address"), "100.00");

        var first = await PageAsync(host, payment);
        Assert.Contains($"data-copy=\"{address}\"", first, StringComparison.Ordinal);
        Assert.Contains($"data-copy=\"{amount}\"", first, StringComparison.Ordinal);
        Assert.Contains("Send only USDT on TRON (TRC-20)", first, StringComparison.Ordinal);
        Assert.Contains("Code of the address only", first, StringComparison.Ordinal);
        Assert.Contains("order-7", first, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.example", first, StringComparison.Ordinal);

        await host.SendCoinsAsync(payment, "60");
        await host.MineAsync();
        var part = await PageAsync(host, payment);
        Assert.Contains("60.00 USDT came. Still to pay: 40.00 USDT.", part, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"40.00\"", part, StringComparison.Ordinal);

        await host.SendCoinsAsync(payment, "40");
        await host.MineAsync(20);
        var paid = await PageAsync(host, payment);
        Assert.Contains("100.00 USDT confirmed.", paid, StringComparison.Ordinal);
        Assert.Contains("https://shop.example/done", paid, StringComparison.Ordinal);
        Assert.DoesNotContain("data-copy", paid, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_five_languages_and_English_to_everybody_else()
    {
        await using var host = await DeskHost.StartAsync();
        var payment = await (await GatewayCaller.OpenAsync(host)).PayAsync("100.00");
        foreach (var (asked, accepted, title) in new[]
        {
            (null, "es-MX,es;q=0.9", "Pagar a "), ((string?)null, "de,sw;q=0.5,en;q=0.4", "Lipa "), (null, "ja", "Pay "),
            ("fr", "es", "Payer "), ("pt", "", "Pagar a "), ("xx", "", "Pay "),
        })
        {
            Assert.Contains($"<h1>{title}", await PageAsync(host, payment, asked, accepted), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_that_is_nobody_s_or_a_month_old_is_not_found()
    {
        await using var host = await DeskHost.StartAsync();
        var payment = await (await GatewayCaller.OpenAsync(host)).PayAsync("100.00");
        var path = new Uri(Text(payment, "checkout_url")).AbsolutePath;
        Assert.True(path["/pay/".Length..].Length >= 22);
        using var wrong = await host.Anonymous.GetAsync(path[..^1] + (path[^1] == 'a' ? 'b' : 'a'));
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        await host.WaitAsync(30 * 86_400 + 1);
        using var old = await host.Anonymous.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task A_link_makes_payments_until_it_is_used_and_reading_it_makes_none()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        await tenant.RefusedAsync(HttpStatusCode.BadRequest, "invalid_request", "POST", "/payment-links/",
            new { amount = "10.00", price_currency = "USD" });
        await tenant.RefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid_amount", "POST", "/payment-links/",
            new { amount = "0.001", price_currency = "USD", order_description = "tea" });
        var link = await tenant.PostAsync("/payment-links/",
            new { price_currency = "USD", order_description = "A month of tea", max_payments = 1 }, HttpStatusCode.Created);
        var path = new Uri(Text(link, "url")).AbsolutePath;
        Assert.Contains("A month of tea", await host.Anonymous.GetStringAsync(path), StringComparison.Ordinal);
        Assert.Equal(0, (await tenant.GetAsync("/payments/"))["total"]!.GetValue<int>());

        using var bad = await SendAsync(host, path, "1,5", "USDTTRC20");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        using var made = await SendAsync(host, path, "25.00", "USDTTRC20");
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var payments = await tenant.GetAsync("/payments/");
        var payment = payments["results"]!.AsArray().Single()!;
        Assert.Equal(("25.00", "A month of tea"), (Text(payment, "amount"), Text(payment, "order_description")));
        Assert.Equal(new Uri(Text(payment, "checkout_url")).AbsolutePath, made.Headers.Location!.ToString());
        using var second = await SendAsync(host, path, "25.00", "USDTTRC20");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Contains("no more payments", await host.Anonymous.GetStringAsync(path), StringComparison.Ordinal);
        Assert.Equal("used", Text((await tenant.GetAsync("/payment-links/"))["results"]!.AsArray().Single()!, "status"));

        var stranger = await GatewayCaller.OpenAsync(host, "Baobab");
        await stranger.RefusedAsync(HttpStatusCode.NotFound, "not_found", "DELETE", $"/payment-links/{Text(link, "id")}/");
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.SendAsync("DELETE", $"/payment-links/{Text(link, "id")}/")).Status);
        using var gone = await host.Anonymous.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("paid", "completed", null)]
    [InlineData("short", "partially_paid", null)]
    [InlineData("over", "completed", "overpaid")]
    [InlineData("late", "expired", "paid_late")]
    [InlineData("wrong_asset", "waiting", "wrong_asset")]
    [InlineData("replaced", "waiting", null)]
    public async Task The_sandbox_plays_a_payer_of_each_kind(string scenario, string status, string? reason)
    {
        await using var host = await DeskHost.StartAsync();
        var payment = await (await GatewayCaller.OpenAsync(host)).PayAsync("100.00");
        await GatewayWorld.PostAsync(host.Admin, $"/sandbox/gateway/payments/{Text(payment, "transaction_id")}", new { scenario });
        var seen = await host.StaffPaymentAsync(payment);
        Assert.Equal((status, reason), (Text(seen, "status"), seen["exception"]?["reason"]?.GetValue<string>()));
        await GatewayWorld.PostAsync(host.Admin, $"/sandbox/gateway/payments/{Text(payment, "transaction_id")}",
            new { scenario = "nothing" }, HttpStatusCode.BadRequest);
        await host.BooksBalanceAsync();
    }

    private static Task<HttpResponseMessage> SendAsync(DeskHost host, string path, string amount, string currency) =>
        host.Anonymous.PostAsync(path,
            new FormUrlEncodedContent(new Dictionary<string, string> { ["amount"] = amount, ["currency"] = currency }));

    private static string Text(JsonNode payment, string name) => payment[name]!.GetValue<string>();

    private static async Task<string> PageAsync(DeskHost host, JsonNode payment, string? language = null, string accepted = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri(Text(payment, "checkout_url")).AbsolutePath + (language is null ? "" : "?lang=" + language));
        if (accepted.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        }
        using var answer = await host.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}

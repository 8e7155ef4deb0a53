using System.Net;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Exchange;

/// <summary>Every documented fault of specification 003 has its documented status and code, and no other.</summary>
public sealed class ExchangeContractTests : IAsyncLifetime
{
    private DeskHost _host = null!;
    private HttpClient _customer = null!;
    private Dictionary<string, string> _accounts = [];
    private string _bitcoin = "", _usdc = "";

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _customer = _host.Customer();
        await using var db = await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<OtcBackoffice.Data.BackofficeDbContext>>(_host.Services)
            .CreateDbContextAsync();
        var merchant = _host.Credentials.MerchantNamed("Acacia").MerchantId;
        _accounts = db.FiatAccounts.Where(row => row.MerchantId == merchant).ToDictionary(row => row.Label, row => row.Id.ToString());
        _bitcoin = db.Wallets.Single(row => row.MerchantId == merchant && row.Network == "bitcoin").Id.ToString();
        _usdc = await _customer.WalletAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Selectors_show_own_usable_resources_only()
    {
        var accounts = await _customer.DataAsync("/accounts");
        Assert.Equal(1, accounts.GetArrayLength());
        Assert.Equal(["id", "label", "currency", "iban", "bankName", "balance", "status"],
            accounts[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(("EUR", "250000.00", "active"),
            (accounts[0].Text("currency"), accounts[0].Text("balance"), accounts[0].Text("status")));
        var wallets = await _customer.DataAsync("/wallets");
        Assert.Equal(1, wallets.GetArrayLength());
        Assert.Equal(["id", "label", "network", "address", "asset"], wallets[0].EnumerateObject().Select(member => member.Name));
        var baobab = _host.Customer("Baobab");
        Assert.NotEqual(await baobab.AccountAsync(), accounts[0].Text("id"));
    }

    [Fact]
    public async Task Faults_of_a_buy_quote()
    {
        var missing = Guid.NewGuid().ToString();
        var main = _accounts["Main EUR account"];
        await BuyAsync(missing, _usdc, "SOURCE_NOT_FOUND");
        await BuyAsync(await _host.Customer("Baobab").AccountAsync(), _usdc, "SOURCE_NOT_FOUND");
        await BuyAsync(_accounts["USD account"], _usdc, "SOURCE_WRONG_CURRENCY");
        await BuyAsync(_accounts["Old EUR account"], _usdc, "SOURCE_INACTIVE");
        await BuyAsync(main, missing, "DESTINATION_NOT_FOUND");
        await BuyAsync(main, _bitcoin, "DESTINATION_NO_USDC_ADDRESS");
        foreach (var amount in new[] { "", "0", "0.00", "1.234", "-1", "1e3", " 1", "1,00", "99999999999999999999" })
        {
            await RefusedAsync(new { sourceAccountId = main, destinationWalletId = _usdc, sourceAmountEur = amount },
                HttpStatusCode.BadRequest, null);
        }
        await RefusedAsync(new { sourceAccountId = main, destinationWalletId = _usdc, sourceAmountEur = "1.00", side = "hold" },
            HttpStatusCode.BadRequest, "INVALID_REQUEST");
        await RefusedAsync(new { destinationWalletId = _usdc, sourceAmountEur = "1.00" }, HttpStatusCode.BadRequest, "INVALID_REQUEST");
        await _customer.PostJsonAsync(ExchangeSteps.Root + "/quote",
            new { sourceFrAccountId = main, destinationUtilaWalletId = _usdc, sourceAmountEur = "007.5", side = "buy" });
    }

    [Fact]
    public async Task Faults_of_a_sell_quote()
    {
        var (missing, main) = (Guid.NewGuid().ToString(), _accounts["Main EUR account"]);
        await SellAsync(missing, main, "SOURCE_WALLET_NOT_FOUND");
        await SellAsync(_bitcoin, main, "SOURCE_WALLET_NO_USDC");
        await SellAsync(_usdc, missing, "DESTINATION_ACCOUNT_NOT_FOUND");
        await SellAsync(_usdc, _accounts["USD account"], "DESTINATION_ACCOUNT_WRONG_CURRENCY");
        await SellAsync(_usdc, _accounts["Old EUR account"], "DESTINATION_ACCOUNT_INACTIVE");
        await SellAsync(_usdc, main, "SOURCE_WALLET_INSUFFICIENT", "100000.000001");
        await _host.Admin.PostJsonAsync("/sandbox/faults", new { point = "custody.balance", mode = "error", times = 2 });
        await RefusedAsync(new { side = "sell", sourceWalletId = _usdc, destinationAccountId = main, sourceAmountUsdc = "1" },
            HttpStatusCode.BadGateway, "QUOTE_UNAVAILABLE");
        var balance = await _customer.GetJsonAsync($"{ExchangeSteps.Root}/wallets/{_usdc}/balance", HttpStatusCode.BadGateway);
        Assert.Equal("BALANCE_UNAVAILABLE", balance.Text("error", "code"));
        Assert.Equal("100000.000000", (await _customer.DataAsync($"/wallets/{_usdc}/balance")).Text("usdcBalance"));
        foreach (var wallet in new[] { missing, await _host.Customer("Baobab").WalletAsync(), "nonsense", _bitcoin })
        {
            Assert.Equal("WALLET_NOT_FOUND",
                (await _customer.GetJsonAsync($"{ExchangeSteps.Root}/wallets/{wallet}/balance", HttpStatusCode.NotFound))
                .Text("error", "code"));
        }
    }

    [Fact]
    public async Task Faults_of_a_confirmation()
    {
        var id = (await _customer.QuoteBuyAsync("300000.00")).Text("data", "quoteId");
        await ConfirmedAsync(await _customer.ConfirmAsync(id, withKey: false), HttpStatusCode.BadRequest, "IDEMPOTENCY_KEY_REQUIRED");
        foreach (var key in new[] { "c232ab00-9414-11ec-b3c8-9f68deced846", "not-a-uuid", Guid.CreateVersion7().ToString() })
        {
            await ConfirmedAsync(await _customer.ConfirmAsync(id, key: key), HttpStatusCode.BadRequest, "IDEMPOTENCY_KEY_INVALID");
        }
        await ConfirmedAsync(await _customer.ConfirmAsync(id, "sell"), HttpStatusCode.UnprocessableEntity, "SIDE_MISMATCH");
        await ConfirmedAsync(await _customer.ConfirmAsync(id), HttpStatusCode.UnprocessableEntity, "SOURCE_INSUFFICIENT_FUNDS");
        Assert.Equal("quoted", (await _customer.OrderAsync(id)).Text("status"));
        await ConfirmedAsync(await _host.Customer("Baobab").ConfirmAsync(id), HttpStatusCode.NotFound, "ORDER_NOT_FOUND");
        var used = Guid.NewGuid().ToString();
        var good = (await _customer.QuoteBuyAsync("1.00")).Text("data", "quoteId");
        Assert.Equal(HttpStatusCode.Created, (await _customer.ConfirmAsync(good, key: used)).Status);
        await ConfirmedAsync(await _customer.ConfirmAsync(id, key: used), HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
        await ConfirmedAsync(await _customer.ConfirmAsync(good), HttpStatusCode.Conflict, "WRONG_STATE");
        Assert.Equal("NOT_CANCELLABLE",
            (await _customer.PostEmptyAsync($"{ExchangeSteps.Root}/{good}/cancel", HttpStatusCode.Conflict)).Text("error", "code"));
        Assert.Equal("ORDER_NOT_FOUND",
            (await _host.Customer("Baobab").PostEmptyAsync($"{ExchangeSteps.Root}/{id}/cancel", HttpStatusCode.NotFound))
            .Text("error", "code"));
        Assert.Equal("ORDER_NOT_FOUND",
            (await _host.Customer("Baobab").GetJsonAsync($"{ExchangeSteps.Root}/{id}", HttpStatusCode.NotFound)).Text("error", "code"));
    }

    [Fact]
    public async Task The_list_pages_newest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await _customer.QuoteBuyAsync("1.00")).Text("data", "quoteId"));
        }
        var page = await _customer.GetJsonAsync(ExchangeSteps.Root + "?page=1&limit=2");
        Assert.Equal([ids[2], ids[1]], page.GetProperty("data").EnumerateArray().Select(row => row.Text("id")));
        Assert.Equal(("1", "2", "3"),
            (page.Text("meta", "pagination", "page"), page.Text("meta", "pagination", "limit"), page.Text("meta", "pagination", "total")));
        Assert.Equal(1, (await _customer.GetJsonAsync(ExchangeSteps.Root + "?page=2&limit=2")).GetProperty("data").GetArrayLength());
        foreach (var query in new[] { "?page=0", "?limit=0", "?limit=101", "?page=x" })
        {
            await _customer.GetJsonAsync(ExchangeSteps.Root + query, HttpStatusCode.BadRequest);
        }
        Assert.Equal(0, (await _host.Customer("Baobab").GetJsonAsync(ExchangeSteps.Root)).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Faults_before_the_desk_speak_the_same_form()
    {
        await FormAsync(await _host.Anonymous.GetAsync(ExchangeSteps.Root), HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        await FormAsync(await _host.Acacia.GetAsync(ExchangeSteps.Root), HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        await FormAsync(await _customer.GetAsync(ExchangeSteps.Root + "/a/b/c"), HttpStatusCode.NotFound, "NOT_FOUND");
        await FormAsync(await _customer.DeleteAsync(ExchangeSteps.Root), HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        using var bad = new StringContent("{", Encoding.UTF8, "application/json");
        await FormAsync(await _customer.PostAsync(ExchangeSteps.Root + "/quote", bad), HttpStatusCode.BadRequest, "INVALID_REQUEST");
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        await FormAsync(await _customer.PostAsync(ExchangeSteps.Root + "/quote", text), HttpStatusCode.UnsupportedMediaType,
            "UNSUPPORTED_MEDIA_TYPE");
        using var byHeader = new HttpRequestMessage(HttpMethod.Get, ExchangeSteps.Root);
        byHeader.Headers.Add("x-api-key", _host.Credentials.MerchantNamed("Acacia").ExchangeApiKey);
        using var answer = await _host.Anonymous.SendAsync(byHeader);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_without_the_scope_and_one_that_asks_too_often_are_told_in_the_same_form()
    {
        var made = await _host.Acacia.PostJsonAsync("credentials", new { surface = "exchange", scopes = (string[])["otc-exchanges:read"] },
            HttpStatusCode.Created);
        var reader = _host.Client(made.Text("secret"));
        await reader.GetJsonAsync(ExchangeSteps.Root);
        foreach (var path in new[] { "", "/quote", $"/{Guid.NewGuid()}/cancel" })
        {
            await FormAsync(await reader.PostAsync(ExchangeSteps.Root + path, null), HttpStatusCode.Forbidden, "FORBIDDEN");
        }
        await using var strict =
            await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string, string?> { ["RateLimits:PerMinute"] = "2" } });
        var customer = strict.Customer();
        await customer.DataAsync("/accounts");
        await customer.DataAsync("/accounts");
        foreach (var path in new[] { "/accounts", "", "/nothing" })
        {
            var refused = await customer.GetAsync(ExchangeSteps.Root + path);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.Equal("application/json", refused.Content.Headers.ContentType?.MediaType);
            await FormAsync(refused, HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        }
    }

    [Fact]
    public async Task An_order_above_the_cap_waits_for_a_second_person()
    {
        var id = await _customer.OrderAsync("buy", "50000.00");
        var asked = await _host.Officer.PostJsonAsync($"otc/exchanges/{id}/approve", new { final_rate = "0.9223" },
            HttpStatusCode.Accepted);
        Assert.Equal("pending_approval", (await _customer.OrderAsync(id)).Text("status"));
        await _host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        await _host.MineAsync();
        Assert.Equal("completed", (await _customer.OrderAsync(id)).Text("status"));
        await _host.AssertRestAsync();
    }

    private Task BuyAsync(string account, string wallet, string code) =>
        RefusedAsync(new { sourceAccountId = account, destinationWalletId = wallet, sourceAmountEur = "10.00" },
            HttpStatusCode.UnprocessableEntity, code);

    private Task SellAsync(string wallet, string account, string code, string amount = "10") =>
        RefusedAsync(new { side = "sell", sourceWalletId = wallet, destinationAccountId = account, sourceAmountUsdc = amount },
            HttpStatusCode.UnprocessableEntity, code);

    private async Task RefusedAsync(object body, HttpStatusCode status, string? code)
    {
        var answer = await _customer.PostJsonAsync(ExchangeSteps.Root + "/quote", body, status);
        Assert.True(code is null || answer.Text("error", "code") == code, answer.ToString());
    }

    private static Task ConfirmedAsync((HttpStatusCode Status, string Body) answer, HttpStatusCode status, string code)
    {
        Assert.Equal((status, code), (answer.Status, answer.CodeOf()));
        return Task.CompletedTask;
    }

    private static async Task FormAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        using (answer)
        {
            var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            Assert.Equal((status, code), (answer.StatusCode, body.Text("error", "code")));
            Assert.Equal(["error"], body.EnumerateObject().Select(member => member.Name));
        }
    }
}

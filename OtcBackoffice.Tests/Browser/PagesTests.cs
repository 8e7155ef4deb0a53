using System.Net;
using OtcBackoffice.Tests.Api.BlockTrade;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Browser;

/// <summary>Every page of the console as its reader opens it: it works, it is accessible, in light and dark, wide and narrow.</summary>
[Collection(BrowserFixture.TourCollection)]
[Trait("kind", "browser")]
public sealed class PagesTests(BrowserFixture browser) : IAsyncLifetime
{
    private static readonly string[] AdminPages =
    [
        "/", "/team", "/deposits", "/deposits?view=all&min=abc", "/withdrawals", "/withdrawals?view=all", "/treasury/proposals",
        "/treasury", "/approvals", "/currencies", "/pricing/profiles", "/pricing/quotes", "/pricing/try",
        "/merchants", "/ledger", "/audit", "/jobs", "/developers/webhooks", "/credentials", "/bans", "/users", "/permissions", "/policies",
        "/settings",
        "/reports", "/exports", "/developers/deliveries", "/mails", "/audit?sort=actor&limit=10&colour=green", "/treasury/wallets",
        "/exchanges", "/rates", "/block-trades", "/block-trades/markets", "/verifications",
        "/gateway", "/gateway?view=all", "/gateway-withdrawals?status=all", "/gateway-batches", "/gateway-tenants", "/gateway-keys",
            "/incidents",
    ];

    // A key has one button: which of two would be pressed is luck. A control that has a key says so to assistive technology.
    private const string KeysTwice = """
        () => {
          const shown = [...document.querySelectorAll('[data-key]')].filter(one => one.checkVisibility({ visibilityProperty: true })
            && one.closest('dialog') === null);
          const keys = shown.map(one => one.dataset.key.toLowerCase());
          return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at).map(key => `the key ${key} has several buttons`)),
            ...shown.filter(one => !one.hasAttribute('aria-keyshortcuts') && one.getAttribute('aria-disabled') !== 'true')
              .map(one => `${one.textContent.trim()} does not say its key`)];
        }
        """;

    private DeskHost _host = null!;
    private string _pending = "", _draft = "", _merchant = "", _exchange = "", _withdrawal = "", _block = "", _payment = "", _batch = "",
        _payout = "";

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _pending = await DepositSteps.SubmitAsync(_host, "1000000.00");
        _draft = await DepositSteps.PriceAsync(_host.Acacia, "250000.00");
        var credited = await DepositSteps.SubmitAsync(_host, "500000.00");
        var confirmed = await _host.Admin.PostJsonAsync($"otc/deposits/{credited}/confirm");
        await _host.Treasury.PostJsonAsync($"otc/deposits/{credited}/credit",
            new { crypto_amount = confirmed.Text("deposit", "requested_crypto_amount") });
        _merchant = confirmed.Text("deposit", "merchant_id");
        _exchange = await _host.Customer().OrderAsync("buy", "1000.00");
        await _host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 70 });
        await _host.Customer().QuoteSellAsync();
        var withdrawal = await WithdrawalSteps.FundAndPriceAsync(_host, "1000.000000");
        _withdrawal = (await _host.Acacia.PostJsonAsync("otc/withdrawals", withdrawal, HttpStatusCode.Created)).Text("withdrawal", "id");
        _block = await BlockAsync();
        await PayAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    // In two halves: a test that says nothing for five minutes counts as hung.
    [Theory]
    [InlineData(false, 1366, 768, 0)]
    [InlineData(false, 1366, 768, 1)]
    [InlineData(true, 390, 844, 0)]
    [InlineData(true, 390, 844, 1)]
    public async Task Every_page_of_an_admin_works_and_is_accessible(bool dark, int width, int height, int half)
    {
        var admin = _host.Credentials.StaffNamed("admin");
        await using var session = await OpenAsync(dark, width, height);
        await session.SignInAsync(admin.Email, admin.Password);
        string[] all = [.. AdminPages, $"/exchanges/{_exchange}", $"/block-trades/{_block}", $"/withdrawals/{_withdrawal}",
            $"/deposits/{_pending}", $"/merchants/{_merchant}", $"/gateway-payments/{_payment}", $"/gateway-withdrawals/{_payout}",
            $"/gateway-batches/{_batch}"];
        await CheckAsync(session, all.Where((_, place) => place % 2 == half), dark, width);
    }

    [Theory]
    [InlineData(false, 1366, 768)]
    [InlineData(true, 390, 844)]
    public async Task Every_page_of_a_merchant_works_and_is_accessible(bool dark, int width, int height)
    {
        var acacia = _host.Credentials.MerchantNamed("Acacia");
        await using var session = await OpenAsync(dark, width, height);
        await session.SignInAsync(acacia.Email, acacia.Password);
        await CheckAsync(session, ["/", "/credentials", "/my/payments", "/my/payment-links", "/my/gateway-wallets", "/my/applications",
            "/my/webhooks", "/my/gateway-withdrawals", "/developers/webhooks", "/developers/deliveries", "/my/exchanges", "/my/deposits",
                "/my/deposits/new", "/my/withdrawals", $"/my/deposits/{_draft}", $"/my/deposits/{_draft}?step=price",
                $"/my/deposits/{_pending}"], dark, width);
    }

    // A payment with an exception, a link, a batch with a withdrawal and an error.
    private async Task PayAsync()
    {
        var tenant = await GatewayCaller.OpenAsync(_host);
        var payment = await tenant.PayAsync("500.00", new { order_id = "order-1" });
        _payment = payment["transaction_id"]!.GetValue<string>();
        await GatewayWorld.PostAsync(_host.Admin, $"/sandbox/gateway/payments/{_payment}", new { scenario = "over" });
        await tenant.PostAsync("/payment-links/", new { amount = "25.00", price_currency = "USD", order_description = "A book" },
            HttpStatusCode.Created);
        await tenant.PostAsync("/wallets/", new { name = "Shop" }, HttpStatusCode.Created);
        var row = new { amount = "50", currency = "USDTTRC20", address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" };
        _batch = (await tenant.PostAsync("/withdrawal/batch/", new { withdrawals = new[] { row, row with { address = "nowhere" } } },
            HttpStatusCode.Accepted))["batch_id"]!.GetValue<string>();
        await GatewayWorld.MineAsync(_host);
        _payout = (await tenant.GetAsync($"/withdrawal/batch/{_batch}/"))["rows"]![0]!["withdrawal_id"]!.GetValue<string>();
    }

    // With a document, so that the page has its list and its links.
    private async Task<string> BlockAsync()
    {
        var client = SpecClient.Of(_host);
        var order = new { country = "Mexico", mcId = await TradeFlowTests.MexicanAsync(client), cryptoCurrency = "USDT",
            fiatCurrency = "MXN", orderAmount = "100", orderType = "BUY" };
        var id = (await client.PostAsync("order/add", order)).Ok().Text("orderId");
        await _host.Officer.PostJsonAsync($"block-trades/{id}/request-documents", new { reason = "The invoice, please." });
        (await client.UploadAsync($"orderId={id}", ("invoice.pdf", PdfWriter.Receipt()))).Ok();
        return id;
    }

    private Task<BrowserSession> OpenAsync(bool dark, int width, int height) =>
        browser.OpenAsync(new BrowserView { BaseAddress = _host.Address, Dark = dark, Width = width, Height = height });

    private static async Task CheckAsync(BrowserSession session, IEnumerable<string> paths, bool dark, int width)
    {
        var faults = new List<string>();
        foreach (var path in paths)
        {
            await session.GoToAsync(path);
            var name = $"{(path == "/" ? "home" : path.Trim('/').Split('?')[0].Replace('/', '-'))}-{width}{(dark ? "-dark" : "")}";
            await session.ScreenshotAsync(name.Length > 60 ? name[..60] : name);
            var violations = await Axe.ViolationsAsync(session.Page);
            faults.AddRange(violations.Select(one =>
                $"{path}: {one.Id} {one.Help}: {string.Join(" | ", one.Nodes.Take(2).Select(node => node.Html))}"));
            if (await session.Page.Locator(".quiet").CountAsync() > 0 && await session.Page.Locator("[aria-sort]").CountAsync() != 1)
            {
                faults.Add($"{path}: {await session.Page.Locator("[aria-sort]").CountAsync()} columns say that they order the list.");
            }
            faults.AddRange((await session.Page.EvaluateAsync<string[]>(KeysTwice)).Select(twice => $"{path}: {twice}"));
            if (await session.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
            {
                faults.Add($"{path}: the page scrolls sideways at {width} pixels.");
            }
        }
        faults.AddRange(session.Faults);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}

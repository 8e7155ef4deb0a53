using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>What an outsider meets who drives the product by its pages alone: pages of lists, emptiness, reasons.</summary>
public sealed class OutsiderTests
{
    private static readonly object[] NoEvents = [];

    [Theory]
    [InlineData("approvals", "approvals")]
    [InlineData("incidents", "incidents")]
    [InlineData("block-trades", "block_trades")]
    [InlineData("payment-methods", "payment_methods")]
    [InlineData("sub-merchants", "sub_merchants")]
    [InlineData("statements/imports", "imports")]
    public async Task A_list_that_names_a_next_cursor_takes_a_limit_and_a_cursor_and_refuses_others(string path, string plural)
    {
        await using var host = await DeskHost.StartAsync();
        foreach (var wrong in new[] { "limit=0", "limit=201", "limit=x", "limit=", "cursor=zz", "cursor=-1" })
        {
            Assert.Equal("INVALID_REQUEST",
                (await host.Admin.GetJsonAsync($"{path}?{wrong}", HttpStatusCode.BadRequest)).Text("code"));
        }
        var rows = new List<string>();
        var cursor = "";
        var whole = (await host.Admin.GetJsonAsync(path)).GetProperty(plural).EnumerateArray().Select(row => row.Text("id")).ToList();
        while (true)
        {
            var page = await host.Admin.GetJsonAsync($"{path}?limit=1&cursor={cursor}");
            rows.AddRange(page.GetProperty(plural).EnumerateArray().Select(row => row.Text("id")));
            cursor = page.Text("next_cursor");
            if (cursor.Length == 0)
            {
                break;
            }
        }
        Assert.Equal(whole, rows);
    }

    [Fact]
    public async Task Figures_that_say_nothing_are_refused_where_a_default_would_stand_for_them()
    {
        await using var host = await DeskHost.StartAsync();
        var tenant = await GatewayCaller.OpenAsync(host);
        var (status, body) = await tenant.SendAsync("GET", "/rates/?currency_to=USDTTRC20&amount=");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid_amount"), (status, (string?)body!["error"]!["code"]));
        (status, body) = await tenant.SendAsync("GET", "/rates/?currency_to=USDTTRC20&fee_percentage=");
        Assert.Equal((HttpStatusCode.BadRequest, "fee_percentage"), (status, (string?)body!["error"]!["details"]!["field"]));
        foreach (var query in new[] { "limit=", "page=", "limit=0", "limit=101", "page=0" })
        {
            await host.Customer().GetJsonAsync($"{ExchangeSteps.Root}?{query}", HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData("audit", "audit")]
    [InlineData("audit?sort=at", "audit")]
    [InlineData("receipts", "receipts")]
    [InlineData("policies/history", "policies")]
    [InlineData("webhooks/deliveries", "deliveries")]
    public async Task A_day_at_the_end_of_a_filter_is_a_whole_day(string path, string plural)
    {
        await using var host = await DeskHost.StartAsync();
        await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = "http://localhost:9/hook" }, HttpStatusCode.Created);
        var today = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await host.Admin.PostJsonAsync("/sandbox/bank/credits",
            new { currency = "KES", amount = "100.00", reference = "X", sender_name = "Somebody", value_date = today });
        await DepositSteps.SubmitAsync(host, "100000.00");
        var all = await CountAsync($"{path}");
        Assert.NotEqual(0, all);

        Assert.Equal(all, await CountAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}to={today}"));
        Assert.Equal(all, await CountAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}to=9999-12-31"));

        async Task<int> CountAsync(string address) => (await host.Admin.GetJsonAsync(address)).GetProperty(plural).GetArrayLength();
    }

    [Fact]
    public async Task A_status_that_none_can_be_is_refused_by_the_log_of_a_key()
    {
        await using var host = await DeskHost.StartAsync();
        var key = (await host.Admin.GetJsonAsync("credentials")).GetProperty("credentials")[0].Text("id");
        foreach (var (status, expected) in new[] { ("zz", HttpStatusCode.BadRequest), ("40", HttpStatusCode.BadRequest),
            ("404", HttpStatusCode.OK), ("4xx", HttpStatusCode.OK) })
        {
            await host.Admin.GetJsonAsync($"credentials/{key}/requests?status={status}", expected);
        }
    }

    [Fact]
    public async Task An_endpoint_that_names_no_event_is_refused_instead_of_hearing_all()
    {
        await using var host = await DeskHost.StartAsync();
        Assert.Equal("events", (await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = "http://localhost:9/hook",
            events = NoEvents }, HttpStatusCode.BadRequest)).Text("field"));
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints", new { url = "http://localhost:9/hook" }, HttpStatusCode.Created);
        await host.Acacia.PatchJsonAsync($"webhooks/endpoints/{made.Text("endpoint", "id")}", new { events = NoEvents },
            HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_administrator_assigns_with_a_reason_that_the_record_keeps()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Admin.PostJsonAsync($"otc/deposits/{id}/assign", new { user_id = host.Credentials.StaffNamed("officer").UserId });
        await host.Admin.PostJsonAsync($"otc/deposits/{id}/assign", new { user_id = host.Credentials.StaffNamed("officer2").UserId,
            reason = "Olivia is away." });
        Assert.Contains((await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray(),
            row => row.Text("action") == "deposit.assign" && row.Text("reason") == "Olivia is away.");
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("d")]
    [InlineData("%")]
    [InlineData("'")]
    [InlineData("dd/MM")]
    public async Task A_map_whose_dates_nobody_can_read_is_refused_and_no_defect(string form)
    {
        await using var host = await DeskHost.StartAsync();
        Assert.Equal("date_format", (await host.Admin.PostJsonAsync("statements/maps", new { name = "Odd", date_format = form,
            columns = new { date = "Date", amount = "Amount" } }, HttpStatusCode.BadRequest)).Text("field"));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_merchants_name_that_is_taken_is_no_change_at_the_same_moment()
    {
        await using var host = await DeskHost.StartAsync();
        var refused = await host.Admin.PostJsonAsync("merchants", new { name = "ACACIA traders" }, HttpStatusCode.Conflict);
        Assert.Equal(("ALREADY_TAKEN", "name"), (refused.Text("code"), refused.Text("field")));
    }

    [Fact]
    public async Task What_a_phone_pays_is_on_the_books_of_the_till_and_not_of_the_bank()
    {
        await using var host = await DeskHost.StartAsync();
        var paid = await host.Acacia.PostJsonAsync("otc/deposits", new { method = "mpesa", fiat_amount = "5000.00", fiat_currency = "KES",
            phone_number = "+254712345678", requested_asset = "USDT", requested_network = "tron" }, HttpStatusCode.Created);
        await host.Admin.PostJsonAsync("/sandbox/mpesa/callback", new
        {
            checkout_request_id = paid.Text("deposit", "checkout_request_id"), result_code = 0, receipt_number = "SGR424242",
        });
        var accounts = (await host.Treasury.GetJsonAsync("accounts")).GetProperty("accounts").EnumerateArray().ToList();
        var day = (await host.Admin.GetJsonAsync("/sandbox/clock")).Text("now")[..10];
        foreach (var (kind, movement) in new[] { ("mpesa", "5000.00"), ("bank", "0.00") })
        {
            var account = accounts.Single(one => one.Text("kind") == kind && one.Text("currency") == "KES").Text("id");
            Assert.Equal(movement, (await host.Treasury.GetJsonAsync($"reconciliation/{account}/{day}")).Text("ledger", "movement"));
        }
        await ReceiptSteps.AssertBooksAsync(host);
    }

    [Fact]
    public async Task The_answer_to_a_signature_names_every_signer_as_the_proposal_does()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var deposit = await ReceiptSteps.DepositOfAsync(host.Treasury, id);
        var proposal = (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit", new
        {
            crypto_amount = deposit.Text("requested_crypto_amount"), asset = "USDT", network = "tron",
        })).Text("proposal_id");
        await host.Treasury2.PostEmptyAsync($"treasury/proposals/{proposal}/sign");
        var signed = (await host.Admin.PostEmptyAsync($"treasury/proposals/{proposal}/sign")).GetProperty("proposal");
        Assert.Equal(2, signed.GetProperty("signatures").GetArrayLength());
        Assert.All(signed.GetProperty("signatures").EnumerateArray(), one => Assert.NotEqual("", one.Text("name")));
        Assert.Equal(JsonValueKind.Object, signed.GetProperty("transfer").ValueKind);
        Assert.Contains(signed.GetProperty("actions").EnumerateArray(), one => one.Text("name") == "sign"
            && !one.GetProperty("allowed").GetBoolean());
    }
}

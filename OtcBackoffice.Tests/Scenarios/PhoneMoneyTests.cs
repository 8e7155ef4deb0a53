using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Scenarios.ReceiptSteps;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Money from phones (issue 14, cases M01, M03, M04 and M33): held against what was asked, and ended by nothing but a final
/// no.</summary>
public sealed class PhoneMoneyTests
{
    private const string Phone = "254712345678";

    [Fact]
    public async Task Another_amount_or_phone_than_was_asked_is_a_difference_for_a_person()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var (id, checkout) = await PushAsync(host);
        Assert.Equal("taken", (await CallAsync(host,
            new { checkout_request_id = checkout, result_code = 0, receipt_number = "SKA1", amount = 1, phone_number = Phone }))
            .Text("outcome"));
        var deposit = await DepositOfAsync(host.Officer, id);
        Assert.Equal(("paid", "1.00", "True"),
            (deposit.Text("push_state"), deposit.Text("received_amount"), deposit.Text("has_open_difference")));
        Assert.Equal("AMOUNT_DIFFERS",
            (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("rejected",
            (await host.Officer.PostJsonAsync($"otc/deposits/{id}/resolve-difference", new { outcome = "return" }))
            .Text("deposit", "status"));
        Assert.Equal("returned",
            Assert.Single((await host.Officer.GetJsonAsync("receipts?source=mpesa&external_id=SKA1")).GetProperty("receipts")
            .EnumerateArray()).Text("status"));
        await AssertBooksAsync(host);

        var (other, push) = await PushAsync(host);
        await CallAsync(host, new { checkout_request_id = push, result_code = 0, receipt_number = "SKA2", phone_number = "254700000001" });
        Assert.Contains("254700000001",
            (await host.Treasury.PostJsonAsync($"otc/deposits/{other}/confirm", null, HttpStatusCode.Conflict)).Text("detail"),
            StringComparison.Ordinal);
        await host.Officer.PostJsonAsync($"otc/deposits/{other}/resolve-difference", new { outcome = "prorate" });
        Assert.Equal("confirmed", (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{other}/confirm")).Text("deposit", "status"));
        await AssertBooksAsync(host);
    }

    [Theory]
    [InlineData(1037)]
    [InlineData(null)]
    public async Task A_payment_after_the_order_ended_is_late_money_and_no_repetition(int? code)
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var (id, checkout) = await PushAsync(host);
        if (code is { } no)
        {
            await CallAsync(host, new { checkout_request_id = checkout, result_code = no });
        }
        else
        {
            await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 200 });
        }
        Assert.Equal("rejected", (await DepositOfAsync(host.Officer, id)).Text("status"));

        var late = new { checkout_request_id = checkout, result_code = 0, receipt_number = "SKLATE" };
        Assert.Equal("paid_late", (await CallAsync(host, late)).Text("outcome"));
        Assert.Equal("repeated", (await CallAsync(host, late)).Text("outcome"));
        var receipt = Assert.Single((await host.Officer.GetJsonAsync("receipts?status=unmatched&source=mpesa")).GetProperty("receipts")
            .EnumerateArray());
        Assert.Equal(("SKLATE", "50000.00", "True"), (receipt.Text("external_id"), receipt.Text("amount"), receipt.Text("paid_late")));
        Assert.Equal("True", (await DepositOfAsync(host.Officer, id)).Text("paid_late"));
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Theory]
    [InlineData(4999, "outcome_unknown")]
    [InlineData(77, "outcome_unknown")]
    public async Task A_code_outside_the_list_ends_nothing_and_two_persons_can(int code, string state)
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var (id, checkout) = await PushAsync(host);
        Assert.Equal("unclear", (await CallAsync(host, new { checkout_request_id = checkout, result_code = code })).Text("outcome"));
        Assert.Equal(("pending", state),
            ((await DepositOfAsync(host.Officer, id)).Text("status"), (await DepositOfAsync(host.Officer, id)).Text("push_state")));
        Assert.Equal(id, Assert.Single((await host.Officer.GetJsonAsync("otc/deposits?push_state=outcome_unknown")).GetProperty("deposits")
            .EnumerateArray()).Text("id"));
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/resolve-outcome", new { outcome = "maybe", reason = "x" },
            HttpStatusCode.BadRequest);
        var asked = await host.Officer.PostJsonAsync($"otc/deposits/{id}/resolve-outcome",
            new { outcome = "paid", reason = "seen on the portal" }, HttpStatusCode.Accepted);
        await host.Treasury.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        Assert.Equal(("paid", "50000.00"),
            ((await DepositOfAsync(host.Officer, id)).Text("push_state"),
            (await DepositOfAsync(host.Officer, id)).Text("received_amount")));

        // The operator's own number takes the place of ours, and is no second payment.
        Assert.Equal("taken", (await CallAsync(host, new { checkout_request_id = checkout, result_code = 0, receipt_number = "SKREAL" }))
            .Text("outcome"));
        Assert.Equal("SKREAL", Assert.Single((await host.Officer.GetJsonAsync("receipts?source=mpesa")).GetProperty("receipts")
            .EnumerateArray()).Text("external_id"));
        Assert.Equal("50000.00", (await DepositOfAsync(host.Officer, id)).Text("received_amount"));
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task A_success_without_its_facts_is_none_and_one_receipt_pays_one_deposit()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var (id, checkout) = await PushAsync(host);
        Assert.Equal("incomplete",
            (await CallAsync(host, new { checkout_request_id = checkout, result_code = 0, receipt_number = (string?)null,
            amount = (string?)null })).Text("outcome"));
        Assert.Equal("outcome_unknown", (await DepositOfAsync(host.Officer, id)).Text("push_state"));

        var (one, first) = await PushAsync(host);
        var (two, second) = await PushAsync(host);
        await CallAsync(host, new { checkout_request_id = first, result_code = 0, receipt_number = "SKSAME" });
        Assert.Equal("differs", (await CallAsync(host, new { checkout_request_id = second, result_code = 0, receipt_number = "SKSAME" }))
            .Text("outcome"));
        Assert.Equal(("50000.00", ""),
            ((await DepositOfAsync(host.Officer, one)).Text("received_amount"),
            (await DepositOfAsync(host.Officer, two)).Text("received_amount")));
        Assert.Equal("receipt_conflict",
            Assert.Single((await host.Treasury.GetJsonAsync("alarms?status=open")).GetProperty("alarms").EnumerateArray()).Text("kind"));
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task The_acknowledgement_is_in_the_operators_own_words()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var (id, checkout) = await PushAsync(host);
        string token;
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
            token = (await db.Deposits.SingleAsync(row => row.Id == Guid.Parse(id))).PushToken!;
        }
        var body = $$$$$"""{"Body":{"stkCallback":{"MerchantRequestID":"m-1","CheckoutRequestID":"{{{{{checkout}}}}}","ResultCode":0,"ResultDesc":"ok","CallbackMetadata":{"Item":[{"Name":"Amount","Value":50000},{"Name":"MpesaReceiptNumber","Value":"SKACK"},{"Name":"Balance"},{"Name":"PhoneNumber","Value":254712345678}]}}}}""";
        using var answer = await host.Anonymous.PostAsync($"/api/v1/mpesa/callback/{token}",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal("""{"ResultCode":0,"ResultDesc":"Accepted"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("SKACK", (await DepositOfAsync(host.Acacia, id)).Text("mpesa_receipt_number"));
    }

    private static async Task<(string Id, string Checkout)> PushAsync(DeskHost host)
    {
        var created = (await host.Acacia.PostJsonAsync("otc/deposits", new
        {
            method = "mpesa", fiat_amount = "50000.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            phone_number = Phone,
        }, HttpStatusCode.Created)).GetProperty("deposit");
        var id = created.Text("id");
        for (var tries = 0; tries < 300 && created.Text("checkout_request_id").Length == 0; tries++)
        {
            await Task.Delay(100);
            created = await DepositOfAsync(host.Acacia, id);
        }
        return (id, created.Text("checkout_request_id"));
    }

    private static Task<JsonElement> CallAsync(DeskHost host, object body) => host.Admin.PostJsonAsync("/sandbox/mpesa/callback", body);
}

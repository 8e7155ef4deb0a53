using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.MobileMoney;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Deposits in one step: by phone with every way a push can end, and by bank with a wire that is not what was declared.</summary>
public sealed class MobileMoneyTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_phone_that_pays_makes_a_deposit_and_a_doubled_callback_acts_once(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var created = await CreateAsync(host);
        var (id, checkout) = (created.Text("deposit", "id"), created.Text("deposit", "checkout_request_id"));
        Assert.Equal("pending", created.Text("deposit", "status"));
        Assert.NotEqual("", created.Text("deposit", "credited_to_address"));
        Assert.NotEqual("", checkout);
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict);

        var answer = new { checkout_request_id = checkout, result_code = 0, receipt_number = "SGR12345" };
        Assert.Equal("taken", (await host.Admin.PostJsonAsync("/sandbox/mpesa/callback", answer)).Text("outcome"));
        Assert.Equal("repeated", (await host.Admin.PostJsonAsync("/sandbox/mpesa/callback", answer)).Text("outcome"));
        await host.Admin.PostJsonAsync("/sandbox/mpesa/callback",
            new { checkout_request_id = "ws_CO_nobody", result_code = 0, receipt_number = "X" }, HttpStatusCode.NotFound);

        var paid = await host.Acacia.GetJsonAsync($"otc/deposits/{id}");
        Assert.Equal("SGR12345", paid.Text("deposit", "mpesa_receipt_number"));
        Assert.Equal("confirmed", (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm")).Text("deposit", "status"));
        await AssertBooksAsync(host);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_callback_that_never_comes_is_found_out_by_asking(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var paid = (await CreateAsync(host)).GetProperty("deposit");
        await host.Admin.PostJsonAsync("/sandbox/faults", new { point = "mpesa.callback", mode = "error", times = 1 });
        await host.Admin.PostJsonAsync("/sandbox/mpesa/callback",
            new { checkout_request_id = paid.Text("checkout_request_id"), result_code = 0, receipt_number = "SGR777" },
            HttpStatusCode.Accepted);
        var silent = (await CreateAsync(host)).GetProperty("deposit");

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 130 });

        Assert.Equal("SGR777", (await host.Acacia.GetJsonAsync($"otc/deposits/{paid.Text("id")}")).Text("deposit", "mpesa_receipt_number"));
        Assert.Equal("rejected", (await host.Acacia.GetJsonAsync($"otc/deposits/{silent.Text("id")}")).Text("deposit", "status"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_lost_answer_is_never_pushed_again(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await host.Admin.PostJsonAsync("/sandbox/faults", new { point = "mpesa.after_send", mode = "timeout", times = 1 });
        var created = (await CreateAsync(host)).GetProperty("deposit");
        Assert.Equal("outcome_unknown", created.Text("push_state"));

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 61 });
        Assert.Equal("outcome_unknown",
            (await host.Acacia.GetJsonAsync($"otc/deposits/{created.Text("id")}")).Text("deposit", "push_state"));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 70 });

        Assert.Equal("rejected", (await host.Acacia.GetJsonAsync($"otc/deposits/{created.Text("id")}")).Text("deposit", "status"));
        Assert.Equal(1, await PushesAsync(host, provider));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_job_leaves_a_push_to_the_request_that_made_it_and_takes_what_was_left_behind(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = Guid.Parse((await CreateAsync(host)).Text("deposit", "id"));
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
        // As a request leaves it between its commit and its push; it stands a little ahead, so that a slow run does not reach it.
        var made = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddSeconds(30);
        await db.Deposits.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(one => one.PushState, PushState.Queued)
            .SetProperty(one => one.CheckoutRequestId, (string?)null).SetProperty(one => one.UpdatedAtUtc, made));

        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<MobileMoneyDesk>().RunAsync(CancellationToken.None));
        Assert.Equal(PushState.Queued, await db.Deposits.Where(row => row.Id == id).Select(row => row.PushState).SingleAsync());

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 50 });
        Assert.Equal(PushState.Sent, await db.Deposits.Where(row => row.Id == id).Select(row => row.PushState).SingleAsync());
    }

    [Fact]
    public async Task A_callback_to_an_address_that_was_never_given_out_is_refused_and_kept()
    {
        await using var host = await DeskHost.StartAsync(DatabaseProvider.Sqlite);
        var body = new { Body = new { stkCallback = new { CheckoutRequestID = "ws_CO_x", ResultCode = 0, ResultDesc = "ok" } } };
        await host.Anonymous.PostJsonAsync("/api/v1/mpesa/callback/0123456789abcdef0123456789abcdef", body, HttpStatusCode.NotFound);

        await using var scope = host.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<BackofficeDbContext>>(
            ).CreateDbContext();
        Assert.Equal("unknown", db.MobileCallbacks.Single().Outcome);

        // Whoever goes on calling fills no table.
        for (var call = 0; call < 70; call++)
        {
            await host.Anonymous.PostJsonAsync("/api/v1/mpesa/callback/0123456789abcdef0123456789abcdef", body, HttpStatusCode.NotFound);
        }
        Assert.Equal(60, db.MobileCallbacks.Count());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_smaller_wire_is_prorated_requoted_or_returned(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var outcomes = new Dictionary<string, string> { ["prorate"] = "pending", ["requote"] = "draft", ["return"] = "rejected" };
        foreach (var (outcome, status) in outcomes)
        {
            var id = await BankAsync(host, $"REF-{outcome}");
            var before = await host.Acacia.GetJsonAsync($"otc/deposits/{id}");
            await host.Officer.PostJsonAsync($"otc/deposits/{id}/resolve-difference", new { outcome }, HttpStatusCode.Conflict);
            var credit = await host.Admin.PostJsonAsync("/sandbox/bank/credits", new { currency = "KES", amount = "99999.99",
                reference = $"REF-{outcome}", sender_name = "Acacia Traders", value_date = TestClock.Day });
            Assert.Equal(id, credit.Text("deposit_id"));
            Assert.Equal("AMOUNT_DIFFERS",
                (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict)).Text("code"));
            var resolved = await host.Officer.PostJsonAsync($"otc/deposits/{id}/resolve-difference", new { outcome });
            Assert.Equal(status, resolved.Text("deposit", "status"));
            if (outcome == "prorate")
            {
                var minor = long.Parse(before.Text("deposit", "requested_crypto_amount").Replace(".", "", StringComparison.Ordinal),
                    System.Globalization.CultureInfo.InvariantCulture);
                var expected = OtcBackoffice.Domain.Monetary.DecimalText.Format((long)((Int128)minor * 99_999_99 / 100_000_00), 6);
                Assert.Equal(expected, resolved.Text("deposit", "requested_crypto_amount"));
                await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
                await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = expected });
            }
            await AssertBooksAsync(host);
        }
    }

    private static async Task<string> BankAsync(DeskHost host, string reference) => (await host.Acacia.PostJsonAsync("otc/deposits", new
    {
        method = "bank", fiat_amount = "100000.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            payment_reference = reference, transfer_date = TestClock.Day,
    }, HttpStatusCode.Created)).Text("deposit", "id");

    // How often the operator was asked, as the operator keeps it: in its file, or as its rows where nodes share the sandbox.
    private static async Task<int> PushesAsync(DeskHost host, DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            return JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(
                Path.Combine(host.DataDirectory, "sandbox", "pushes.json"))).GetArrayLength();
        }
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
        var lines = await db.SandboxEntries.Where(row => row.Stream == "phones").Select(row => row.Body).ToListAsync();
        return lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("CheckoutRequestId").GetString()).Distinct()
            .Count();
    }

    private static Task<JsonElement> CreateAsync(DeskHost host) => host.Acacia.PostJsonAsync("otc/deposits", new
    {
        method = "mpesa", fiat_amount = "50000.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
        phone_number = "254712345678",
    }, HttpStatusCode.Created);

    private static async Task AssertBooksAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetRequiredService<LedgerDesk>().VerifyAsync(CancellationToken.None),
            check => Assert.Null(check.Fault));
    }
}

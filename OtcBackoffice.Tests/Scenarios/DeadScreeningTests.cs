using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Scenarios.ReceiptSteps;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>The desk with a screening house behind HTTP that misbehaves: whatever it answers, no path pays, and no flood is left
/// behind.</summary>
public sealed class DeadScreeningTests
{
    private const string Clear = """{"verdict":"clear","reference":"r-1"}""";

    private static readonly string[] NoAnswers =
        ["", "<html><body>502</body></html>", """{"verdict":"hit","reference":"r","verdict":"clear"}""",
            """{"verdict":"clear","reference":"a\u0000b"}""", "\0\u0001\u0002"];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_answer_of_a_house_that_misbehaves_pays_on_any_path(DatabaseProvider provider)
    {
        var (body, status) = (Clear, 200);
        await using var far = await FarSide.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        await using var host = await StartAsync(provider, far.Port);
        async Task NothingPassesAsync(HttpClient who, string path, object? sent)
        {
            foreach (var (text, code) in NoAnswers.Select(one => (one, 200)).Append((Clear, 202)).Append((Clear, 500)))
            {
                (body, status) = (text, code);
                Assert.Equal("SCREENING_UNAVAILABLE", (await who.PostJsonAsync(path, sent,
                    HttpStatusCode.ServiceUnavailable)).Text("code"));
            }
            (body, status) = (Clear, 200);
        }

        var withdrawal = await WithdrawalSteps.FundAndPriceAsync(host, "1000.000000");
        var paid = (await host.Acacia.PostJsonAsync("otc/withdrawals", withdrawal, HttpStatusCode.Created)).Text("withdrawal", "id");
        await NothingPassesAsync(host.Treasury, $"otc/withdrawals/{paid}/approve", null);
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{paid}/approve");
        await WaitAsync(host);
        await NothingPassesAsync(host.Treasury, $"otc/withdrawals/{paid}/execute", null);

        var id = await DepositAsync(host.Acacia, "100000.00", "DEAD-1", "Acacia Traders");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var amount = (await DepositOfAsync(host.Officer, id)).Text("requested_crypto_amount");
        await NothingPassesAsync(host.Officer2, $"otc/deposits/{id}/credit", new { crypto_amount = amount });
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount });
        var proposal = Assert.Single((await host.Treasury.GetJsonAsync("treasury/proposals?status=open")).GetProperty("proposals")
            .EnumerateArray()).Text("id");
        await host.Treasury.PostJsonAsync($"treasury/proposals/{proposal}/sign");
        await WaitAsync(host);
        await NothingPassesAsync(host.Treasury2, $"treasury/proposals/{proposal}/sign", null);
        await host.Treasury2.PostJsonAsync($"treasury/proposals/{proposal}/sign");

        // Coins that come in while nobody answers are counted when somebody does.
        var address = await WithdrawalSteps.CustodyAsync(host);
        var before = await WithdrawalSteps.BalanceAsync(host, "merchant_available");
        body = "<html/>";
        await host.Admin.PostJsonAsync("/sandbox/chain/transfers", new
        {
            network = "ethereum", asset = "USDT", to_address = address, amount = "3.000000",
                from_address = "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        });
        await host.Admin.PostJsonAsync("/sandbox/chain/blocks", new { network = "ethereum", count = 40 });
        await WaitAsync(host);
        Assert.Equal(before, await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
        body = Clear;
        await WaitAsync(host);
        Assert.NotEqual(before, await WithdrawalSteps.BalanceAsync(host, "merchant_available"));
        await AssertBooksAsync(host);
    }

    [Fact]
    public async Task A_house_that_is_dead_and_is_asked_again_and_again_leaves_one_row_and_one_alarm()
    {
        var body = "";
        await using var far = await FarSide.StartAsync(http => http.Response.WriteAsync(body));
        await using var host = await StartAsync(DatabaseProvider.Sqlite, far.Port);
        var id = await DepositAsync(host.Acacia, "100000.00", "DEAD-2", "Acacia Traders");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var amount = (await DepositOfAsync(host.Officer, id)).Text("requested_crypto_amount");
        async Task AskAsync(int times, HttpStatusCode expected)
        {
            for (var at = 0; at < times; at++)
            {
                await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount }, expected);
                await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 70 });
            }
        }
        await AskAsync(12, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(1, await RowsAsync(host));
        Assert.Single((await host.Treasury.GetJsonAsync("alarms?status=open")).GetProperty("alarms").EnumerateArray(), one =>
            one.Text("kind") == "screening");

        // What is named is said once while it is fresh: both parties, and again when it would be stale.
        body = """{"verdict":"hit","reference":"r-9","reason":"listed"}""";
        for (var at = 0; at < 10; at++)
        {
            await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount },
                HttpStatusCode.UnprocessableEntity);
        }
        Assert.Equal(3, await RowsAsync(host));
        await WaitAsync(host);
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/credit", new { crypto_amount = amount }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(5, await RowsAsync(host));
    }

    private static Task<DeskHost> StartAsync(DatabaseProvider provider, int port) => DeskHost.StartAsync(new DeskHostSetup
    {
        Provider = provider,
        Settings = new Dictionary<string, string?>
        {
            ["Screening:Provider"] = "http", ["Screening:Url"] = $"http://127.0.0.1:{port}/screen", ["Screening:TimeoutSeconds"] = "2",
        },
    });

    private static Task<System.Text.Json.JsonElement> WaitAsync(DeskHost host) => host.Admin.PostJsonAsync("/sandbox/clock/advance", new {
        seconds = 121 });

    private static async Task<int> RowsAsync(DeskHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContext();
        return await db.ScreeningVerdicts.CountAsync(row => row.RecordKind == "deposit");
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Receipts, advices, confirmations and statements as merchants and staff fetch them.</summary>
public sealed class DocumentTests
{
    private const string Name = "Київ Ώμέγα Żółć";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_deposit_has_a_receipt_for_its_merchant_and_the_desk_only(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        await host.Admin.PatchJsonAsync($"merchants/{merchant}", new { name = Name });
        var draft = await DepositSteps.PriceAsync(host.Acacia, "100000.00");
        await host.Acacia.GetJsonAsync($"otc/deposits/{draft}/receipt", HttpStatusCode.Conflict);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");

        var receipt = await FetchAsync(host.Acacia, $"otc/deposits/{id}/receipt");
        var text = await PdfText.ReadAsync(receipt);
        foreach (var said in (string[])[Name, "100000.00 KES", "FT26-0001", id, "Pending", "not that the money has arrived"])
        {
            Assert.Contains(said, text, StringComparison.Ordinal);
        }
        Assert.Equal(receipt, await FetchAsync(host.Officer, $"otc/deposits/{id}/receipt"));
        await host.Baobab.GetJsonAsync($"otc/deposits/{id}/receipt", HttpStatusCode.NotFound);
        await host.Anonymous.GetJsonAsync($"/api/v1/auth/otc/deposits/{id}/receipt", HttpStatusCode.Unauthorized);

        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        Assert.NotEqual(receipt, await FetchAsync(host.Acacia, $"otc/deposits/{id}/receipt"));
        var seen = await host.Admin.GetJsonAsync($"audit?entity={id}&action=document.receipt");
        Assert.Equal(3, seen.GetProperty("audit").GetArrayLength());
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_withdrawal_has_an_advice_and_the_month_a_statement(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "1000.000000");
        var created = await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created);
        var id = created.Text("withdrawal", "id");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/approve");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/execute");
        await host.Treasury.PostJsonAsync($"otc/withdrawals/{id}/complete", new { payment_reference = "FT26-9001" });

        var advice = await PdfText.ReadAsync(await FetchAsync(host.Acacia, $"otc/withdrawals/{id}/advice"));
        Assert.Contains("FT26-9001", advice, StringComparison.Ordinal);
        Assert.Contains("1000.000000 USDT", advice, StringComparison.Ordinal);
        Assert.Contains(created.Text("withdrawal", "fiat_amount") + " KES", advice, StringComparison.Ordinal);
        await host.Baobab.GetJsonAsync($"otc/withdrawals/{id}/advice", HttpStatusCode.NotFound);

        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var month = now.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var path = $"merchants/{merchant}/statements/{month}";
        var statement = await FetchAsync(host.Acacia, path);
        var text = await PdfText.ReadAsync(statement);
        Assert.Matches(@"USDT on ethereum\s+At the beginning\s+0\.000000\s+Came\s+1000\.000000\s+Went\s+1000\.000000\s+At the end\s+0\.000000", text);
        Assert.Matches(@"withdrawal executed\s+WDR-\d+\s+1000\.000000", text);
        Assert.Equal(statement, await FetchAsync(host.Treasury, path));
        await host.Baobab.GetJsonAsync(path, HttpStatusCode.NotFound);
        await host.Acacia.GetJsonAsync(
            $"merchants/{merchant}/statements/{now.AddMonths(1).ToString("yyyy-MM", CultureInfo.InvariantCulture)}",
            HttpStatusCode.BadRequest);
        await host.Acacia.GetJsonAsync($"merchants/{merchant}/statements/march", HttpStatusCode.BadRequest);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_statement_begins_with_what_the_month_before_left()
    {
        await using var host = await DeskHost.StartAsync();
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        await WithdrawalSteps.FundAndPriceAsync(host, "1000.000000");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 40 * 86_400 });

        var month = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var text = await PdfText.ReadAsync(await FetchAsync(host.Acacia, $"merchants/{merchant}/statements/{month}"));

        Assert.Matches(@"USDT on ethereum\s+At the beginning\s+1000\.000000\s+Came\s+0\.000000", text);
    }

    [Fact]
    public async Task An_exchange_has_a_confirmation_once_it_is_confirmed()
    {
        await using var host = await DeskHost.StartAsync();
        var id = await host.Customer().OrderAsync("buy", "1000.00");

        var text = await PdfText.ReadAsync(await FetchAsync(host.Acacia, $"otc/exchanges/{id}/confirmation"));

        Assert.Contains("indicative", text, StringComparison.Ordinal);
        Assert.Contains(id, text, StringComparison.Ordinal);
        await host.Baobab.GetJsonAsync($"otc/exchanges/{id}/confirmation", HttpStatusCode.NotFound);
    }

    internal static async Task<byte[]> FetchAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync("/api/v1/auth/" + path);
        Assert.True(answer.IsSuccessStatusCode,
            $"{path} answered {(int)answer.StatusCode}: {(answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync())}");
        Assert.Equal(new MediaTypeHeaderValue("application/pdf"), answer.Content.Headers.ContentType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition?.DispositionType);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}

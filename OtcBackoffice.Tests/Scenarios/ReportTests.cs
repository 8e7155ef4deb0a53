using System.Globalization;
using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Revenue as it is reported, exported and closed, against what was credited.</summary>
public sealed class ReportTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_credited_is_reported_by_day_merchant_and_officer_and_adds_up(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        await CreditAsync(host, "100000.00");
        await CreditAsync(host, "50000.00");

        var report = await host.Treasury.GetJsonAsync("otc/reports/deposits");
        var row = Assert.Single(report.GetProperty("rows").EnumerateArray());
        Assert.Equal(2, row.GetProperty("count").GetInt64());
        Assert.Equal("150000.00", row.Text("volume"));
        Assert.Equal("KES", row.Text("currency"));
        Assert.Equal(host.Credentials.MerchantNamed("Acacia").MerchantId.ToString(), row.Text("merchant_id"));
        Assert.Equal(host.Credentials.StaffNamed("officer").UserId.ToString(), row.Text("officer_id"));
        var total = Assert.Single(report.GetProperty("totals").EnumerateArray());
        Assert.Equal(row.Text("fees"), total.Text("fees"));
        Assert.True(decimal.Parse(row.Text("spread")!, CultureInfo.InvariantCulture) > 0);

        var months = await host.Admin.GetJsonAsync("otc/reports/deposits/rollup?by=month");
        Assert.Equal("150000.00", Assert.Single(months.GetProperty("rows").EnumerateArray()).Text("volume"));
        Assert.Empty((await host.Admin.GetJsonAsync("otc/reports/deposits?from=2020-01-01&to=2020-01-31")).GetProperty("rows")
            .EnumerateArray());
        await host.Admin.GetJsonAsync("otc/reports/deposits?by=nonsense", HttpStatusCode.BadRequest);
        await host.Officer.GetJsonAsync("otc/reports/deposits", HttpStatusCode.Forbidden);
        await host.Acacia.GetJsonAsync("otc/reports/deposits", HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_closed_month_takes_no_entry_until_it_is_opened_again(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var month = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);

        await host.Treasury.PostJsonAsync($"reports/periods/{month}/close", null, HttpStatusCode.Forbidden);
        await host.Admin.PostJsonAsync("reports/periods/2031-01/close", null, HttpStatusCode.BadRequest);
        Assert.Equal("closed", (await host.Admin.PostJsonAsync($"reports/periods/{month}/close")).Text("period", "status"));
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        var refused = await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict);
        Assert.Equal("PERIOD_CLOSED", refused.Text("code"));
        Assert.Equal("pending", (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status"));

        await host.Admin.PostJsonAsync($"reports/periods/{month}/reopen", new { reason = "closed by mistake" });
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task An_export_is_written_by_a_job_and_fetched_by_who_asked_for_it(string format)
    {
        await using var host = await DeskHost.StartAsync();
        var id = await DepositSteps.SubmitAsync(host, "100000.00");

        var asked = await host.Treasury.PostJsonAsync("exports", new { report = "deposits", format, filters = new { status = "pending" } },
            HttpStatusCode.Accepted);
        var export = asked.Text("export_id");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 30 });

        var done = await host.Treasury.GetJsonAsync($"exports/{export}");
        Assert.Equal("completed", done.Text("status"));
        Assert.Equal(1, done.GetProperty("rows_done").GetInt64());
        var bytes = await host.Treasury.GetByteArrayAsync($"/api/v1/auth/exports/{export}/file");
        Assert.Contains(id.ToString(), await TextAsync(bytes, format), StringComparison.Ordinal);
        await host.Admin.GetJsonAsync($"exports/{export}", HttpStatusCode.NotFound);
        await host.Treasury.DeleteAsync($"/api/v1/auth/exports/{export}");
        Assert.Equal("cancelled", (await host.Treasury.GetJsonAsync($"exports/{export}")).Text("status"));
        await host.Treasury.GetJsonAsync($"exports/{export}/file", HttpStatusCode.Conflict);
    }

    /// <summary>There is no day before the first of the calendar, nor one after its last.</summary>
    [Theory]
    [InlineData("to=0001-01-01")]
    [InlineData("from=0001-01-01&to=0001-01-02")]
    [InlineData("from=9999-12-31&to=9999-12-31")]
    public async Task The_edges_of_the_calendar_are_days_without_rows(string query)
    {
        await using var host = await DeskHost.StartAsync();

        var report = await host.Treasury.GetJsonAsync("otc/reports/deposits?" + query);

        Assert.Equal(0, report.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task An_unknown_report_or_form_is_refused()
    {
        await using var host = await DeskHost.StartAsync();

        await host.Treasury.PostJsonAsync("exports", new { report = "secrets", format = "csv" }, HttpStatusCode.BadRequest);
        await host.Treasury.PostJsonAsync("exports", new { report = "deposits", format = "pdf" }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync("exports", new { report = "deposits", format = "csv" }, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44", "'+44")]
    [InlineData("-2", "'-2")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\tx", "'\tx")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\"=1", "'\"=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("Acacia = trade", "Acacia = trade")]
    [InlineData("", "")]
    public void No_text_of_a_merchant_becomes_a_formula(string text, string cell) => Assert.Equal(cell, CellText.Harmless(text));

    private static async Task CreditAsync(DeskHost host, string amount)
    {
        var id = await DepositSteps.SubmitAsync(host, amount);
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim");
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
        var deposit = await host.Treasury.GetJsonAsync($"otc/deposits/{id}");
        await host.Treasury.PostJsonAsync($"otc/deposits/{id}/credit", new
        {
            crypto_amount = deposit.Text("deposit", "requested_crypto_amount"),
            asset = deposit.Text("deposit", "requested_asset"),
            network = deposit.Text("deposit", "requested_network"),
        });
    }

    private static async Task<string> TextAsync(byte[] file, string format)
    {
        if (format == "csv")
        {
            return System.Text.Encoding.UTF8.GetString(file);
        }
        await using var archive = new ZipArchive(new MemoryStream(file));
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return await sheet.ReadToEndAsync();
    }
}

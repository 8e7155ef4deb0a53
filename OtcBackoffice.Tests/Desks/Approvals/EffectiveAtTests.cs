using System.Globalization;
using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Approvals;

/// <summary>Changes that two people agree to for a later time, and that can be called off until then.</summary>
public sealed class EffectiveAtTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_currency_in_use_changes_at_the_time_that_was_agreed(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        await DepositSteps.PriceAsync(host.Acacia, "100000.00");
        var later = (await NowAsync(host)).AddHours(1);
        var asked = await host.Admin.PatchJsonAsync("fiat-currencies",
            new { fiat_currency = new { iso_code = "KES", sort_order = 77 }, effective_at = later }, HttpStatusCode.Accepted);
        Assert.Contains("sort_order", asked.Text("approval", "summary"), StringComparison.Ordinal);
        Assert.Equal(later, Time(asked.Text("approval", "effective_at")));

        Assert.Equal("scheduled",
            (await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve")).Text("approval", "status"));
        Assert.NotEqual("77", await OrderAsync(host));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 3_700 });

        Assert.Equal("77", await OrderAsync(host));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Only_what_waits_for_a_second_person_is_put_off_and_only_into_the_future()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite);
        await DepositSteps.PriceAsync(host.Acacia, "100000.00");
        var now = await NowAsync(host);
        var made = await host.Admin.PostJsonAsync("fiat-currencies", new { iso_code = "GBP", display_name = "Pound" },
            HttpStatusCode.Created);

        foreach (var (path, body) in new (string, object)[]
        {
            ($"fiat-currencies/{made.Text("fiat_currency", "id")}", new { sort_order = 3, effective_at = now.AddHours(1) }),
            ("fiat-currencies", new { iso_code = "KES", sort_order = 3, effective_at = now.AddHours(-1) }),
            ("fiat-currencies", new { iso_code = "KES", sort_order = 3, effective_at = now.AddDays(400) }),
            ("settings", new { officer_max_usd = "1.00", effective_at = now.AddMinutes(-1) }),
        })
        {
            Assert.Equal("effective_at", (await host.Admin.PatchJsonAsync(path, body, HttpStatusCode.BadRequest)).Text("field"));
        }
        Assert.Equal("effective_at",
            (await host.Admin.PostJsonAsync("fiat-currencies",
            new { iso_code = "CHF", display_name = "Franc", effective_at = now.AddHours(1) }, HttpStatusCode.BadRequest)).Text("field"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_agreed_for_later_can_be_called_off_with_a_reason_until_then(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider);
        var byMaker = await ScheduleAsync(host, "501.00");
        var byApprover = await ScheduleAsync(host, "502.00");
        var waiting = (await host.Admin.PatchJsonAsync("settings",
            new { officer_max_usd = "503.00", effective_at = (await NowAsync(host)).AddHours(1) }, HttpStatusCode.Accepted))
            .Text("approval_id");

        await host.Admin.PostJsonAsync($"approvals/{byMaker}/call-off", new { reason = " " }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync($"approvals/{byMaker}/call-off", new { reason = "no" }, HttpStatusCode.Forbidden);
        await host.Treasury.PostJsonAsync($"approvals/{byMaker}/call-off", new { reason = "no" }, HttpStatusCode.Forbidden);
        await host.Admin.PostJsonAsync($"approvals/{waiting}/call-off", new { reason = "no" }, HttpStatusCode.Conflict);
        await host.Admin.PostJsonAsync($"approvals/{Guid.NewGuid()}/call-off", new { reason = "no" }, HttpStatusCode.NotFound);
        var called = await host.Admin.PostJsonAsync($"approvals/{byMaker}/call-off", new { reason = "the holiday moved" });
        Assert.Equal(("called_off", "the holiday moved"), (called.Text("approval", "status"), called.Text("approval", "decision_reason")));
        await host.Admin2.PostJsonAsync($"approvals/{byApprover}/call-off", new { reason = "I changed my mind" });
        Assert.Equal("called_off",
            (await host.Admin.PostJsonAsync($"approvals/{byMaker}/call-off", new { reason = "again" }, HttpStatusCode.Conflict))
            .Text("current_status"));
        await host.Admin2.PostJsonAsync($"approvals/{byMaker}/approve", null, HttpStatusCode.Conflict);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 7_300 });

        Assert.Equal("10000.00",
            (await host.Auditor.GetJsonAsync("settings")).GetProperty("settings").EnumerateArray()
            .Single(one => one.Text("name") == "officer_max_usd").Text("value"));
        Assert.Equal(2, (await host.Auditor.GetJsonAsync("approvals?status=called_off")).GetProperty("approvals").GetArrayLength());
        var lines = (await host.Auditor.GetJsonAsync("audit?action=approval.called_off&limit=20")).GetProperty("audit").EnumerateArray()
            .Where(line => line.Text("action") == "approval.called_off").ToList();
        Assert.Equal(["I changed my mind", "the holiday moved"], lines.Select(line => line.Text("reason")).Order());
        host.AssertNoErrors();
    }

    private static async Task<string> ScheduleAsync(DeskHost host, string cap)
    {
        var asked = await host.Admin.PatchJsonAsync("settings",
            new { officer_max_usd = cap, effective_at = (await NowAsync(host)).AddHours(2) }, HttpStatusCode.Accepted);
        await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        return asked.Text("approval_id");
    }

    private static Task<DeskHost> StartAsync(DatabaseProvider provider) => DeskHost.StartAsync(new DeskHostSetup
    {
        Provider = provider,
        Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" },
    });

    private static async Task<string> OrderAsync(DeskHost host) =>
        (await host.Admin.GetJsonAsync("fiat-currencies/admin")).GetProperty("fiat_currencies").EnumerateArray()
            .Single(one => one.Text("iso_code") == "KES").Text("sort_order");

    // Instants are kept in whole milliseconds; a test need not be finer.
    private static async Task<DateTime> NowAsync(DeskHost host) =>
        Time((await host.Admin.GetJsonAsync("/sandbox/clock")).Text("now")[..19] + "Z");

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}

using System.Net;
using System.Text.Json;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Tests.Api.DepositDesk;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.Doors;

/// <summary>The door itself: limits before rights, refusals that are counted, filters that refuse what they do not know, and what is told
/// before somebody is shut out.</summary>
public sealed class DoorItselfTests
{
    [Fact]
    public async Task A_flood_of_refusals_meets_the_limit_and_is_one_line_a_minute()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Clock = TestClock.Standing(),
            Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false", ["RateLimits:PerMinute"] = "60" } });
        var id = await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Pending);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 100; i++)
        {
            using var answer = await host.Baobab.PostAsync($"/api/v1/auth/otc/deposits/{id}/confirm", null);
            answers.Add(answer.StatusCode);
        }
        Assert.Contains(HttpStatusCode.Forbidden, answers);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.True(answers.Count(status => status == HttpStatusCode.Forbidden) <= 60);
        var lines = (await host.Auditor.GetJsonAsync($"audit?entity={id}&action=refused")).GetProperty("audit").EnumerateArray().ToList();
        var line = Assert.Single(lines);
        Assert.Equal(answers.Count(status => status == HttpStatusCode.Forbidden), line.GetProperty("count").GetInt32());
        Assert.Equal(id, line.GetProperty("entity_id").GetString());
    }

    [Fact]
    public async Task Who_decides_holds_the_record_and_the_record_of_it_is_found_by_what_people_call_things()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        var id = await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Pending);
        var unheld = await host.Officer.PostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict);
        Assert.Equal("NOT_CLAIMED", unheld.GetProperty("code").GetString());
        var deposit = (await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm")).GetProperty("deposit");

        var number = deposit.GetProperty("human_id").GetString();
        var officer = host.Credentials.StaffNamed("officer");
        foreach (var query in (string[])[$"entity={number}", $"entity={id}", $"entity={number}&actor={officer.Email}",
            $"entity={number}&actor={officer.UserId}", $"entity={number}&actor=olivia%20OFFICER", $"entity={number}&action=confirm"])
        {
            var lines = (await host.Auditor.GetJsonAsync($"audit?{query}")).GetProperty("audit");
            Assert.Contains(lines.EnumerateArray(), line => line.GetProperty("action").GetString() == "deposit.confirm");
        }
        foreach (var (query, field)
            in ((string, string)[])[("entity=DEP-999999", "entity"), ("entity=nothing", "entity"), ("actor=Nobody%20Here", "actor"),
            ("action=no.such", "action"), ("colour=red", "colour"), ("from=29%2F11%2F2026", "from")])
        {
            Assert.Equal(field, (await host.Auditor.GetJsonAsync($"audit?{query}", HttpStatusCode.BadRequest)).GetProperty("field")
                .GetString());
        }

        var treasury = host.Credentials.StaffNamed("treasury").UserId;
        var follows = await host.Admin.GetJsonAsync($"users/{treasury}/disable");
        Assert.NotEmpty(follows.GetProperty("signers_left").EnumerateArray());
        Assert.True(follows.GetProperty("credentials").GetInt32() > 0);
        await host.Admin.PostJsonAsync($"users/{treasury}/disable", new { reason = " " }, HttpStatusCode.BadRequest);
        await host.Admin.PostJsonAsync($"users/{treasury}/disable", new { reason = "left the desk" });
        var told = (await host.Auditor.GetJsonAsync($"audit?entity={treasury}&action=user.disable")).GetProperty("audit")[0];
        Assert.Equal("left the desk", told.GetProperty("reason").GetString());

        var currency = await host.Admin.PostJsonAsync("fiat-currencies",
            new { iso_code = "UGX", display_name = "Shilling", fraction_digits = 2 }, HttpStatusCode.Accepted);
        var approval = (await host.Admin2.GetJsonAsync($"approvals/{currency.GetProperty("approval_id").GetString()}"))
            .GetProperty("approval");
        Assert.Equal("fiat_currency", approval.GetProperty("record").GetProperty("kind").GetString());
        foreach (var member in (string[])["amount", "currency", "account", "maker", "reason", "expires_at", "evidence"])
        {
            Assert.True(approval.TryGetProperty(member, out _), member);
        }
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Events_are_catalogued_and_a_receiver_that_is_gone_or_busy_is_heard()
    {
        await using var host = await DeskHost.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var types = (await host.Acacia.GetJsonAsync("webhooks/types")).GetProperty("types").EnumerateArray().ToList();
        Assert.Equal(EventCatalogue.All.Count, types.Count);
        Assert.All(types, type => Assert.Equal(JsonValueKind.Object, type.GetProperty("example").ValueKind));
        foreach (var wrong in (object[])[new { url = receiver.Address.ToString(), events = new[] { "no.such" } },
            new { url = receiver.Address.ToString(), events = new string?[] { null } },
            new { url = receiver.Address.ToString(), events = new[] { "" } }])
        {
            await host.Acacia.PostJsonAsync("webhooks/endpoints", wrong, HttpStatusCode.BadRequest);
        }
        var made = await host.Acacia.PostJsonAsync("webhooks/endpoints",
            new { url = receiver.Address.ToString(), events = new[] { "otc.Deposit.*" } }, HttpStatusCode.Created);
        var id = made.GetProperty("endpoint").GetProperty("id").GetString();
        receiver.FailNext(100, 410);
        await new DepositDeskFixture(host).DepositInAsync(DepositStatus.Pending);
        await receiver.WaitForAsync(1);
        JsonElement endpoint = default;
        for (var i = 0; i < 100 && (endpoint.ValueKind == JsonValueKind.Undefined || endpoint.GetProperty("is_active").GetBoolean()); i++)
        {
            await Task.Delay(50);
            endpoint = (await host.Acacia.GetJsonAsync($"webhooks/endpoints/{id}")).GetProperty("endpoint");
        }
        Assert.False(endpoint.GetProperty("is_active").GetBoolean());
        Assert.Equal("gone", endpoint.GetProperty("cause").GetString());
        await host.Acacia.DeleteJsonAsync($"webhooks/endpoints/{id}");
        await host.Acacia.PatchJsonAsync($"webhooks/endpoints/{id}", new { is_active = true }, HttpStatusCode.Conflict);
        host.AssertNoErrors();
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("999999", 86_400)]
    [InlineData("Sun, 29 Nov 2026 13:00:00 GMT", 3_600)]
    [InlineData("Sun, 29 Nov 2026 11:00:00 GMT", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void What_a_receiver_asks_for_is_heard_up_to_a_day(string? header, int? seconds)
    {
        var now = new DateTime(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);

        Assert.Equal(seconds, (int?)RetryHorizon.Asked(header, now)?.TotalSeconds);
    }

    [Fact]
    public void A_daily_rate_does_not_age_on_days_on_which_nobody_publishes()
    {
        Assert.Equal(new DateOnly(2027, 3, 28), TargetDays.EasterSunday(2027));
        Assert.Equal(new DateOnly(2024, 3, 31), TargetDays.EasterSunday(2024));
        foreach (var closed in (DateOnly[])[new(2027, 3, 26), new(2027, 3, 29), new(2026, 5, 1), new(2026, 12, 25), new(2027, 1, 1),
            new(2026, 11, 29)])
        {
            Assert.False(TargetDays.IsOpen(closed), closed.ToString("O"));
        }
        Assert.True(TargetDays.IsOpen(new DateOnly(2026, 12, 24)));
        var thursday = new DateTime(2027, 3, 25, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal(86_400 + (9 * 3_600), TargetDays.OpenSeconds(thursday, new DateTime(2027, 3, 30, 9, 0, 0, DateTimeKind.Utc)));
        Assert.Equal(0, TargetDays.OpenSeconds(thursday, thursday.AddDays(-1)));
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Leases, take-over, and the desk's clock that stands still while the merchant is asked.</summary>
public sealed class DepositTalkTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_claim_is_renewed_by_its_holder_and_taken_over_with_a_reason(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.PostJsonAsync($"otc/deposits/{id}/renew", null, HttpStatusCode.Conflict);
        var claimed = Time(await host.Officer.PostJsonAsync($"otc/deposits/{id}/claim"), "claim_expires_at");

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 300 });
        var renewed = Time(await host.Officer.PostJsonAsync($"otc/deposits/{id}/renew"), "claim_expires_at");
        Assert.True(renewed - claimed >= TimeSpan.FromSeconds(300));
        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/renew", null, HttpStatusCode.Conflict);

        await host.Officer2.PostJsonAsync($"otc/deposits/{id}/take-over", new { }, HttpStatusCode.BadRequest);
        var taken = await host.Officer2.PostJsonAsync($"otc/deposits/{id}/take-over", new { reason = "Olivia has gone home." });
        Assert.Equal(host.Credentials.StaffNamed("officer2").UserId.ToString(), taken.Text("deposit", "assignee_user_id"));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Conflict);
        var line = (await host.Admin.GetJsonAsync($"otc/deposits/{id}/audit")).GetProperty("audit").EnumerateArray()
            .Single(one => one.Text("action") == "deposit.take_over");
        Assert.Equal("Olivia has gone home.", line.Text("reason"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_clock_stands_still_between_question_and_answer(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        var due = Time((await host.Officer.GetJsonAsync($"otc/deposits/{id}")).GetProperty("deposit"), "decision_due_at");

        await host.Acacia.PostJsonAsync($"otc/deposits/{id}/answer", new { message = "Nobody asked." }, HttpStatusCode.Conflict);
        await host.Acacia.PostJsonAsync($"otc/deposits/{id}/ask", new { message = "Am I staff?" }, HttpStatusCode.Forbidden);
        var asked = await host.Officer.PostJsonAsync($"otc/deposits/{id}/ask", new { message = "Who is the sender?" });
        Assert.NotEqual("", asked.Text("deposit", "clock_paused_at"));
        Assert.Equal("Who is the sender?", (await host.Acacia.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "question"));
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 7200 });
        await host.Baobab.PostJsonAsync($"otc/deposits/{id}/answer", new { message = "Not ours." }, HttpStatusCode.NotFound);
        var answered = await host.Acacia.PostJsonAsync($"otc/deposits/{id}/answer", new { message = "Our own company." });

        Assert.Equal("", answered.Text("deposit", "clock_paused_at"));
        Assert.True(Time(answered.GetProperty("deposit"), "decision_due_at") - due >= TimeSpan.FromSeconds(7200));
        Assert.Equal("Our own company.", (await host.Officer.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "answer"));
        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm");
    }

    private static DateTime Time(JsonElement element, string name) =>
        DateTime.Parse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}

using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>What is done around a record of another kind than a deposit, read back by those who may and by those who may not.</summary>
public sealed class RecordWorkTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_withdrawal_is_put_aside_noted_and_followed_and_says_so(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var body = await WithdrawalSteps.FundAndPriceAsync(host, "500.000000");
        var id = (await host.Acacia.PostJsonAsync("otc/withdrawals", body, HttpStatusCode.Created)).Text("withdrawal", "id");
        var until = TimeProvider.System.GetUtcNow().AddHours(2).UtcDateTime;

        await host.Officer.PostJsonAsync($"otc/withdrawals/{id}/snooze", new { until });
        await host.Officer.PostJsonAsync($"otc/withdrawals/{id}/note", new { text = "The account is new." }, HttpStatusCode.Created);
        await host.Officer.PostJsonAsync($"otc/withdrawals/{id}/follow", new { follow = true });

        var work = (await host.Officer.GetJsonAsync($"otc/withdrawals/{id}/work")).GetProperty("work");
        Assert.StartsWith("WDR-", work.Text("human_id"), StringComparison.Ordinal);
        Assert.NotEqual("", work.Text("snoozed_until"));
        Assert.Equal(("True", "The account is new."), (work.Text("followed"), work.GetProperty("notes")[0].Text("text")));
        Assert.All(work.GetProperty("actions").EnumerateArray(), action => Assert.True(action.GetProperty("allowed").GetBoolean()));
        var read = (await host.Auditor.GetJsonAsync($"otc/withdrawals/{id}/work")).GetProperty("work");
        Assert.Equal(["False", "False", "True"], read.GetProperty("actions").EnumerateArray().Select(action => action.Text("allowed")));
        Assert.Equal(1, read.GetProperty("notes").GetArrayLength());
        await host.Acacia.GetJsonAsync($"otc/withdrawals/{id}/work", HttpStatusCode.Forbidden);
    }
}

using System.Net;
using System.Text.Json;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Approvals;

/// <summary>What the desk pays from is changed by two admins, or not at all.</summary>
public sealed class TreasuryWalletTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_wallet_is_added_and_changed_only_when_a_second_admin_agrees(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var signers = new[] { "treasury", "treasury2" }.Select(name => host.Credentials.StaffNamed(name).UserId).ToList();

        var asked = await host.Admin.PostJsonAsync(
            "treasury/wallets", new { name = "Cold", network = "tron", address = "TKdakcKprU369iUgPa5z2q65MqDEkmHyRx", threshold = 2,
                signers }, HttpStatusCode.Accepted);
        Assert.Equal(2, (await WalletsAsync(host)).Count);
        await host.Admin.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve", null, HttpStatusCode.UnprocessableEntity);
        await host.Admin2.PostJsonAsync($"approvals/{asked.Text("approval_id")}/approve");
        var cold = Assert.Single(await WalletsAsync(host), wallet => wallet.Text("name") == "Cold");

        var change = await PatchAsync(host.Admin, $"treasury/wallets/{cold.Text("id")}",
            new { is_active = false, reason = "The wallet is not used any more." }, HttpStatusCode.Accepted);
        Assert.True(cold.GetProperty("is_active").GetBoolean());
        await host.Admin2.PostJsonAsync($"approvals/{change.Text("approval_id")}/approve");
        Assert.False(Assert.Single(await WalletsAsync(host), wallet => wallet.Text("name") == "Cold").GetProperty("is_active")
            .GetBoolean());
    }

    [Fact]
    public async Task A_wallet_that_one_person_could_empty_is_refused()
    {
        await using var host = await DeskHost.StartAsync();
        var one = new[] { host.Credentials.StaffNamed("treasury").UserId };
        var officer = new[] { host.Credentials.StaffNamed("officer").UserId, host.Credentials.StaffNamed("treasury").UserId };
        var address = "TKdakcKprU369iUgPa5z2q65MqDEkmHyRx";

        await host.Admin.PostJsonAsync("treasury/wallets", new { name = "Cold", network = "tron", address, threshold = 1, signers = one },
            HttpStatusCode.BadRequest);
        await host.Admin.PostJsonAsync("treasury/wallets",
            new { name = "Cold", network = "tron", address, threshold = 2, signers = officer }, HttpStatusCode.BadRequest);
        await host.Treasury.PostJsonAsync("treasury/wallets",
            new { name = "Cold", network = "tron", address, threshold = 2, signers = one }, HttpStatusCode.Forbidden);
        Assert.Equal(2, (await WalletsAsync(host)).Count);
    }

    private static async Task<List<JsonElement>> WalletsAsync(DeskHost host) =>
        [.. (await host.Auditor.GetJsonAsync("treasury/wallets")).GetProperty("wallets").EnumerateArray()];

    private static async Task<JsonElement> PatchAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using var answer = await client.PatchAsync($"/api/v1/auth/{path}", System.Net.Http.Json.JsonContent.Create(body));
        Assert.Equal(expected, answer.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }
}

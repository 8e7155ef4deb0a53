using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Credentials of machines over HTTP, on both databases: issued, used, rotated, revoked.</summary>
public sealed class CredentialTests
{
    private static readonly string[] ReadOnly = ["read"], ReadWrite = ["read", "write"];

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_token_is_shown_once_works_by_its_scopes_and_dies_when_revoked(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var made = await host.Acacia.PostJsonAsync("credentials", new { surface = "deposit_desk", scopes = ReadOnly },
            HttpStatusCode.Created);
        var (id, secret) = (made.Text("credential", "id"), made.Text("secret"));
        Assert.StartsWith("otc_pat_", secret, StringComparison.Ordinal);

        var token = host.Client(secret);
        await token.GetJsonAsync("otc/deposits");
        var refused = await token.PostJsonAsync("otc/deposits/draft", new { }, HttpStatusCode.Forbidden);
        Assert.Contains("write", refused.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await host.Acacia.GetJsonAsync("credentials")).GetRawText(), StringComparison.Ordinal);

        await host.Acacia.DeleteJsonAsync($"credentials/{id}");
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await token.GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
        Assert.Equal("revoked", (await host.Acacia.GetJsonAsync($"credentials/{id}")).Text("credential", "status"));
        var audit = await host.Admin.GetJsonAsync($"audit?entity={id}");
        Assert.Equal(["credential.revoke", "credential.create"],
            audit.GetProperty("audit").EnumerateArray().Select(row => row.Text("action")));
        Assert.DoesNotContain(secret, audit.GetRawText(), StringComparison.Ordinal);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_machine_of_a_merchant_acts_as_itself_and_sees_only_that_merchant(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var made = await host.Admin.PostJsonAsync("credentials",
            new { surface = "deposit_desk", merchant_id = merchant, scopes = ReadWrite, name = "till" }, HttpStatusCode.Created);
        var machine = host.Client(made.Text("secret"));

        var draft = await DepositSteps.PriceAsync(machine, "250000.00");
        await host.Acacia.GetJsonAsync($"otc/deposits/{draft}");
        await machine.GetJsonAsync($"otc/deposits/{await DepositSteps.PriceAsync(host.Baobab, "250000.00")}", HttpStatusCode.NotFound);
        await machine.PostJsonAsync($"otc/deposits/{draft}/confirm", new { }, HttpStatusCode.Forbidden);
        var audit = await host.Admin.GetJsonAsync($"audit?entity={draft}");
        Assert.All(audit.GetProperty("audit").EnumerateArray(), row => Assert.Equal("till", row.Text("actor_name")));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task A_token_without_scopes_may_do_nothing()
    {
        await using var host = await DeskHost.StartAsync();
        var made = await host.Admin.PostJsonAsync("credentials", new { surface = "deposit_desk" }, HttpStatusCode.Created);
        var token = host.Client(made.Text("secret"));

        await token.GetJsonAsync("otc/deposits", HttpStatusCode.Forbidden);
        await token.PostJsonAsync("pricing/resolve", new { }, HttpStatusCode.Forbidden);
        Assert.Contains("no scope", made.Text("credential", "unusable_because"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_work_until_the_stated_time()
    {
        await using var host = await DeskHost.StartAsync();
        var made = await host.Admin.PostJsonAsync("credentials", new { surface = "deposit_desk", scopes = ReadOnly },
            HttpStatusCode.Created);
        var id = made.Text("credential", "id");
        var rotated = await host.Admin.PostEmptyAsync($"credentials/{id}/rotate");
        var (before, after) = (host.Client(made.Text("secret")), host.Client(rotated.Text("secret")));

        await before.GetJsonAsync("otc/deposits");
        await after.GetJsonAsync("otc/deposits");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = (24 * 3_600) + 1 });
        await before.GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
        await after.GetJsonAsync("otc/deposits");

        var again = await host.Admin.PostJsonAsync($"credentials/{id}/rotate",
            new { old_valid_until = Now(await host.Admin.GetJsonAsync("/sandbox/clock")).AddYears(1) }, HttpStatusCode.BadRequest);
        Assert.Equal("old_valid_until", again.Text("field"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_list_shows_prefix_scopes_creator_use_and_its_range_and_never_the_secret(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var made = await host.Acacia.PostJsonAsync("credentials", new { surface = "deposit_desk", name = "till", scopes = ReadOnly },
            HttpStatusCode.Created);
        var (id, secret) = (made.Text("credential", "id"), made.Text("secret"));
        var staffs = await host.Admin.PostJsonAsync("credentials",
            new { surface = "platform", name = "bot", merchant_id = host.Credentials.MerchantNamed("Acacia").MerchantId },
                HttpStatusCode.Created);
        Assert.Empty(staffs.GetProperty("credential").GetProperty("scopes").EnumerateArray());
        await host.Client(secret).GetJsonAsync("otc/deposits");
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 31 });

        var row = (await host.Acacia.GetJsonAsync($"credentials/{id}")).GetProperty("credential");
        Assert.StartsWith(row.Text("prefix"), secret, StringComparison.Ordinal);
        Assert.True(row.Text("prefix").Length < secret.Length - 50);
        Assert.Equal(("127.0.0.0/24", host.Credentials.MerchantNamed("Acacia").UserId.ToString()), (row.Text("last_address_range"),
            row.Text("created_by")));
        Assert.NotEqual("", row.Text("created_by_name"));
        Assert.NotEqual("", row.Text("last_used_at"));
        var bot = staffs.Text("credential", "id");
        Assert.Equal("the desk", (await host.Acacia.GetJsonAsync($"credentials/{bot}")).Text("credential", "created_by_name"));
        Assert.NotEqual("the desk", (await host.Admin.GetJsonAsync($"credentials/{bot}")).Text("credential", "created_by_name"));
        Assert.DoesNotContain(secret[row.Text("prefix").Length..], (await host.Admin.GetJsonAsync("credentials")).GetRawText(),
            StringComparison.Ordinal);
        host.AssertNoErrors();
    }

    [Fact]
    public async Task An_overlap_is_ended_sooner_and_never_made_longer()
    {
        await using var host = await DeskHost.StartAsync();
        var made = await host.Acacia.PostJsonAsync("credentials", new { surface = "deposit_desk", scopes = ReadOnly },
            HttpStatusCode.Created);
        var overlap = $"credentials/{made.Text("credential", "id")}/overlap";
        var now = Now(await host.Admin.GetJsonAsync("/sandbox/clock"));
        await host.Acacia.PostJsonAsync(overlap, new { old_valid_until = now.AddHours(1) }, HttpStatusCode.Conflict);
        await host.Acacia.PostJsonAsync($"credentials/{made.Text("credential", "id")}/rotate",
            new { old_valid_until = now.AddDays(7).AddMinutes(-1) });
        var before = host.Client(made.Text("secret"));
        await before.GetJsonAsync("otc/deposits");

        Assert.Equal("old_valid_until", (await host.Acacia.PostJsonAsync(overlap, new { old_valid_until = now.AddDays(8) },
            HttpStatusCode.BadRequest)).Text("field"));
        await host.Acacia.PostJsonAsync(overlap, new { }, HttpStatusCode.BadRequest);
        await host.Baobab.PostJsonAsync(overlap, new { old_valid_until = now }, HttpStatusCode.NotFound);
        Assert.NotEqual("", (await host.Acacia.PostJsonAsync(overlap, new { old_valid_until = now.AddHours(1) })).Text("credential",
            "old_valid_until"));
        await before.GetJsonAsync("otc/deposits");
        await host.Acacia.PostJsonAsync(overlap, new { old_valid_until = now });
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await before.GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
        await host.Acacia.PostJsonAsync(overlap, new { old_valid_until = now }, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task An_expired_token_and_one_from_elsewhere_are_unknown()
    {
        await using var host = await DeskHost.StartAsync();
        var now = Now(await host.Admin.GetJsonAsync("/sandbox/clock"));
        var expiring = await host.Admin.PostJsonAsync("credentials",
            new { surface = "deposit_desk", scopes = ReadOnly, expires_at = now.AddMinutes(5) }, HttpStatusCode.Created);
        var elsewhere = await host.Admin.PostJsonAsync("credentials",
            new { surface = "deposit_desk", scopes = ReadOnly, ip_allow_list = (string[])["203.0.113.0/24"] }, HttpStatusCode.Created);
        var here = await host.Admin.PostJsonAsync("credentials",
            new { surface = "deposit_desk", scopes = ReadOnly, ip_allow_list = (string[])["127.0.0.0/8"] }, HttpStatusCode.Created);

        await host.Client(expiring.Text("secret")).GetJsonAsync("otc/deposits");
        await host.Client(here.Text("secret")).GetJsonAsync("otc/deposits");
        var foreign = await host.Client(elsewhere.Text("secret")).GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 301 });
        var expired = await host.Client(expiring.Text("secret")).GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
        var nonsense = await host.Client("otc_pat_nonsense").GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
        var tampered = await host.Client(here.Text("secret")[..^1] + "0").GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);

        Assert.Single(((JsonElement[])[foreign, expired, nonsense, tampered]).Select(Uniform).Distinct());
    }

    [Fact]
    public async Task Nobody_reaches_a_credential_of_somebody_else()
    {
        await using var host = await DeskHost.StartAsync();
        var baobab = host.Credentials.MerchantNamed("Baobab").MerchantId;
        var made = await host.Baobab.PostJsonAsync("credentials", new { surface = "exchange", scopes = (string[])["otc-exchanges:read"] },
            HttpStatusCode.Created);
        var id = made.Text("credential", "id");
        Assert.StartsWith("sk_", made.Text("secret"), StringComparison.Ordinal);

        await host.Acacia.GetJsonAsync($"credentials/{id}", HttpStatusCode.NotFound);
        await host.Acacia.DeleteJsonAsync($"credentials/{id}", HttpStatusCode.NotFound);
        await host.Acacia.PostJsonAsync($"credentials/{id}/rotate", new { }, HttpStatusCode.NotFound);
        await host.Acacia.PostJsonAsync("credentials", new { surface = "exchange", merchant_id = baobab }, HttpStatusCode.NotFound);
        await host.Officer.GetJsonAsync("credentials", HttpStatusCode.Forbidden);
        await host.Officer.PostJsonAsync("credentials", new { surface = "deposit_desk", scopes = ReadWrite }, HttpStatusCode.Forbidden);
        await host.Auditor.GetJsonAsync("credentials");
        await host.Auditor.DeleteJsonAsync($"credentials/{id}", HttpStatusCode.NotFound);
        await host.Acacia.PostJsonAsync("credentials", new { surface = "gateway", scopes = (string[])["admin"] }, HttpStatusCode.Forbidden);
        await host.Admin.PostJsonAsync("credentials", new { surface = "exchange" }, HttpStatusCode.BadRequest);
        await host.Client(made.Text("secret")).GetJsonAsync("otc/deposits", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_signing_secret_lies_encrypted_and_no_other_secret_lies_anywhere()
    {
        await using var host = await DeskHost.StartAsync();
        var pair = await host.Acacia.PostJsonAsync("credentials", new { surface = "block_trade", scopes = (string[])["TRADE"] },
            HttpStatusCode.Created);
        var bearer = await host.Acacia.PostJsonAsync("credentials", new { surface = "platform" }, HttpStatusCode.Created);
        Assert.Contains("allow list", pair.Text("credential", "unusable_because"), StringComparison.Ordinal);

        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var rows = await db.ApiCredentials.AsNoTracking().ToListAsync();
        var stored = JsonSerializer.Serialize(rows);
        Assert.DoesNotContain(pair.Text("secret"), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(bearer.Text("secret"), stored, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Equal(row.Surface == OtcBackoffice.Domain.Access.CredentialSurface.BlockTrade,
            row.ProtectedSecret is not null));
        Assert.Contains(rows, row => row.KeyId == pair.Text("api_key"));
    }

    [Fact]
    public async Task Last_use_is_written_after_the_fact()
    {
        await using var host = await DeskHost.StartAsync();
        var made = await host.Admin.PostJsonAsync("credentials", new { surface = "deposit_desk", scopes = ReadOnly },
            HttpStatusCode.Created);
        var id = made.Text("credential", "id");
        await host.Client(made.Text("secret")).GetJsonAsync("otc/deposits");
        Assert.Equal("", (await host.Admin.GetJsonAsync($"credentials/{id}")).Text("credential", "last_used_at"));

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 60 });
        Assert.NotEqual("", (await host.Admin.GetJsonAsync($"credentials/{id}")).Text("credential", "last_used_at"));
    }

    private static string Uniform(JsonElement problem) =>
        $"{problem.Text("status")} {problem.Text("code")} {problem.Text("title")} {problem.Text("detail")}";

    private static DateTime Now(JsonElement clock) => clock.GetProperty("now").GetDateTime();
}

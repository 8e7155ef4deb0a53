using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Pipeline;

/// <summary>Many at once: one effect, one owner, one answer.</summary>
public sealed class ConcurrencyTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_many_officers_who_claim_one_deposit_exactly_one_gets_it(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        for (var round = 0; round < 3; round++)
        {
            var id = await DepositSteps.SubmitAsync(host, "100000.00");
            HttpClient[] people = [host.Officer, host.Officer2, host.Treasury, host.Treasury2, host.Admin, host.Admin2];

            var answers = await Task.WhenAll(people.Select(person => person.PostAsync($"/api/v1/auth/otc/deposits/{id}/claim", null)));

            Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
            Assert.Equal(people.Length - 1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_many_confirms_and_rejects_exactly_one_happens(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        HttpClient[] people = [host.Treasury, host.Treasury2, host.Admin, host.Admin2];

        var answers = await Task.WhenAll(people.SelectMany(person => (Task<HttpResponseMessage>[])
        [
            person.PostAsJsonAsync($"/api/v1/auth/otc/deposits/{id}/confirm", DeskClient.Said("otc/deposits/x/confirm")),
            person.PostAsJsonAsync($"/api/v1/auth/otc/deposits/{id}/reject", new { reason = "race" }),
        ]));

        Assert.Equal(1, answers.Count(answer => answer.IsSuccessStatusCode));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var entries = db.LedgerEntries.Count(entry => entry.Kind == "deposit_confirmed");
        Assert.Equal((await host.Admin.GetJsonAsync($"otc/deposits/{id}")).Text("deposit", "status") == "confirmed" ? 1 : 0, entries);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_idempotency_key_makes_one_draft_however_often_it_is_sent(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var body = new { fiat_amount = "5000.00", fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
            idempotency_key = "the-one" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => host.Acacia.PostAsJsonAsync("/api/v1/auth/otc/deposits/draft", body)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.All(answers, answer =>
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict]));
        var replay = await host.Acacia.PostJsonAsync("otc/deposits/draft", body);
        Assert.Equal("True", replay.Text("idempotent_replay"), ignoreCase: true);
        Assert.Single((await host.Acacia.GetJsonAsync("otc/deposits")).GetProperty("deposits").EnumerateArray());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_disabled_person_and_a_revoked_token_are_refused_at_the_next_command(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var id = await DepositSteps.SubmitAsync(host, "100000.00");
        await host.Officer.GetJsonAsync($"otc/deposits/{id}");
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        db.Users.Single(user => user.Email == "officer@demo.local").IsDisabled = true;
        var owner = host.Credentials.StaffNamed("officer2").UserId;
        db.ApiCredentials.Single(credential => credential.OwnerUserId == owner).Revoke(DateTime.UnixEpoch);
        await host.Officer2.GetJsonAsync($"otc/deposits/{id}");
        await db.SaveChangesAsync();

        await host.Officer.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Unauthorized);
        await host.Officer2.ClaimedPostJsonAsync($"otc/deposits/{id}/confirm", null, HttpStatusCode.Unauthorized);
    }
}

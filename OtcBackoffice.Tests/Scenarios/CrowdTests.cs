using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Tests.Benchmarks;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>Many who want the same thing at the same moment: exactly one gets it, and the others are told so.</summary>
public sealed class CrowdTests
{
    private const int Officers = 50, Deposits = 1_000, TriesEach = 5, Keys = 500, RequestsEach = 50, AtOnce = 64;

    [Fact]
    public async Task Fifty_officers_race_for_a_thousand_deposits_and_each_gets_exactly_one_owner()
    {
        await using var host = await DeskHost.StartAsync();
        await ProductSeed.FillAsync(SqliteFile(host), Deposits, pendingEvery: 1, CancellationToken.None);
        var clients = await OfficersAsync(host);
        var won = new int[Deposits];

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Deposits * TriesEach), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (turn, cancellation) =>
            {
                // Five neighbours in the line go for the same deposit, each as somebody else.
                var (deposit, officer) = (turn / TriesEach, (turn * 7) % Officers);
                using var answer = await clients[officer].PostAsync($"/api/v1/auth/otc/deposits/{RawFloor.IdOf(deposit + 1)}/claim", null,
                    cancellation);
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.StatusCode.ToString());
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref won[deposit]);
                }
            });

        Assert.All(won, count => Assert.Equal(1, count));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(Deposits, await db.Audit.CountAsync(row => row.Action == "deposit.claim"));
        host.AssertNoErrors();
    }

    [Fact]
    public async Task Five_hundred_keys_sent_fifty_times_each_have_one_effect_each()
    {
        await using var host = await DeskHost.StartAsync();
        var answers = new HashSet<string>[Keys];
        for (var key = 0; key < Keys; key++)
        {
            answers[key] = [];
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Keys * RequestsEach), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (turn, cancellation) =>
            {
                var key = turn / RequestsEach;
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/otc/deposits/draft")
                {
                    Content = JsonContent.Create(
                        new { method = "bank", fiat_amount = $"{1_000 + key}.00", fiat_currency = "KES", requested_asset = "USDT",
                        requested_network = "tron" }),
                };
                request.Headers.Add("Idempotency-Key", $"crowd-{key}");
                using var answer = await host.Acacia.SendAsync(request, cancellation);
                Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Conflict,
                    answer.StatusCode.ToString());
                if (answer.StatusCode != HttpStatusCode.Conflict)
                {
                    var id = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(cancellation)).Text("deposit", "id");
                    lock (answers[key])
                    {
                        answers[key].Add(id);
                    }
                }
            });

        Assert.All(answers, ids => Assert.Single(ids));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.Equal(Keys, await db.Deposits.CountAsync());
        Assert.Equal(Keys, await db.Audit.CountAsync(row => row.Action == "deposit.draft"));
        host.AssertNoErrors();
    }

    private static string SqliteFile(DeskHost host) => host.Services.GetRequiredService<OtcBackoffice.Hosting.HostSettings>().SqliteFile;

    // Fifty people with a token each; a password that nobody types need not be stretched for seconds.
    private static async Task<List<HttpClient>> OfficersAsync(DeskHost host)
    {
        var clients = new List<HttpClient>();
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<BackofficeUser>>();
        for (var index = 0; index < Officers; index++)
        {
            var user = new BackofficeUser { Id = Guid.CreateVersion7(), UserName = $"crowd{index}@desk.example",
                Email = $"crowd{index}@desk.example", DisplayName = $"Officer {index}" };
            Assert.True((await users.CreateAsync(user)).Succeeded);
            Assert.True((await users.AddToRoleAsync(user, "otc_officer")).Succeeded);
            var issued = await scope.ServiceProvider.GetRequiredService<CredentialDesk>().CreateAtConsoleAsync(
                new CredentialRequest(CredentialSurface.DepositDesk, "crowd", null, ["read", "write"], null, null), user.Id,
                    CancellationToken.None);
            clients.Add(host.Client(issued.Value.Secret));
        }
        return clients;
    }
}

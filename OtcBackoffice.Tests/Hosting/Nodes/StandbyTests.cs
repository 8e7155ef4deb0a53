using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>
/// A desk beside a streaming replica (issue 18, point 6; N6 and N9): reports say how old they are, and when the primary dies under load and
/// the replica takes its place the desk goes on by itself with everything that it acknowledged.
/// </summary>
public sealed class StandbyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Reports_say_their_age_and_no_acknowledged_command_is_lost_when_the_primary_dies()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var primary = await PostgresCluster.StartAsync();
        await using var standby = await primary.StandbyAsync();
        var both = $"Host={primary.Server},{standby.Server};Username=otc;Database=postgres;Maximum Pool Size=30;Timeout=5;"
            + "Target Session Attributes=primary";
        await using var host = await DeskHost.OpenAsync(new DeskHostSetup
        {
            Provider = DatabaseProvider.PostgreSql,
            IsFirstStart = true,
            Settings = new Dictionary<string, string?> { ["ConnectionStrings:Replica"] = standby.ConnectionString,
                ["RateLimits:PerMinute"] = "100000" },
        }, new TestDatabase(DatabaseProvider.PostgreSql, both), new TempDirectory());

        await standby.HoldReplayAsync(true);
        var held = await AgeAsync(host);
        await NodePair.UntilAsync(async () => await AgeAsync(host) > held + TimeSpan.FromSeconds(4), Limit);
        await standby.HoldReplayAsync(false);
        await NodePair.UntilAsync(async () => await AgeAsync(host) < TimeSpan.FromSeconds(4), Limit);

        await primary.RequireStandbyAsync();
        var acknowledged = new ConcurrentBag<string>();
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WriteAsync(host, acknowledged, end.Token))).ToList();
        await GoneOnAsync(20);
        await primary.CutAsync();
        await standby.PromoteAsync();
        var before = acknowledged.Count;
        await GoneOnAsync(before + 5);
        await end.CancelAsync();
        await Task.WhenAll(load);

        foreach (var id in acknowledged)
        {
            await host.Acacia.GetJsonAsync($"otc/deposits/{id}");
        }
        await NodePair.UntilAsync(async () => (await host.Anonymous.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK, Limit);

        // A writer that met anything but an outage says so at once.
        Task GoneOnAsync(int most) => NodePair.UntilAsync(async () =>
        {
            await Task.WhenAll(load.Where(writer => writer.IsCompleted));
            return acknowledged.Count > most;
        }, Limit);
    }

    private static async Task<TimeSpan> AgeAsync(DeskHost host)
    {
        var report = await host.Treasury.GetJsonAsync("otc/reports/deposits");
        return host.Services.GetRequiredService<TimeProvider>().GetUtcNow()
            - DateTimeOffset.Parse(report.Text("as_of"), CultureInfo.InvariantCulture);
    }

    // What is refused is refused as an outage, with a word on when to come again; it is not counted as done.
    private static async Task WriteAsync(DeskHost host, ConcurrentBag<string> acknowledged, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var answer = await host.Acacia.PostAsync("/api/v1/auth/otc/deposits",
                JsonContent.Create(new { method = "bank", fiat_currency = "KES", fiat_amount = "100000.00" }), CancellationToken.None);
            if (answer.IsSuccessStatusCode)
            {
                var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(CancellationToken.None));
                acknowledged.Add(body.Text("deposit", "id"));
                continue;
            }
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null,
                $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            await Task.Delay(50, CancellationToken.None);
        }
    }
}

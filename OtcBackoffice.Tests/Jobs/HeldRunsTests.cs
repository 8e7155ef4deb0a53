using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>Runs that the scheduler holds for a later moment.</summary>
public sealed class HeldRunsTests
{
    private const int LateSecondsMax = 4;

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_quote_lapses_within_four_seconds_of_its_moment_and_many_share_a_run(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider, ttlSeconds: 8);
        var customer = host.Customer();
        var quotes = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            quotes.Add(Guid.Parse((await customer.QuoteBuyAsync("10.00")).Text("data", "quoteId")));
        }
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var moments = await db.Exchanges.Where(row => quotes.Contains(row.Id)).Select(row => row.QuoteExpiresAtUtc).ToListAsync();
        await UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<HeldRuns>().Count > 0), 90);
        Assert.InRange(host.Services.GetRequiredService<HeldRuns>().Count, 1, moments.Select(one => one.Ticks / TimeSpan.TicksPerSecond)
            .Distinct().Count());

        await AssertLapsedAsync(host, quotes, moments.Max());
    }

    [Fact]
    public async Task A_run_that_was_lost_with_the_store_is_found_by_the_sweep()
    {
        await using var host = await StartAsync(DatabaseProvider.Sqlite, ttlSeconds: 8);
        var quote = Guid.Parse((await host.Customer().QuoteBuyAsync("10.00")).Text("data", "quoteId"));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var moment = await db.Exchanges.Where(row => row.Id == quote).Select(row => row.QuoteExpiresAtUtc).SingleAsync();

        await host.Services.GetRequiredService<JobServer>().RestartAsync(CancellationToken.None);
        Assert.Equal(0, host.Services.GetRequiredService<JobStore>().GetMonitoringApi().ScheduledCount());
        await host.Services.GetServices<IHostedService>().OfType<JobSweep>().Single().SweepAsync(CancellationToken.None);

        await AssertLapsedAsync(host, [quote], moment);
        Assert.True(host.Services.GetRequiredService<JobServer>().IsRunning);
        Assert.Contains(host.Log.All, line => line.EventId == 2105);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_sandboxs_clock_fires_what_is_held_before_it_answers(DatabaseProvider provider)
    {
        await using var host = await StartAsync(provider, ttlSeconds: 600);
        await host.Customer().QuoteBuyAsync("10.00");
        var monitor = host.Services.GetRequiredService<JobStore>().GetMonitoringApi();
        await UntilAsync(() => Task.FromResult(monitor.ScheduledCount() == 1), 90);

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 300 });
        var held = Assert.Single(monitor.ScheduledJobs(0, 10)).Value;
        Assert.InRange(held.EnqueueAt - TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(302));

        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 301 });
        Assert.Equal(0, monitor.ScheduledCount());
        Assert.Contains(monitor.SucceededJobs(0, 100), run => run.Value.Job?.Method.Name == nameof(DeskRuns.RunDueAsync));
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        Assert.All(await db.Exchanges.ToListAsync(), row => Assert.Equal(ExchangeStatus.Expired, row.Status));
    }

    private static Task<DeskHost> StartAsync(DatabaseProvider provider, int ttlSeconds) =>
        DeskHost.StartAsync(new DeskHostSetup { Provider = provider, Settings = new Dictionary<string,
            string?> { ["Exchange:TtlSeconds"] = ttlSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture) } });

    // The row itself is asked: reading an order over HTTP would judge its time as well.
    private static async Task AssertLapsedAsync(DeskHost host, List<Guid> quotes, DateTime moment)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        await UntilAsync(async () => await db.Exchanges.CountAsync(row => quotes.Contains(row.Id)
            && row.Status == ExchangeStatus.Expired) == quotes.Count, 30);
        var late = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime - moment;
        Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromSeconds(LateSecondsMax));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, int seconds)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(seconds), "It never came so far.");
            await Task.Delay(50);
        }
    }
}

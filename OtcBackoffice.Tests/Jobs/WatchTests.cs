using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Hosting;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Jobs;

/// <summary>What is noticed when the scheduler, its store or a report is not as it should be.</summary>
public sealed class WatchTests
{
    private static readonly DateTime Start = new(2026, 3, 16, 8, 0, 0, DateTimeKind.Utc);

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Fact]
    public void A_scheduler_that_has_not_ticked_for_three_minutes_is_counted_logged_shown_and_restarted_once_in_three()
    {
        using var log = new LogLines();
        using var services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(log))
            .AddSingleton<JobMeters>().AddSingleton<JobWatch>().BuildServiceProvider();
        using var counted = new Counted(services.GetRequiredService<IMeterFactory>(), "backoffice.jobs.stalls");
        var watch = services.GetRequiredService<JobWatch>();

        Assert.False(watch.Look(Ticks(null), Start));
        Assert.False(watch.Look(Ticks(Start.AddMinutes(1)), Start.AddMinutes(2)));
        Assert.False(watch.Look(Ticks(Start.AddMinutes(1)), Start.AddMinutes(3)));
        Assert.True(watch.Look(Ticks(Start.AddMinutes(1)), Start.AddMinutes(4)));
        Assert.Equal(new SchedulerView(Start.AddMinutes(1), true, 1), watch.View);
        Assert.False(watch.Look(Ticks(null), Start.AddMinutes(5)));
        Assert.True(watch.View.IsStalled);
        Assert.True(watch.Look(Ticks(null), Start.AddMinutes(7)));
        Assert.False(watch.Look(Ticks(Start.AddMinutes(8)), Start.AddMinutes(8)));
        Assert.Equal(new SchedulerView(Start.AddMinutes(8), false, 2), watch.View);
        Assert.Equal(2, counted.Sum);
        Assert.Equal(2, log.All.Count(line => line is { EventId: 2103, Level: LogLevel.Warning }));
    }

    [Fact]
    public async Task The_sweep_runs_what_was_not_ticked_and_leaves_what_was()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string,
            string?> { ["Jobs:Enabled"] = "false" } });
        var board = host.Services.GetRequiredService<JobBoard>();
        using var sweep = ActivatorUtilities.CreateInstance<JobSweep>(host.Services,
            ActivatorUtilities.CreateInstance<JobServer>(host.Services, new JobServerOptions(1, TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(30)), new Hangfire.JobActivator()));

        await sweep.SweepAsync(CancellationToken.None);

        var ran = board.Jobs.Where(job => board.LastRun(job.Name) is not null).Select(job => job.Name);
        Assert.Equal(board.Jobs.Where(job => job.Form != JobForm.Loop).Select(job => job.Name), ran);
        var before = board.LastRun(DeskJobs.SessionSweep);
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Same(before, board.LastRun(DeskJobs.SessionSweep));
    }

    [Fact]
    public async Task A_report_that_differs_from_the_journal_is_a_fault_and_is_not_mended_in_silence()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = new Dictionary<string,
            string?> { ["Jobs:Enabled"] = "false" } });
        var board = host.Services.GetRequiredService<JobBoard>();
        using var counted = new Counted(host.Services.GetRequiredService<IMeterFactory>(), "backoffice.revenue.differences");
        Assert.Null((await board.RunAsync(DeskJobs.RevenueRecount, CancellationToken.None)).Fault);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        db.RevenueRollups.Add(new RevenueRollup { Day = new DateOnly(2026, 3, 16), SubjectKind = "deposit", MerchantId = Guid.NewGuid(),
            Currency = "KES", Asset = "USDT", OfficerId = Guid.Empty, Count = 1, VolumeMinor = 500, FeeAssetMinor = 7 });
        await db.SaveChangesAsync();

        Assert.Equal(RevenueWatch.Fault, (await board.RunAsync(DeskJobs.RevenueRecount, CancellationToken.None)).Fault);

        Assert.True(counted.Sum > 0);
        Assert.Contains(host.Log.All, line => line.EventId == 2121 && line.Text.Contains("2026-03-16", StringComparison.Ordinal));
        Assert.Equal(RevenueWatch.Fault, (await db.JobRuns.SingleAsync(row => row.Job == DeskJobs.RevenueRecount)).Fault);
        Assert.Equal(7, await db.RevenueRollups.AsNoTracking().Where(row => row.Day == new DateOnly(2026, 3, 16)).SumAsync(row =>
            row.FeeAssetMinor));
    }

    /// <summary>PostgreSQL with an account that may not make the schema; without one at hand, a server that is not there.</summary>
    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_scheduler_store_that_cannot_be_had_stops_the_start_with_a_sentence(DatabaseProvider provider)
    {
        var connection = "Host=127.0.0.1;Port=9;Username=nobody;Database=nothing;Timeout=2";
        await using var database = await TestDatabases.CreateMigratedAsync(provider);
        if (provider == DatabaseProvider.PostgreSql)
        {
            var role = $"poor_{Guid.NewGuid():N}";
            await using var owner = new NpgsqlConnection(database.ConnectionString);
            await owner.OpenAsync();
            await using var command = new NpgsqlCommand($"CREATE ROLE {role} LOGIN", owner);
            await command.ExecuteNonQueryAsync();
            connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ToString();
        }
        var settings = new HostSettings(Path.GetTempPath(), DatabaseProvider.PostgreSql, connection, true, false, false);

        var fault = await Assert.ThrowsAsync<SettingsException>(() => JobsHosting.MakeSchemaAsync(settings));

        Assert.Contains("CREATE SCHEMA hangfire AUTHORIZATION", fault.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, DateTime> Ticks(DateTime? at) => at is { } tick ? new() { ["ledger_check"] = tick } : [];
}

using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Hosting;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>
/// A node is killed inside a long job, as a power cut would. Beside SQLite it is the only one; on PostgreSQL another one
/// takes the job over.
/// </summary>
public sealed class NodesTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    private string Notes => _directory.File("long_job.txt");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_long_job_whose_node_is_killed_is_ended_once_and_every_tick_comes_once(DatabaseProvider provider)
    {
        var isShared = provider == DatabaseProvider.PostgreSql;
        // Beside SQLite what the scheduler held dies with the process, and the sweep finds the work; a loop of its length
        // starts no job here.
        var form = isShared ? JobForm.Loop : JobForm.AtItsMoment;
        await using var first = await ProductProcess.CreateAsync(provider, ["OtcBackoffice.Tests.dll", LongJob.Verb, Notes,
            form.ToString()]);
        await first.StartAsync();
        await using var second = isShared ? first.Beside() : null;
        if (second is not null)
        {
            await second.StartAsync();
            Enqueue(first.ConnectionString);
        }

        var began = (await UntilAsync("began", 1, 30))[0];
        await (began == first.ProcessId ? first : second!).KillAsync();
        if (second is null)
        {
            await first.StartAsync();
        }

        Assert.NotEqual(began, (await UntilAsync("began", 2, 90))[1]);
        var ended = Assert.Single(await UntilAsync("ended", 1, 60));
        Assert.NotEqual(began, ended);
        Assert.Equal(2, (await LongJob.WhoAsync(Notes, "began")).Count);
        if (isShared)
        {
            await AssertTicksAsync(first.ConnectionString);
        }
    }

    private static void Enqueue(string connectionString)
    {
        var options = new PostgreSqlStorageOptions { SchemaName = JobsHosting.Schema, PrepareSchemaIfNecessary = false };
        new BackgroundJobClient(new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options))
            .Enqueue<DeskRuns>(runs => runs.RunAsync(LongJob.Name, CancellationToken.None));
    }

    // Every recurring job was created once in each minute, and ended once.
    private static async Task AssertTicksAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT p.value, date_trunc('minute', j.createdat), count(DISTINCT j.id), count(s.id) FROM hangfire.jobparameter p JOIN "
                + "hangfire.job j ON j.id = p.jobid "
            + "LEFT JOIN hangfire.state s ON s.jobid = j.id AND s.name = 'Succeeded' WHERE p.name = 'RecurringJobId' GROUP BY 1, 2",
                connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ticks = new List<(string Job, DateTime Minute, long Runs, long Ends)>();
        while (await reader.ReadAsync())
        {
            ticks.Add((reader.GetString(0).Trim('"'), reader.GetDateTime(1), reader.GetInt64(2), reader.GetInt64(3)));
        }
        Assert.All(ticks, tick => Assert.True(tick.Runs == 1 && tick.Ends <= 1,
            $"{tick.Job} at {tick.Minute:t}: {tick.Runs} runs, {tick.Ends} ends"));
        Assert.Superset(DeskJobs.All.Where(job => job is { Form: JobForm.Recurring, IntervalSeconds: 60 }).Select(job => job.Name)
            .ToHashSet(), ticks.Select(tick => tick.Job).ToHashSet());
    }

    private async Task<IReadOnlyList<int>> UntilAsync(string did, int count, int seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            if (await LongJob.WhoAsync(Notes, did) is { } who && who.Count >= count)
            {
                return who;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException(
            $"No process {did} the long job {count} times within {seconds} s: "
            + $"{(File.Exists(Notes) ? await File.ReadAllTextAsync(Notes) : "nothing began")}");
    }
}

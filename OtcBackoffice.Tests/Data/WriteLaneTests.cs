using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Data;

public sealed class WriteLaneTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private BackofficeDatabase _opened = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabases.CreateMigratedAsync(DatabaseProvider.Sqlite);
        _opened = _database.Open();
        await _opened.MigrateAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _opened.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_command_that_fails_in_a_batch_takes_nobody_with_it()
    {
        var commands = Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            try
            {
                return await _opened.Lane.RunAsync(async (session, token) =>
                {
                    session.Queue("INSERT INTO queue_counters (queue, count) VALUES (@p0, 1)", $"q{i}");
                    await session.SaveAsync(token);
                    return i % 3 == 0 ? throw new InvalidDataException("planted") : new LaneOutcome<bool>(true, i % 3 == 1);
                }, CancellationToken.None);
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }));

        await Task.WhenAll(commands);

        await using var db = _opened.CreateDbContext();
        var kept = db.QueueCounters.Select(counter => counter.Queue).ToHashSet();
        Assert.Equal(Enumerable.Range(0, 300).Where(i => i % 3 == 1).Select(i => $"q{i}").ToHashSet(), kept);
    }

    [Fact]
    public async Task An_answer_comes_only_after_the_row_can_be_read_elsewhere()
    {
        for (var i = 0; i < 50; i++)
        {
            var queue = $"visible{i}";
            await _opened.Lane.RunAsync(async (session, token) =>
            {
                session.Queue("INSERT INTO queue_counters (queue, count) VALUES (@p0, 1)", queue);
                await session.SaveAsync(token);
                return new LaneOutcome<bool>(true, true);
            }, CancellationToken.None);

            await using var db = _opened.CreateDbContext();
            Assert.Contains(db.QueueCounters, counter => counter.Queue == queue);
        }
    }

    [Fact]
    public async Task Who_comes_while_a_batch_runs_does_not_hold_up_its_commit()
    {
        Task<bool>? later = null;
        await _opened.Lane.RunAsync(async (session, token) =>
        {
            session.Queue("INSERT INTO queue_counters (queue, count) VALUES (@p0, 1)", "first");
            await session.SaveAsync(token);
            later = _opened.Lane.RunAsync((_, _) =>
            {
                using var db = _opened.CreateDbContext();
                return Task.FromResult(new LaneOutcome<bool>(db.QueueCounters.Any(counter => counter.Queue == "first"), false));
            }, CancellationToken.None);
            return new LaneOutcome<bool>(true, true);
        }, CancellationToken.None);

        Assert.True(await later!, "The second command ran before the first was durable.");
    }

    [Fact]
    public async Task Every_command_runs_on_the_writers_own_thread()
    {
        var threads = new HashSet<string?>();
        for (var i = 0; i < 5; i++)
        {
            await _opened.Lane.RunAsync(async (_, _) =>
            {
                // Also after a wait that was a real one.
                await Task.Delay(1, CancellationToken.None);
                threads.Add(Thread.CurrentThread.Name);
                return new LaneOutcome<bool>(true, false);
            }, CancellationToken.None);
        }

        Assert.Equal(["sqlite writer"], threads);
    }
}

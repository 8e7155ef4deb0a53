using Microsoft.Data.Sqlite;
using OtcBackoffice.Data.Writing;

namespace OtcBackoffice.Tests.Data.Writing;

/// <summary>The write-ahead log is copied beside the writer and begins anew; it does not grow for ever.</summary>
public sealed class WalCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wal").FullName;

    [Fact]
    public async Task The_log_begins_anew_although_it_is_written_all_the_time()
    {
        await using var writer = await OpenAsync();
        using var checkpoints = new WalCheckpoints(Text, commandsBetween: 10, pagesMax: 200);

        // 3,000 commits of three pages each would make a log of 36 MB.
        for (var commit = 0; commit < 3_000; commit++)
        {
            Execute(writer, "INSERT INTO t (filler) VALUES (zeroblob(8000))");
            await checkpoints.AfterCommitAsync(writer, 1, isBusy: false);
            if (commit % 100 == 0)
            {
                // A slow disk shall not decide: the copy beside the writer gets its turn.
                await checkpoints.FinishAsync();
            }
        }
        await checkpoints.FinishAsync();

        Assert.InRange(new FileInfo(File + "-wal").Length, 1, 12_000_000);
        Assert.Equal(3_000L, Scalar(writer, "SELECT count(*) FROM t"));
        Assert.Equal("ok", Scalar(writer, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task The_writer_copies_only_what_is_left_of_a_short_while()
    {
        await using var writer = await OpenAsync();
        using var checkpoints = new WalCheckpoints(Text, commandsBetween: 10, pagesMax: 2);
        await CommitAsync(writer, checkpoints, 10);

        await CommitAsync(writer, checkpoints, WalCheckpoints.CommandsLeftMax + 1);
        Assert.Equal((0, 0), checkpoints.Finished);
        await CommitAsync(writer, checkpoints, WalCheckpoints.CommandsLeftMax);
        Assert.Equal((1, WalCheckpoints.CommandsLeftMax), checkpoints.Finished);
    }

    [Fact]
    public async Task While_commands_wait_the_log_is_copied_less_often()
    {
        await using var writer = await OpenAsync();
        using var checkpoints = new WalCheckpoints(Text, commandsBetween: 10, pagesMax: 2);

        await CommitAsync(writer, checkpoints, (10 * WalCheckpoints.BusyTimes) - 1, isBusy: true);
        await CommitAsync(writer, checkpoints, 0, isBusy: true);
        Assert.Equal(0, checkpoints.Copies);
        await CommitAsync(writer, checkpoints, 1, isBusy: true);
        Assert.Equal(1, checkpoints.Copies);
        await CommitAsync(writer, checkpoints, 10);
        Assert.Equal((1, 1), (checkpoints.Finished.Times, checkpoints.Copies));
    }

    [Fact]
    public async Task A_writer_that_is_always_faster_than_the_copy_finishes_it_all_the_same()
    {
        await using var writer = await OpenAsync();
        using var checkpoints = new WalCheckpoints(Text, commandsBetween: 10, pagesMax: 2);
        for (var round = 0; round < 20 && checkpoints.Finished.Times == 0; round++)
        {
            await CommitAsync(writer, checkpoints, 1_000);
        }

        Assert.Equal((1, 1_000), checkpoints.Finished);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File => Path.Combine(_folder, "desk.db");

    private string Text => new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString();

    private async Task<SqliteConnection> OpenAsync()
    {
        var writer = new SqliteConnection(Text);
        await writer.OpenAsync();
        SqlitePragmas.UseWriteAheadLog(writer);
        SqlitePragmas.ApplyToWriter(writer);
        Execute(writer, "CREATE TABLE t (id INTEGER PRIMARY KEY, filler BLOB)");
        return writer;
    }

    // One commit that stands for so many commands, after the copy that was under way.
    private static async Task CommitAsync(SqliteConnection writer, WalCheckpoints checkpoints, int commands, bool isBusy = false)
    {
        await checkpoints.FinishAsync();
        Execute(writer, "INSERT INTO t (filler) VALUES (zeroblob(8000))");
        await checkpoints.AfterCommitAsync(writer, commands, isBusy);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

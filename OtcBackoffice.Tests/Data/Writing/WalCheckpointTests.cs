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
        var file = Path.Combine(_folder, "desk.db");
        var text = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        await using var writer = new SqliteConnection(text);
        await writer.OpenAsync();
        SqlitePragmas.UseWriteAheadLog(writer);
        SqlitePragmas.ApplyToWriter(writer);
        Execute(writer, "CREATE TABLE t (id INTEGER PRIMARY KEY, filler BLOB)");
        var checkpoints = new WalCheckpoints(text, commandsBetween: 10, pagesMax: 200);

        // 3,000 commits of three pages each would make a log of 36 MB.
        for (var commit = 0; commit < 3_000; commit++)
        {
            Execute(writer, "INSERT INTO t (filler) VALUES (zeroblob(8000))");
            await checkpoints.AfterCommitAsync(writer, 1);
            if (commit % 100 == 0)
            {
                // A slow disk shall not decide: the copy beside the writer gets its turn.
                await checkpoints.FinishAsync();
            }
        }
        await checkpoints.FinishAsync();

        Assert.InRange(new FileInfo(file + "-wal").Length, 1, 12_000_000);
        Assert.Equal(3_000L, Scalar(writer, "SELECT count(*) FROM t"));
        Assert.Equal("ok", Scalar(writer, "PRAGMA integrity_check"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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

using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// Copies the write-ahead log into the database beside the writer. Left to SQLite, every thousandth page makes the commit
/// that wrote it wait for the copy and for two syncs, and everybody in the queue waits with it. A copy beside the writer
/// never reaches the end of a log that is being written, so from time to time the writer copies the little that is left,
/// after which SQLite begins the log anew.
/// </summary>
internal sealed class WalCheckpoints(string connectionString, int commandsBetween = WalCheckpoints.CommandsBetween, int pagesMax = WalCheckpoints.PagesMax)
{
    /// <summary>Commands after which the log is copied.</summary>
    public const int CommandsBetween = 256;

    /// <summary>Pages of the log from which on the writer finishes a copy, 128 MB.</summary>
    public const int PagesMax = 32_768;

    private Task<long>? _copy;
    private int _commands;
    private bool _isCatchingUp;

    /// <summary>Called by the writer between two commits.</summary>
    public async Task AfterCommitAsync(SqliteConnection writer, int commands)
    {
        _commands += commands;
        if (_copy is { IsCompleted: true } done)
        {
            _copy = null;
            // A copy that failed is tried again with the next commands; until then the log only grows.
            if (done.IsCompletedSuccessfully && await done > pagesMax)
            {
                Catch(writer);
            }
        }
        if (_copy is null && _commands >= commandsBetween)
        {
            _commands = 0;
            _copy = Task.Run(CopyBeside);
        }
    }

    // Everybody waits for what the writer copies itself, so another copy beside it comes first: that leaves only the pages
    // that were written during a short one.
    private void Catch(SqliteConnection writer)
    {
        if (_isCatchingUp)
        {
            Copy(writer);
        }
        else
        {
            _copy = Task.Run(CopyBeside);
        }
        _isCatchingUp = !_isCatchingUp;
    }

    /// <summary>Waits for a copy that is under way.</summary>
    public async Task FinishAsync()
    {
        if (_copy is { } copy)
        {
            await Task.WhenAny(copy);
        }
    }

    private long CopyBeside()
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqlitePragmas.Apply(connection);
        return Copy(connection);
    }

    // PASSIVE waits for nobody, neither for readers nor for the writer.
    private static long Copy(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var row = command.ExecuteReader();
        return row.Read() ? row.GetInt64(1) : 0;
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// Copies the write-ahead log into the database beside the writer. Left to SQLite, every thousandth page makes the commit
/// that wrote it wait for the copy and for two syncs, and everybody in the queue waits with it. A copy beside the writer
/// never reaches the end of a log that is being written, so from time to time the writer copies the little that is left,
/// after which SQLite begins the log anew.
/// </summary>
internal sealed class WalCheckpoints(string connectionString, int commandsBetween = WalCheckpoints.CommandsBetween,
    int pagesMax = WalCheckpoints.PagesMax) : IDisposable
{
    /// <summary>Commands after which the log is copied when nobody waits for the writer.</summary>
    public const int CommandsBetween = 256;

    /// <summary>
    /// How many times as many when somebody does. The copy takes from the same disk and processors, and a page that was written
    /// several times is copied once.
    /// </summary>
    public const int BusyTimes = 16;

    /// <summary>Pages of the log from which on the writer finishes a copy, 512 MB: a few seconds of a desk at its limit.</summary>
    public const int PagesMax = 131_072;

    /// <summary>Commands whose pages the writer may copy itself: about two commits of a busy desk.</summary>
    public const int CommandsLeftMax = 96;

    // If the writer is always faster than the copy, it must do the rest however much that is.
    private const int CopiesInRowMax = 8;

    private Task<long>? _copy;
    private SafeFileHandle? _database;
    private int _commands;
    private int _copiesInRow;

    /// <summary>How often the writer itself copied, and after how many commands since the last copy beside it.</summary>
    internal (int Times, int CommandsMost) Finished { get; private set; }

    /// <summary>How often a copy beside the writer was begun.</summary>
    internal int Copies { get; private set; }

    /// <summary>Called by the writer between two commits; busy when commands wait already.</summary>
    public async Task AfterCommitAsync(SqliteConnection writer, int commands, bool isBusy)
    {
        _commands += commands;
        if (_copy is { IsCompleted: true } done)
        {
            _copy = null;
            // A copy that failed is tried again with the next commands; until then the log only grows.
            if (done.IsCompletedSuccessfully && await done > pagesMax)
            {
                Finish(writer);
            }
        }
        if (_copy is null && _commands >= (isBusy ? BusyTimes : 1) * commandsBetween)
        {
            CopyAgain();
        }
    }

    /// <summary>Waits for a copy that is under way.</summary>
    public async Task FinishAsync()
    {
        if (_copy is { } copy)
        {
            await Task.WhenAny(copy);
        }
    }

    /// <summary>
    /// Lets go of the database file. POSIX takes a process's locks on a file away with the first handle that is closed, whoever
    /// holds them, so this comes when the writer is closed and nothing is written any more.
    /// </summary>
    public void Dispose() => _database?.Dispose();

    // Everybody waits for what the writer copies itself. Each copy beside it leaves only what was written while it ran, so
    // one right after the other leaves less and less, until the writer's own part is short.
    private void Finish(SqliteConnection writer)
    {
        if (_commands > CommandsLeftMax && _copiesInRow < CopiesInRowMax)
        {
            _copiesInRow++;
            CopyAgain();
            return;
        }
        Finished = (Finished.Times + 1, Math.Max(Finished.CommandsMost, _commands));
        Copy(writer);
        _copiesInRow = 0;
        _commands = 0;
    }

    private void CopyAgain()
    {
        _commands = 0;
        Copies++;
        _copy = Task.Run(CopyBeside);
    }

    private long CopyBeside()
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        SqlitePragmas.Apply(connection);
        var pages = Copy(connection);
        // SQLite syncs the database only when a copy reaches the end of the log. That is the writer's, and it would wait for
        // every page that all the copies before have left to the system.
        _database ??= File.OpenHandle(connection.DataSource, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(_database);
        return pages;
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

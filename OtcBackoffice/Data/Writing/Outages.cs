using Microsoft.Data.Sqlite;
using Npgsql;

namespace OtcBackoffice.Data.Writing;

/// <summary>Tells a database that cannot answer now, which passes, from a defect.</summary>
internal static class Outages
{
    private const int SqliteReadOnly = 8;

    // SQLite: busy, locked, read-only, I/O error, full, cannot open. The rest is a defect.
    private static readonly int[] SqliteOutages = [5, 6, 8, 10, 13, 14];

    /// <summary>Whether the server went away or takes no writes any more: other connections of the pool are of no use either.</summary>
    public static bool IsOfAnotherServer(Exception? fault) => fault switch
    {
        null => false,
        PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.ConnectionFailure or PostgresErrorCodes.ReadOnlySqlTransaction,
        } => true,
        _ => IsOfAnotherServer(fault.InnerException),
    };

    /// <summary>Whether the server answers and takes no writes.</summary>
    public static bool IsReadOnly(Exception? fault) => fault switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        SqliteException { SqliteErrorCode: SqliteReadOnly } => true,
        _ => IsReadOnly(fault.InnerException),
    };

    /// <summary>Whether the fault is one of a server, of which it is said more than of a file.</summary>
    public static bool IsOfServer(Exception? fault) => fault is NpgsqlException || (fault is not null && IsOfServer(fault.InnerException));

    /// <summary>Whether the database cannot be reached or cannot take writes now.</summary>
    public static bool IsOutage(Exception? fault) => fault switch
    {
        null => false,
        WriteLostException => true,
        SqliteException sqlite => SqliteOutages.Contains(sqlite.SqliteErrorCode),
        // Connection, resources, and an operator who stops the server.
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3' or '7', ..] or PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        PostgresException => false,
        NpgsqlException => true,
        _ => IsOutage(fault.InnerException),
    };
}

using Microsoft.Data.Sqlite;
using Npgsql;

namespace OtcBackoffice.Data.Writing;

/// <summary>Tells a database that cannot answer now, which passes, from a defect.</summary>
internal static class Outages
{
    // SQLite: busy, locked, read-only, I/O error, full, cannot open. The rest is a defect.
    private static readonly int[] SqliteOutages = [5, 6, 8, 10, 13, 14];

    /// <summary>Whether the database cannot be reached or cannot take writes now.</summary>
    public static bool IsOutage(Exception? fault) => fault switch
    {
        null => false,
        WriteLostException => true,
        SqliteException sqlite => SqliteOutages.Contains(sqlite.SqliteErrorCode),
        // Connection, resources, and an operator who stops the server.
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3' or '7', ..] } => true,
        PostgresException => false,
        NpgsqlException => true,
        _ => IsOutage(fault.InnerException),
    };
}

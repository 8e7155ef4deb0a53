using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// Tells a conflict with another writer, which is tried again, from a defect, which must be seen: a missing value, a foreign key
/// or a refused change of an append-only table is nobody else's doing.
/// </summary>
internal static class Conflicts
{
    /// <summary>The one check that is an answer to a customer and not a defect.</summary>
    private const string OverdraftCheck = "ck_ledger_accounts_not_overdrawn";

    // SQLite's extended codes: primary key, unique, row id; and the check of a table.
    private const int SqliteBusy = 5, SqlitePrimaryKey = 1555, SqliteUnique = 2067, SqliteRowId = 2579, SqliteCheck = 275;

    /// <summary>The database's last guard: an account that may not be overdrawn would have been.</summary>
    public static bool IsOverdraft(Exception fault) => fault switch
    {
        DbUpdateException { InnerException: { } inner } => IsOverdraft(inner),
        SqliteException { SqliteExtendedErrorCode: SqliteCheck } sqlite =>
            sqlite.Message.Contains(OverdraftCheck, StringComparison.Ordinal),
        PostgresException { SqlState: PostgresErrorCodes.CheckViolation } postgres => postgres.ConstraintName == OverdraftCheck,
        _ => false,
    };

    /// <summary>Whether the same command may succeed when it is tried again.</summary>
    public static bool IsConflict(Exception fault) => fault switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsConflict(inner),
        SqliteException { SqliteErrorCode: SqliteBusy } => true,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqlitePrimaryKey or SqliteUnique or SqliteRowId,
        DbException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.UniqueViolation } => true,
        _ => false,
    };
}

using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OtcBackoffice.Data.Schema;

/// <summary>Says in a sentence why a database cannot be opened, and what to do. It never repeats a password.</summary>
internal static class DatabaseFaults
{
    private const int SqliteCannotOpen = 14, SqliteNotADatabase = 26, SqliteCorrupt = 11, SqliteReadOnly = 8, SqliteBusy = 5,
        SqliteFull = 13;

    /// <summary>The sentence, or null when the fault is of another kind and should be seen whole.</summary>
    public static string? Told(Exception fault, string connectionString)
    {
        // EF wraps what a driver threw, some of it more than once.
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (Sentence(inner, connectionString) is { } sentence)
            {
                return sentence;
            }
        }
        return null;
    }

    private static string? Sentence(Exception fault, string connectionString) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => DoesNotExist(connectionString),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"The database at {Place(connectionString)} refuses this user: {refused.MessageText}. Correct ConnectionStrings:Backoffice.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"The database at {Place(connectionString)} does not allow this: {refused.MessageText}. Give the user the right to make "
                + $"tables in its schema.",
        PostgresException { SqlState: [ '5', '7' or '3', ..] } away =>
            $"The database at {Place(connectionString)} is not ready: {away.MessageText}. Try again when it is.",
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } away =>
            $"The database at {Place(connectionString)} does not answer: {away.InnerException!.Message}. Start it, or correct "
                + $"ConnectionStrings:Backoffice.",
        SqliteException sqlite => OfFile(sqlite, new SqliteConnectionStringBuilder(connectionString).DataSource),
        _ => null,
    };

    private static string? OfFile(SqliteException fault, string file) => fault.SqliteErrorCode switch
    {
        SqliteCannotOpen => $"The database file {file} cannot be opened. See that its directory exists and that this user may write there.",
        SqliteNotADatabase or SqliteCorrupt =>
            $"{file} is no SQLite database, or is damaged. Restore a backup, or name another Data:Directory.",
        SqliteReadOnly => $"The database file {file} may not be written by this user.",
        SqliteBusy => $"The database file {file} is in use by another process that does not let go of it.",
        SqliteFull => $"The disk that holds {file} is full.",
        _ => null,
    };

    // A misspelt name must not start an empty desk, so the database is never made here.
    private static string DoesNotExist(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"The database {settings.Database} does not exist at {Place(connectionString)}. If the name is right, make it with: "
            + $"createdb -h {settings.Host} -p {settings.Port} -U {settings.Username} {settings.Database}";
    }

    private static string Place(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{settings.Host}:{settings.Port}";
    }
}

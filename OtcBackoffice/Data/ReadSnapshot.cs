using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OtcBackoffice.Data;

/// <summary>
/// Lets several queries see one and the same state. Without it, what is committed between two of them looks like a
/// difference between the books and their postings, and money would be halted for nothing.
/// </summary>
public static class ReadSnapshot
{
    /// <summary>Begins the snapshot; it ends when the answer is disposed. It holds up no writer.</summary>
    public static async Task<DbTransaction> BeginSnapshotAsync(this BackofficeDbContext db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.Database.OpenConnectionAsync(cancellation);
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            // Deferred: an ordinary one would take the writer's lock.
            var deferred = sqlite.BeginTransaction(deferred: true);
            await db.Database.UseTransactionAsync(deferred, cancellation);
            return deferred;
        }
        var repeatable = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        return repeatable.GetDbTransaction();
    }
}

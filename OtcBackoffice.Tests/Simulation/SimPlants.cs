using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>
/// Ten faults of ten kinds that the simulator must find. Each is put into the world around the desk, by a trigger, by a chain that
/// misbehaves or by a person who goes past a rule; the product itself carries no switch for any of them.
/// </summary>
internal static class SimPlants
{
    public const string LostOutboxRow = "lost_outbox_row", DoubleCredit = "double_credit", MissingLock = "missing_lock",
        StaleCache = "stale_cache",
        WrongRounding = "wrong_rounding", LeaseWithoutFence = "lease_without_fence", EarlyAck = "early_ack",
            SkippedAudit = "skipped_audit",
        UnsortedLocks = "unsorted_locks", RetryWithNewId = "retry_with_new_id";

    /// <summary>All of them, each with the invariant that must name it.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [LostOutboxRow] = SimChecks.Outbox,
        [DoubleCredit] = SimChecks.Payments,
        [MissingLock] = SimChecks.Claims,
        [StaleCache] = SimChecks.Policy,
        [WrongRounding] = SimChecks.Prices,
        [LeaseWithoutFence] = SimChecks.Claims,
        [EarlyAck] = SimChecks.Acknowledged,
        [SkippedAudit] = SimChecks.Audit,
        [UnsortedLocks] = SimChecks.Locks,
        [RetryWithNewId] = SimChecks.Payments,
    };

    /// <summary>Puts a fault that lives in the database into it.</summary>
    public static void Plant(SqliteConnection connection, string? plant)
    {
        var sql = plant switch
        {
            LostOutboxRow => Losing("outbox_messages", 13),
            SkippedAudit => Losing("audit_log", 17),
            WrongRounding => "CREATE TRIGGER planted AFTER INSERT ON otc_deposits WHEN NEW.requested_crypto_minor IS NOT NULL AND "
                + "NEW.number % 3 = 0 "
                + "BEGIN UPDATE otc_deposits SET requested_crypto_minor = requested_crypto_minor + 1 WHERE id = NEW.id; END;",
            // Whoever reads the standing of a person reads what it was before the change.
            StaleCache => "CREATE TRIGGER planted AFTER UPDATE OF is_disabled ON users WHEN NEW.is_disabled <> OLD.is_disabled "
                + "BEGIN UPDATE users SET is_disabled = OLD.is_disabled WHERE id = NEW.id; END;",
            _ => null,
        };
        if (sql is not null)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static string Losing(string table, int every) =>
        $"DROP TRIGGER IF EXISTS {table}_no_delete; CREATE TRIGGER planted AFTER INSERT ON {table} WHEN NEW.id % {every} = 0 BEGIN "
            + $"DELETE FROM {table} WHERE id = NEW.id; END;";
}

using Microsoft.EntityFrameworkCore.Migrations;

namespace OtcBackoffice.Data.Migrations;

/// <summary>Makes the database itself refuse to change or delete what was once written to the books and the records.</summary>
internal static class AppendOnly
{
    private static readonly string[] Tables =
        ["ledger_entries", "ledger_postings", "audit_log", "audit_seals", "audit_checkpoints", "outbox_messages", "webhook_attempts", "otc_deposit_quotes", "otc_deposit_proofs", "idempotency_records"];

    public static void InstallSqlite(MigrationBuilder migration)
    {
        foreach (var table in Tables)
        {
            foreach (var change in (string[])["UPDATE", "DELETE"])
            {
                migration.Sql($"CREATE TRIGGER {table}_no_{change.ToLowerInvariant()} BEFORE {change} ON {table} "
                    + $"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;");
            }
        }
    }

    public static void InstallPostgres(MigrationBuilder migration)
    {
        migration.Sql("CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            + "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;");
        foreach (var table in Tables)
        {
            migration.Sql($"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();");
        }
    }
}

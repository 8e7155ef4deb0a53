using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace OtcBackoffice.Data.Schema;

/// <summary>Reads the listing of a database. What tools keep beside the schema (history, locks, statistics) is left out.</summary>
internal static partial class SchemaReader
{
    /// <summary>EF's list of applied migrations.</summary>
    public const string HistoryTable = "__EFMigrationsHistory";

    private const string NotOurs = "('__EFMigrationsHistory', '__EFMigrationsLock', 'schema_fingerprint')";

    private const string SqliteParts = $"""
        SELECT 'table', m.name, CASE WHEN m.sql LIKE '%WITHOUT ROWID%' THEN 'without rowid' ELSE 'rowid' END
               || CASE WHEN m.sql LIKE '%AUTOINCREMENT%' THEN ' autoincrement' ELSE '' END
          FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT IN {NotOurs}
        UNION ALL
        SELECT 'column', m.name || '.' || c.name, upper(c.type) || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END
               || CASE WHEN c.dflt_value IS NULL THEN '' ELSE ' default ' || c.dflt_value END || CASE WHEN c.pk > 0 THEN ' key ' || c.pk ELSE '' END
          FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT IN {NotOurs}
        UNION ALL
        SELECT 'key', m.name || '.' || group_concat(f."from"), f."table" || '(' || group_concat(coalesce(f."to", '')) || ') on delete ' || lower(f.on_delete)
          FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT IN {NotOurs}
         GROUP BY m.name, f.id
        UNION ALL
        SELECT m.type, m.tbl_name || '.' || m.name, m.sql
          FROM sqlite_master m WHERE m.type IN ('index', 'trigger', 'view') AND m.sql IS NOT NULL AND m.tbl_name NOT IN {NotOurs}
        """;

    private const string SqliteTables =
        $"SELECT m.name, m.sql FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT IN {NotOurs}";

    private const string PostgresParts = $"""
        SELECT 'table', c.relname::text, 'table'
          FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT IN {NotOurs}
        UNION ALL
        SELECT 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
               || CASE a.attidentity WHEN '' THEN '' ELSE ' identity' END || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT IN {NotOurs}
        UNION ALL
        SELECT CASE k.contype WHEN 'c' THEN 'check' ELSE 'key' END, c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
         WHERE c.relnamespace = current_schema()::regnamespace AND k.contype IN ('c', 'f', 'p', 'u', 'x') AND c.relname NOT IN {NotOurs}
        UNION ALL
        SELECT 'index', tablename || '.' || indexname, replace(indexdef, ' ON ' || schemaname || '.', ' ON ')
          FROM pg_indexes WHERE schemaname = current_schema() AND tablename NOT IN {NotOurs}
        UNION ALL
        SELECT 'trigger', c.relname || '.' || t.tgname, t.tgenabled::text || ' ' || replace(pg_get_triggerdef(t.oid), ' ON ' || current_schema() || '.', ' ON ')
               || ' ' || p.prosrc
          FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
         WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND c.relname NOT IN {NotOurs}
        UNION ALL
        SELECT 'view', viewname::text, definition FROM pg_views WHERE schemaname = current_schema()
        """;

    /// <summary>Reads every part through an open connection, inside its transaction when there is one.</summary>
    public static async Task<SchemaListing> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        var isPostgres = connection is NpgsqlConnection;
        var parts = await RowsAsync(connection, transaction, isPostgres ? PostgresParts : SqliteParts,
            row => new SchemaPart(row.GetString(0), row.GetString(1), row.GetString(2)), cancellation);
        if (!isPostgres)
        {
            var tables = await RowsAsync(connection, transaction, SqliteTables, row => (Name: row.GetString(0), Sql: row.GetString(1)),
                cancellation);
            parts.AddRange(tables.SelectMany(table => Checks(table.Name, table.Sql)));
        }
        return SchemaListing.Of(parts);
    }

    /// <summary>Counts the rows of every table, so that a migration that loses some is noticed.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountRowsAsync(
        DbConnection connection, DbTransaction? transaction, IEnumerable<string> tables, CancellationToken cancellation)
    {
        var query = string.Join(" UNION ALL ", tables.Select(table => $"SELECT '{table}', count(*) FROM \"{table}\""));
        var rows = query.Length == 0
            ? []
            : await RowsAsync(connection, transaction, query, row => (Table: row.GetString(0), Count: row.GetInt64(1)), cancellation);
        return rows.ToDictionary(row => row.Table, row => row.Count, StringComparer.Ordinal);
    }

    /// <summary>The ids of the applied migrations in their order, or null when the database has no history.</summary>
    public static async Task<IReadOnlyList<string>?> HistoryAsync(DbConnection connection, DbTransaction? transaction,
        CancellationToken cancellation)
    {
        const string Query = $"SELECT \"MigrationId\" FROM \"{HistoryTable}\" ORDER BY \"MigrationId\"";
        return await HasTableAsync(connection, transaction, HistoryTable, cancellation)
            ? await RowsAsync(connection, transaction, Query, row => row.GetString(0), cancellation)
            : null;
    }

    /// <summary>Whether there is a table of this name.</summary>
    public static async Task<bool> HasTableAsync(DbConnection connection, DbTransaction? transaction, string table,
        CancellationToken cancellation)
    {
        var query = connection is NpgsqlConnection
            ? $"SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = '{table}'"
            : $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{table}'";
        return (await RowsAsync(connection, transaction, query, row => row.GetInt32(0), cancellation)).Count > 0;
    }

    /// <summary>Runs a query and maps its rows.</summary>
    internal static async Task<List<T>> RowsAsync<T>(
        DbConnection connection, DbTransaction? transaction, string query, Func<DbDataReader, T> map, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        command.Transaction = transaction;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(map(reader));
        }
        return rows;
    }

    // SQLite tells the checks of a table only in the text that made it.
    private static IEnumerable<SchemaPart> Checks(string table, string sql)
    {
        foreach (Match check in CheckWord().Matches(sql))
        {
            var (depth, end) = (1, check.Index + check.Length);
            while (depth > 0 && end < sql.Length)
            {
                depth += sql[end++] switch { '(' => 1, ')' => -1, _ => 0 };
            }
            yield return new SchemaPart("check", $"{table}.{check.Groups["name"].Value}", sql[(check.Index + check.Length)..(end - 1)]);
        }
    }

    [GeneratedRegex("""(CONSTRAINT\s+"?(?<name>\w+)"?\s+)?\bCHECK\s*\(""", RegexOptions.IgnoreCase)]
    private static partial Regex CheckWord();
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>The chain over the audit record, computed once more from its description and not by the product.</summary>
internal static class SimAudit
{
    private static readonly string[] Fields =
        ["id", "at_utc", "actor_id", "actor_kind", "actor_name", "action", "entity_kind", "entity_id", "merchant_id", "from_status",
            "to_status", "reason", "changes", "cause", "address"];

    /// <summary>Every seal stands on the one before it and on its row, and no row is without a seal.</summary>
    public static void Ask(SqliteConnection connection)
    {
        var previous = "otc-audit-v1";
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT s.hash, {string.Join(", ", Fields.Select(field => "a." + field))} FROM audit_seals s JOIN "
            + "audit_log a ON a.id = s.audit_id ORDER BY s.sequence";
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var text = new StringBuilder(previous).Append('\n');
                for (var at = 1; at <= Fields.Length; at++)
                {
                    var field = reader.IsDBNull(at) ? null : Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture);
                    field = Fields[at - 1].EndsWith("_id", StringComparison.Ordinal) ? field?.ToLowerInvariant() : field;
                    text.Append(field is null ? "-" : field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field)
                        .Append('\n');
                }
                previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
                if (previous != reader.GetString(0))
                {
                    throw new SimFailure(SimChecks.Chain, $"The seal of row {reader.GetValue(1)} is not its hash.");
                }
            }
        }
        if (SimChecks.Read(connection, "SELECT a.id FROM audit_log a WHERE NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.audit_id = "
            + "a.id)") is [var bare, ..])
        {
            throw new SimFailure(SimChecks.Chain, $"Row {bare[0]} of the record is not sealed.");
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Audit;

/// <summary>What checking an exported file found.</summary>
/// <param name="Rows">Lines read.</param>
/// <param name="Heads">Signed heads among them.</param>
/// <param name="Fault">The first thing that is wrong, by the order of the chain; null when nothing is.</param>
public sealed record AuditExportVerdict(long Rows, long Heads, string? Fault);

/// <summary>
/// Checks a downloaded audit file without a database: every line must hash to its seal, follow the line before it, and the
/// signed heads must carry the desk's signature.
/// </summary>
public static class AuditExportCheck
{
    /// <param name="lines">The file, one JSON row per line, in any order.</param>
    /// <param name="publicKeyPem">The desk's audit key, or null to leave the heads' signatures unchecked.</param>
    /// <param name="isFiltered">Whether the file is a selection, in which rows between others may rightly be absent.</param>
    public static AuditExportVerdict Check(IEnumerable<string> lines, string? publicKeyPem, bool isFiltered)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using var key = publicKeyPem is null ? null : ECDsa.Create();
        key?.ImportFromPem(publicKeyPem);
        var rows = new SortedDictionary<long, Line>();
        var number = 0;
        foreach (var text in lines)
        {
            number++;
            if (Read(text) is not { } line)
            {
                return new AuditExportVerdict(rows.Count, 0, $"Line {number} is not a sealed audit row.");
            }
            if (!rows.TryAdd(line.Sequence, line))
            {
                return new AuditExportVerdict(rows.Count, 0,
                    $"Audit row {line.Row.Id} stands where row {rows[line.Sequence].Row.Id} stands, at seal {line.Sequence}.");
            }
        }
        return Check(rows, key, isFiltered);
    }

    private static AuditExportVerdict Check(SortedDictionary<long, Line> rows, ECDsa? key, bool isFiltered)
    {
        var heads = 0L;
        Line? before = null;
        foreach (var line in rows.Values)
        {
            var fault = AuditChain.Hash(line.PreviousHash, line.Row) != line.Hash
                ? $"Audit row {line.Row.Id} was altered: it does not hash to its seal {line.Sequence}."
                : before is null || before.Sequence + 1 != line.Sequence ? Gap(before, line, isFiltered)
                : before.Hash != line.PreviousHash
                ? $"Audit row {line.Row.Id} does not follow row {before.Row.Id}: seal {line.Sequence} stands on another hash."
                : null;
            if (fault is null && line.Signature is { } signature)
            {
                heads++;
                fault = key is null || AuditDesk.IsSigned(key, line.Sequence, line.Hash, signature) ? null
                    : $"The head at audit row {line.Row.Id} is not signed with this key.";
            }
            if (fault is not null)
            {
                return new AuditExportVerdict(rows.Count, heads, fault);
            }
            before = line;
        }
        return new AuditExportVerdict(rows.Count, heads, before is { Signature: null } && !isFiltered
            ? $"The file ends at audit row {before.Row.Id} without a signed head; later rows were cut off." : null);
    }

    private static string? Gap(Line? before, Line line, bool isFiltered)
    {
        if (before is null)
        {
            return line.Sequence == 1 && line.PreviousHash != AuditChain.Genesis
                ? $"Audit row {line.Row.Id} is first and stands on a hash before it."
                : line.Sequence > 1 && !isFiltered
                ? $"The rows before audit row {line.Row.Id}, seals 1 to {line.Sequence - 1}, are missing." : null;
        }
        return isFiltered ? null
            : $"Rows are missing between audit rows {before.Row.Id} and {line.Row.Id}: seals {before.Sequence + 1} to {line.Sequence - 1}.";
    }

    private static Line? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var row = document.RootElement;
            var changes = row.GetProperty("changes");
            return new Line(
                row.GetProperty("sequence").GetInt64(), row.GetProperty("previous_hash").GetString()!, row.GetProperty("hash").GetString()!,
                Text(row, "head_signature"),
                new AuditRow
                {
                    Id = row.GetProperty("id").GetInt64(),
                    AtUtc = DateTime.Parse(row.GetProperty("at").GetString()!, CultureInfo.InvariantCulture,
                        DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
                    ActorId = row.GetProperty("actor_user_id").GetGuid(),
                    ActorKind = row.GetProperty("actor_kind").GetString()!,
                    ActorName = row.GetProperty("actor_name").GetString()!,
                    Action = row.GetProperty("action").GetString()!,
                    EntityKind = row.GetProperty("entity_kind").GetString()!,
                    EntityId = row.GetProperty("entity_id").GetGuid(),
                    MerchantId = Text(row, "merchant_id") is { } merchant ? Guid.Parse(merchant) : null,
                    FromStatus = Text(row, "from_status"),
                    ToStatus = Text(row, "to_status"),
                    Reason = Text(row, "reason"),
                    // As the record keeps it; the wire spells the same characters more readably.
                    Changes = changes.ValueKind == JsonValueKind.Null ? null : JsonSerializer.Serialize(changes, DeskJson.Options),
                    Cause = row.GetProperty("request_id").GetString()!,
                    Address = Text(row, "address"),
                });
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private sealed record Line(long Sequence, string PreviousHash, string Hash, string? Signature, AuditRow Row);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Data.Records;

namespace OtcBackoffice.Desks.Audit;

/// <summary>
/// The chain over the audit record: every row's hash covers the row in a canonical text and the hash before it, so that
/// changing, removing or swapping any sealed row breaks every hash after it.
/// </summary>
public static class AuditChain
{
    /// <summary>What the first hash stands on.</summary>
    public const string Genesis = "otc-audit-v1";

    /// <summary>The hash of a row that follows <paramref name="previous"/>, in lower-case hex.</summary>
    public static string Hash(string previous, AuditRow row) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + "\n" + Canonical(row))));

    // Each field is preceded by its length, so that no text can be moved from one field into the next.
    private static string Canonical(AuditRow row)
    {
        var text = new StringBuilder();
        string?[] fields =
        [
            row.Id.ToString(CultureInfo.InvariantCulture), UtcMillis.From(row.AtUtc).ToString(CultureInfo.InvariantCulture),
            row.ActorId.ToString(), row.ActorKind,
            row.ActorName, row.Action, row.EntityKind, row.EntityId.ToString(), row.MerchantId?.ToString(), row.FromStatus, row.ToStatus,
            row.Reason, row.Changes, row.Cause, row.Address,
        ];
        foreach (var field in fields)
        {
            text.Append(field is null ? "-" : field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field).Append('\n');
        }
        return text.ToString();
    }
}

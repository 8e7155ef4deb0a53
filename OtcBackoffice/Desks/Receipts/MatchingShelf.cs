using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>The matching rules in force, read anew for every command: a publication holds from its commit on.</summary>
internal static class MatchingShelf
{
    /// <summary>The newest published version, or the first rules while nothing is published.</summary>
    public static async Task<MatchingRules> InForceAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var row = await db.MatchingRules.AsNoTracking().Where(one => one.RulesVersion != null).OrderByDescending(one => one.RulesVersion)
            .FirstOrDefaultAsync(cancellation);
        return row is null ? MatchingRules.First : new MatchingRules(row.RulesVersion!.Value, Read(row.Rules));
    }

    public static IReadOnlyList<MatchingRule> Read(string json) => JsonSerializer.Deserialize<List<MatchingRule>>(json, DeskJson.Options)!;

    public static string Write(IReadOnlyList<MatchingRule> rules) => JsonSerializer.Serialize(rules, DeskJson.Options);
}

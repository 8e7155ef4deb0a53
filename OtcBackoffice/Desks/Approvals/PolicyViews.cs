using System.Text.Json;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>A policy, published or drafted, as it is shown.</summary>
public sealed record PolicyView(
    Guid Id, int? PolicyVersion, int BasedOn, string Status, string Note, Guid AuthorId, string AuthorName, DateTime CreatedAtUtc,
    string? PublishedByName, DateTime? PublishedAtUtc)
{
    /// <summary>The rules in their order.</summary>
    public IReadOnlyList<PolicyRuleText> Rules { get; init; } = [];

    /// <summary>The same as JSON, for the editor.</summary>
    public string RulesJson { get; init; } = "[]";

    /// <summary>What differs from the policy in force: one line for each rule added, removed, changed or moved.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    internal static PolicyView Of(PolicyRow row, int inForce)
    {
        var policy = PolicyText.Read(row.PolicyVersion ?? 0, row.Rules).Value;
        return new PolicyView(row.Id, row.PolicyVersion, row.BasedOn,
            row.PolicyVersion is null ? "draft" : row.PolicyVersion == inForce ? "published" : "superseded",
            row.Note, row.AuthorId, row.AuthorName, row.CreatedAtUtc, row.PublishedByName, row.PublishedAtUtc)
        {
            Rules = [.. policy.Rules.Select(PolicyText.Of)],
            RulesJson = row.Rules,
        };
    }

    internal static IReadOnlyList<string> Diff(ApprovalPolicy from, ApprovalPolicy to)
    {
        var (old, now) = (Texts(from), Texts(to));
        var lines = new List<string>();
        lines.AddRange(old.Keys.Where(name => !now.ContainsKey(name)).Select(name => $"- {name}"));
        lines.AddRange(now.Keys.Where(name => !old.ContainsKey(name)).Select(name => $"+ {name}: {now[name].Words}"));
        lines.AddRange(now.Keys.Where(name => old.TryGetValue(name, out var before) && before.Json != now[name].Json)
            .Select(name => $"~ {name}: {old[name].Words} -> {now[name].Words}"));
        var kept = now.Keys.Where(old.ContainsKey).ToList();
        if (!kept.SequenceEqual(old.Keys.Where(now.ContainsKey)))
        {
            lines.Add("~ the order of the rules");
        }
        return lines;
    }

    private static Dictionary<string, (string Json, string Words)> Texts(ApprovalPolicy policy) => policy.Rules.ToDictionary(
        rule => rule.Name, rule => (JsonSerializer.Serialize(PolicyText.Of(rule), DeskJson.Options), PolicyWords.Of(rule)));
}

/// <summary>A past decision that another policy would have made otherwise.</summary>
/// <param name="EntityId">The record it was about.</param>
/// <param name="From">What was decided.</param>
/// <param name="To">What would be decided.</param>
public sealed record AffectedDecision(Guid EntityId, string From, string To)
{
    public required Guid DecisionId { get; init; }
    public required DateTime AtUtc { get; init; }
    public required string Operation { get; init; }
    public required string Subject { get; init; }
    public required string ActorName { get; init; }
    public required string FromRule { get; init; }
    public required string ToRule { get; init; }
}

/// <summary>What came of a simulation.</summary>
public sealed record Simulation(int Days, int Replayed, IReadOnlyList<AffectedDecision> Affected);

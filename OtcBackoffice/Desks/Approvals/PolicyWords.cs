using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>Rules as sentences, for people.</summary>
public static class PolicyWords
{
    /// <summary>One rule.</summary>
    public static string Of(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var who = rule.Roles.IsEmpty ? "Anybody" : Capital(string.Join(" or ", rule.Roles.ToNames().Select(Spaced)));
        var what = string.Join(", ", rule.Operations.Select(one => Spaced(Names.Snake(one))));
        List<string> conditions = [];
        if (rule.ActorWas.Count > 0)
        {
            conditions.Add($"who was {string.Join(" or ", rule.ActorWas.Select(one => Spaced(Names.Snake(one))))} of the same case");
        }
        if (rule.BankLine.Count > 0)
        {
            conditions.Add($"when the bank line is {string.Join(" or ", rule.BankLine.Select(one => Spaced(Names.Snake(one))))}");
        }
        if (rule.ProofRead.Count > 0)
        {
            conditions.Add($"when {string.Join(" or ", rule.ProofRead.Select(one => Spaced(Names.Snake(one))))} of the proof was read");
        }
        if (rule.Repeated is { } repeated)
        {
            conditions.Add(repeated ? "when reference, file or receipt number stands on another record"
                : "when nothing of it stands on another record");
        }
        if (rule.NotionalUnknown)
        {
            conditions.Add("when the US dollar value is unknown");
        }
        if (rule.NotionalAtMost is { } most)
        {
            conditions.Add($"up to {Usd(most)}");
        }
        if (rule.NotionalAbove is { } above)
        {
            conditions.Add($"above {Usd(above)}");
        }
        if (rule.RollingAtMost is { } rolling)
        {
            conditions.Add($"with at most {Usd(rolling)} for the merchant in 24 hours");
        }
        var outcome = rule.Outcome switch
        {
            DecisionKind.Allow => "may decide alone",
            DecisionKind.NeedsSecondPerson =>
                $"needs {(rule.ApprovalsNeeded == 1 ? "a second person" : $"{rule.ApprovalsNeeded} others")}: {rule.Approvers!.Words()}, "
                + $"within {rule.ExpiryHours} hours"
                + (rule.ApproverWasNot.Count == 0 ? ""
                    : $", not the {string.Join(" or ", rule.ApproverWasNot.Select(one => Spaced(Names.Snake(one))))}"),
            DecisionKind.Deny => $"is refused ({Spaced(Names.Snake(rule.Reason))})",
        };
        return string.Join(", ", conditions.Prepend($"{who} on {what}")) + $": {outcome}.";
    }

    private static string Usd(UsdLimit limit) => limit.Named is { } named ? $"the {Spaced(Names.Snake(named))} setting" : $"{limit} USD";

    private static string Spaced(string name) => name.Replace('_', ' ');

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

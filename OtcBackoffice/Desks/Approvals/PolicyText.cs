using System.Text.Json;
using System.Text.Json.Serialization;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>A rule as it is written: in the database, over HTTP and in the draft editor alike.</summary>
public sealed record PolicyRuleText
{
    public string? Name { get; init; }
    public IReadOnlyList<string>? Operations { get; init; }
    public IReadOnlyList<string>? Roles { get; init; }
    public string? NotionalUsdAtMost { get; init; }
    public string? NotionalUsdAbove { get; init; }
    public string? RollingUsdAtMost { get; init; }
    public bool? NotionalUnknown { get; init; }
    public IReadOnlyList<string>? ActorWas { get; init; }
    public IReadOnlyList<string>? BankLine { get; init; }
    public IReadOnlyList<string>? ProofRead { get; init; }
    public bool? Repeated { get; init; }
    public string? Outcome { get; init; }
    public string? Reason { get; init; }

    /// <summary>Seats that different people must take, each a list of roles of which one is enough.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Approvers { get; init; }
    public int? ApprovalsNeeded { get; init; }
    public int? ExpiryHours { get; init; }
    public IReadOnlyList<string>? ApproverWasNot { get; init; }
}

/// <summary>Between rules and their text.</summary>
public static class PolicyText
{
    private const int NameLengthMax = 80, ExpiryHoursMax = 24 * 30;

    private static readonly JsonSerializerOptions Json = new(DeskJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>The rules as JSON.</summary>
    public static string Write(ApprovalPolicy policy) => JsonSerializer.Serialize(policy.Rules.Select(Of), Json);

    /// <summary>A rule as text fields.</summary>
    public static PolicyRuleText Of(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var isSecond = rule.Outcome == DecisionKind.NeedsSecondPerson;
        return new PolicyRuleText
        {
            Name = rule.Name,
            Operations = [.. rule.Operations.Select(one => Names.Snake(one))],
            Roles = rule.Roles.IsEmpty ? null : rule.Roles.ToNames(),
            NotionalUsdAtMost = rule.NotionalAtMost?.ToString(),
            NotionalUsdAbove = rule.NotionalAbove?.ToString(),
            RollingUsdAtMost = rule.RollingAtMost?.ToString(),
            NotionalUnknown = rule.NotionalUnknown ? true : null,
            ActorWas = rule.ActorWas.Count == 0 ? null : [.. rule.ActorWas.Select(one => Names.Snake(one))],
            BankLine = rule.BankLine.Count == 0 ? null : [.. rule.BankLine.Select(one => Names.Snake(one))],
            ProofRead = rule.ProofRead.Count == 0 ? null : [.. rule.ProofRead.Select(one => Names.Snake(one))],
            Repeated = rule.Repeated,
            Outcome = Names.Snake(rule.Outcome),
            Reason = rule.Outcome == DecisionKind.Deny ? Names.Snake(rule.Reason) : null,
            Approvers = rule.Approvers is null ? null : [.. rule.Approvers.Seats.Select(seat => seat.ToNames())],
            ApprovalsNeeded = isSecond ? rule.ApprovalsNeeded : null,
            ExpiryHours = isSecond ? rule.ExpiryHours : null,
            ApproverWasNot = rule.ApproverWasNot.Count == 0 ? null : [.. rule.ApproverWasNot.Select(one => Names.Snake(one))],
        };
    }

    /// <summary>Reads rules strictly; a fault names the rule and the field.</summary>
    public static Result<ApprovalPolicy> Read(int version, string? rulesJson)
    {
        List<PolicyRuleText?>? texts;
        try
        {
            texts = JsonSerializer.Deserialize<List<PolicyRuleText?>>(rulesJson ?? "null", Json);
        }
        catch (JsonException fault)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rules",
                $"rules cannot be read{(fault.Path is { } path ? $" at {path}" : "")}.");
        }
        var rules = new List<PolicyRule>();
        foreach (var text in texts ?? [])
        {
            var read = Rule(text ?? new PolicyRuleText());
            if (read.Failed(out var unreadable))
            {
                return unreadable;
            }
            rules.Add(read.Value);
        }
        var policy = new ApprovalPolicy(version, rules);
        return policy.Fault() is { } fault2 ? fault2 : policy;
    }

    private static Result<PolicyRule> Rule(PolicyRuleText text)
    {
        if (string.IsNullOrWhiteSpace(text.Name) || text.Name.Length > NameLengthMax)
        {
            return Fault("a rule", $"name with 1 to {NameLengthMax} characters");
        }
        if (!TryRead<ApprovalOperation>(text.Operations, out var operations) || operations.Count == 0)
        {
            return Fault(text.Name, "operations, each one of "
                + string.Join(", ", Enum.GetValues<ApprovalOperation>().Select(one => Names.Snake(one))));
        }
        if (!Names.TryParse<DecisionKind>(text.Outcome, out var outcome))
        {
            return Fault(text.Name, "outcome: allow, needs_second_person or deny");
        }
        var reason = DenyReason.NotPermitted;
        if (text.Reason is not null && !Names.TryParse(text.Reason, out reason))
        {
            return Fault(text.Name, "reason, one of " + string.Join(", ", Enum.GetValues<DenyReason>().Select(one => Names.Snake(one))));
        }
        if (!TryRead<CasePart>(text.ActorWas, out var was) || !TryRead<CasePart>(text.ApproverWasNot, out var wasNot))
        {
            return Fault(text.Name, "actor_was and approver_was_not of "
                + string.Join(", ", Enum.GetValues<CasePart>().Select(one => Names.Snake(one))));
        }
        if (!TryRead<BankLine>(text.BankLine, out var lines) || !TryRead<ProofRead>(text.ProofRead, out var reads))
        {
            return Fault(text.Name, "bank_line of none, proposed, matched, and proof_read of none, some, all");
        }
        if (!TryRoles(text.Roles, out var roles) || !TrySeats(text.Approvers, out var seats))
        {
            return Fault(text.Name, "roles and approvers of " + string.Join(", ", Enum.GetValues<Role>().Select(one => Names.Snake(one))));
        }
        if (!TryLimit(text.NotionalUsdAtMost, out var atMost) || !TryLimit(text.NotionalUsdAbove, out var above)
            || !TryLimit(text.RollingUsdAtMost, out var rolling))
        {
            return Fault(text.Name, "limits as US dollars such as 2500.00, or officer_cap, or four_eyes");
        }
        var (needed, hours) = (text.ApprovalsNeeded ?? Math.Max(1, seats.Count), text.ExpiryHours ?? PolicyRule.ExpiryHoursDefault);
        if (needed < Math.Max(1, seats.Count) || needed > ApproverGroup.SeatsMax || hours is < 1 or > ExpiryHoursMax)
        {
            return Fault(text.Name, $"approvals_needed of at least one for each seat and at most {ApproverGroup.SeatsMax}, and "
                + $"expiry_hours of 1 to {ExpiryHoursMax}");
        }
        return new PolicyRule
        {
            Name = text.Name,
            Operations = operations,
            Roles = roles,
            NotionalAtMost = atMost,
            NotionalAbove = above,
            RollingAtMost = rolling,
            NotionalUnknown = text.NotionalUnknown ?? false,
            ActorWas = was,
            BankLine = lines,
            ProofRead = reads,
            Repeated = text.Repeated,
            Outcome = outcome,
            Reason = reason,
            Approvers = seats.Count == 0 ? null : new ApproverGroup(seats),
            ApprovalsNeeded = needed,
            ExpiryHours = hours,
            ApproverWasNot = wasNot,
        };
    }

    private static DomainError Fault(string rule, string what) =>
        DomainError.Of(ErrorCode.InvalidRequest, "rules", $"{rule} needs {what}.");

    private static bool TryRead<T>(IReadOnlyList<string>? texts, out List<T> values)
        where T : struct, Enum
    {
        values = [];
        foreach (var text in texts ?? [])
        {
            if (!Names.TryParse<T>(text, out var value))
            {
                return false;
            }
            values.Add(value);
        }
        return true;
    }

    private static bool TryRoles(IReadOnlyList<string>? texts, out RoleSet roles)
    {
        var isRead = TryRead<Role>(texts, out var list);
        roles = RoleSet.Of(list);
        return isRead;
    }

    private static bool TrySeats(IReadOnlyList<IReadOnlyList<string>>? texts, out List<RoleSet> seats)
    {
        seats = [];
        foreach (var text in texts ?? [])
        {
            if (!TryRoles(text, out var roles) || roles.IsEmpty)
            {
                return false;
            }
            seats.Add(roles);
        }
        return seats.Count <= ApproverGroup.SeatsMax;
    }

    private static bool TryLimit(string? text, out UsdLimit? limit)
    {
        limit = text is null ? null : UsdLimit.Parse(text);
        return text is null || limit is not null;
    }
}

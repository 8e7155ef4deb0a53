using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>Ordered rules of which the first that matches decides; what none of them names is refused.</summary>
/// <param name="Version">1 for the first that was published; a draft has 0.</param>
/// <param name="Rules">The rules in their order.</param>
public sealed record ApprovalPolicy(int Version, IReadOnlyList<PolicyRule> Rules)
{
    /// <summary>What a decision is attributed to when no rule matches.</summary>
    public const string DefaultDeny = "default_deny";

    /// <summary>Most rules of a policy.</summary>
    public const int RulesMax = 200;

    private static readonly PolicyRule Nothing = new() { Name = DefaultDeny, Operations = [], Outcome = DecisionKind.Deny };

    /// <summary>Decides; the same request and policy always decide alike.</summary>
    public Decision Decide(ApprovalRequest request) => new(Rules.FirstOrDefault(rule => rule.Matches(request)) ?? Nothing, Version);

    /// <summary>
    /// Whether the answer hangs on the rolling sum: a rule that looks at it and otherwise matches comes before the first that
    /// matches without it. The sum is dear, and for most requests an earlier rule has decided.
    /// </summary>
    public bool HangsOnRollingSum(ApprovalRequest request) =>
        Rules.FirstOrDefault(rule => rule.MatchesWithoutRollingSum(request)) is { RollingAtMost: not null };

    /// <summary>What is wrong with the rules as a whole, or null.</summary>
    public DomainError? Fault()
    {
        if (Rules.Count is 0 or > RulesMax)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rules", $"rules must have 1 to {RulesMax} rules.");
        }
        if (Rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rules", $"The rule name {twice.Key} is used twice.");
        }
        if (Rules.FirstOrDefault(rule => rule.Outcome == DecisionKind.NeedsSecondPerson && rule.Approvers is not { Seats.Count: > 0 })
            is { } nobody)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rules", $"{nobody.Name} needs a second person and names no approvers.");
        }
        // A desk that can publish nothing could never repair its policy.
        return Rules.Any(rule => rule.Operations.Contains(ApprovalOperation.PolicyPublish) && rule.Outcome == DecisionKind.Allow) ? null
            : DomainError.Of(ErrorCode.InvalidRequest, "rules",
                "A policy must let somebody publish the next one: a rule on policy_publish that allows.");
    }
}

/// <summary>What a policy said to one request, and by which rule.</summary>
/// <param name="Rule">The rule that decided.</param>
/// <param name="PolicyVersion">Of which policy.</param>
public sealed record Decision(PolicyRule Rule, int PolicyVersion)
{
    /// <summary>What follows.</summary>
    public DecisionKind Kind => Rule.Outcome;

    /// <summary>The refusal as the caller reads it; it names the rule.</summary>
    /// <param name="subject">What it is about, such as DEP-1001.</param>
    /// <param name="request">What was asked.</param>
    public DomainError Refusal(string subject, ApprovalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var facts = new Dictionary<string, string> { ["rule"] = Rule.Name, ["policy_version"] = $"{PolicyVersion}",
            ["operation"] = Names.Snake(request.Operation) };
        if (request.NotionalUsdCents is { } cents)
        {
            facts["notional_usd"] = DecimalText.Format(cents, UsdNotional.Scale);
        }
        if (Rule.Reason == DenyReason.AboveOfficerCap)
        {
            facts["limit_usd"] = DecimalText.Format(request.Limits.OfficerCapUsdCents, UsdNotional.Scale);
        }
        var (code, message) = Rule.Reason switch
        {
            DenyReason.NotPermitted => (ErrorCode.PolicyRefused, $"The approval policy does not let you do this to {subject}."),
            DenyReason.SecondPersonRequired =>
                (ErrorCode.SecondPersonRequired,
                $"You took an earlier step on {subject} and may not take this one as well. Another person can."),
            DenyReason.OutsideTolerance =>
                (ErrorCode.OutsideTolerance,
                $"The amount for {subject} is outside the tolerance around its quote. Treasury or an admin may give an override_reason."),
            DenyReason.AboveOfficerCap =>
                (ErrorCode.AboveOfficerCap, $"{subject} is worth more than an officer may decide. Treasury or an admin can."),
            DenyReason.NotionalUnknown =>
                (ErrorCode.NotionalUnknown, $"The US dollar value of {subject} cannot be known, so an officer may not decide it."),
        };
        return new DomainError(code, $"{message} Rule: {Rule.Name}.") { Facts = facts };
    }
}

using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>A ready-made rule that goes before those in force: drafted, tried and published like any other.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Title">What it does, in a sentence.</param>
/// <param name="Rules">The rules that it puts first.</param>
public sealed record PolicyTemplate(string Name, string Title, IReadOnlyList<PolicyRule> Rules)
{
    private static readonly RoleSet Deciders = RoleSet.Of(Role.OtcOfficer, Role.Treasury, Role.Admin),
        Chiefs = RoleSet.Of(Role.Treasury, Role.Admin);

    /// <summary>Every template.</summary>
    public static readonly IReadOnlyList<PolicyTemplate> All =
    [
        new("bank_line_or_second_person",
            "A deposit is confirmed by one person only when the bank has told of its money; else a second person agrees.",
            [Second("bank_line_or_second_person") with { BankLine = [Approvals.BankLine.None, Approvals.BankLine.Proposed] }]),
        new("repeated_by_two", "A deposit whose reference, file or receipt number stands on another record is confirmed by two persons.",
            [Second("repeated_by_two") with { Repeated = true }]),
        new("unread_proof_by_two", "A deposit whose proof nobody could read is confirmed by two persons.",
            [Second("unread_proof_by_two") with { ProofRead = [Approvals.ProofRead.None] }]),
    ];

    /// <summary>A policy with the template's rules before its own; what it already has under their names gives way.</summary>
    public ApprovalPolicy Before(ApprovalPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var names = Rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        return policy with { Rules = [.. Rules, .. policy.Rules.Where(rule => !names.Contains(rule.Name))] };
    }

    private static PolicyRule Second(string name) => new()
    {
        Name = name, Operations = [ApprovalOperation.DepositConfirm], Roles = Deciders, Outcome = DecisionKind.NeedsSecondPerson,
        Approvers = new ApproverGroup(Chiefs),
    };
}

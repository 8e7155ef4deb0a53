using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Policies;

/// <summary>A rule as it is edited; what the form does not show stays as it was.</summary>
public sealed class RuleForm
{
    /// <summary>What the boxes and lists offer.</summary>
    public static readonly IReadOnlyList<string> Operations = All<ApprovalOperation>(), Outcomes = All<DecisionKind>(),
        Reasons = All<DenyReason>(), Parts = All<CasePart>(), BankLines = All<BankLine>(), ProofReads = All<ProofRead>(),
        StaffRoles = [.. Enum.GetValues<Role>().Where(role => role != Role.Merchant).Select(role => Names.Snake(role))];

    private readonly PolicyRuleText _before;

    private RuleForm(PolicyRuleText before, int at) => (_before, At) = (before, at);

    /// <summary>Which rule is edited, from 0; the count of the rules for a new one.</summary>
    public int At { get; }

    public string Name { get; set; } = "";

    public IReadOnlyList<string> On { get; set; } = [];

    public IReadOnlyList<string> Roles { get; set; } = [];

    public string AtMost { get; set; } = "";

    public string Above { get; set; } = "";

    public string Rolling { get; set; } = "";

    public bool IsUnknown { get; set; }

    /// <summary>yes, no or empty for either.</summary>
    public string Repeated { get; set; } = "";

    public IReadOnlyList<string> BankLine { get; set; } = [];

    public IReadOnlyList<string> ProofRead { get; set; } = [];

    public IReadOnlyList<string> ActorWas { get; set; } = [];

    public string Outcome { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>Who may agree; each list is a seat that another person takes.</summary>
    public List<IReadOnlyList<string>> Seats { get; } = [];

    public int Needed { get; set; } = 1;

    public int Hours { get; set; } = PolicyRule.ExpiryHoursDefault;

    public IReadOnlyList<string> ApproverWasNot { get; set; } = [];

    /// <summary>Whether a second person is asked for.</summary>
    public bool AsksSecond => Outcome == Names.Snake(DecisionKind.NeedsSecondPerson);

    /// <summary>Whether it refuses.</summary>
    public bool Denies => Outcome == Names.Snake(DecisionKind.Deny);

    /// <summary>The form of a rule, or of a new one.</summary>
    public static RuleForm Of(PolicyRuleText? rule, int at)
    {
        var before = rule ?? new PolicyRuleText { Outcome = Names.Snake(DecisionKind.NeedsSecondPerson),
            Approvers = [[Names.Snake(Role.Admin)]] };
        var form = new RuleForm(before, at)
        {
            Name = before.Name ?? "", On = before.Operations ?? [], Roles = before.Roles ?? [], AtMost = before.NotionalUsdAtMost ?? "",
            Above = before.NotionalUsdAbove ?? "", Rolling = before.RollingUsdAtMost ?? "", IsUnknown = before.NotionalUnknown ?? false,
            Repeated = before.Repeated is { } repeated ? repeated ? "yes" : "no" : "", BankLine = before.BankLine ?? [],
            ProofRead = before.ProofRead ?? [], ActorWas = before.ActorWas ?? [], Outcome = before.Outcome ?? "",
            Reason = before.Reason ?? Names.Snake(DenyReason.NotPermitted), Needed = before.ApprovalsNeeded ?? 1,
            Hours = before.ExpiryHours ?? PolicyRule.ExpiryHoursDefault, ApproverWasNot = before.ApproverWasNot ?? [],
        };
        form.Seats.AddRange(before.Approvers is { Count: > 0 } seats ? seats : [[]]);
        return form;
    }

    /// <summary>The rule that the form says.</summary>
    public PolicyRuleText ToRule() => _before with
    {
        Name = Name.Trim(), Operations = On, Roles = OrNull(Roles), NotionalUsdAtMost = OrNull(AtMost), NotionalUsdAbove = OrNull(Above),
        RollingUsdAtMost = OrNull(Rolling), NotionalUnknown = IsUnknown ? true : null,
        Repeated = Repeated.Length == 0 ? null : Repeated == "yes", BankLine = OrNull(BankLine), ProofRead = OrNull(ProofRead),
        ActorWas = OrNull(ActorWas), Outcome = Outcome, Reason = Denies ? Reason : null,
        Approvers = AsksSecond ? [.. Seats.Where(seat => seat.Count > 0)] : null, ApprovalsNeeded = AsksSecond ? Needed : null,
        ExpiryHours = AsksSecond ? Hours : null, ApproverWasNot = AsksSecond ? OrNull(ApproverWasNot) : null,
    };

    private static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(one => Names.Snake(one))];

    private static IReadOnlyList<string>? OrNull(IReadOnlyList<string> words) => words.Count == 0 ? null : words;

    private static string? OrNull(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Tests.Domain.Approvals;

/// <summary>
/// Every small world of the policy: each operation, each set of roles, values and sums on both sides of each limit, each earlier part.
/// It answers always, the same each time, and never lets pass what no policy may.
/// </summary>
public sealed class PolicyWorldsTests
{
    private static readonly PolicyLimits Limits = new(1_000_000, 100_000);

    private static readonly Guid Somebody = Guid.NewGuid(), Other = Guid.NewGuid();

    private static readonly Role[] Roles = Enum.GetValues<Role>();

    private static readonly long?[] Values = [null, 0, 100_000, 100_001, 1_000_000, 1_000_001, long.MaxValue];

    private static readonly RoleSet Deciders = RoleSet.Of(Role.OtcOfficer, Role.Treasury, Role.Admin);

    [Fact]
    public void The_first_policy_answers_every_world_and_always_the_same()
    {
        var worlds = 0;
        foreach (var request in Enum.GetValues<ApprovalOperation>().SelectMany(Worlds))
        {
            var decision = DefaultPolicy.First.Decide(request);
            worlds++;
            if (decision.Rule.Name != DefaultPolicy.First.Decide(request).Rule.Name || Wrong(decision, request) is not null)
            {
                Assert.Fail($"{request.Operation}, {request.NotionalUsdCents}: {Wrong(decision, request) ?? "two answers"}");
            }
        }
        Assert.True(worlds > 100_000, "Too few worlds were looked at.");
    }

    [Fact]
    public void A_policy_that_lets_a_merchant_decide_is_found()
    {
        var open = new PolicyRule { Name = "open", Operations = [ApprovalOperation.DepositConfirm], Outcome = DecisionKind.Allow };
        var request = new ApprovalRequest(ApprovalOperation.DepositConfirm, Somebody, RoleSet.Of(Role.Merchant), Limits);

        Assert.NotNull(Wrong(new ApprovalPolicy(2, [open]).Decide(request), request));
    }

    // What no version may do: merchants and auditors decide nothing, and who waits for somebody waits for somebody who exists.
    private static string? Wrong(Decision decision, ApprovalRequest request) => decision.Kind switch
    {
        DecisionKind.Allow or DecisionKind.NeedsSecondPerson when !Roles.Any(role => request.Roles.Has(role) && Deciders.Has(role)) =>
            "nobody of the desk decided",
        DecisionKind.NeedsSecondPerson when decision.Rule.Approvers is not { Seats.Count: > 0 } || decision.Rule.ApprovalsNeeded < 1 =>
            "it waits for nobody",
        DecisionKind.Allow when request.Operation is ApprovalOperation.ProposalVoid or ApprovalOperation.DepositUnconfirm =>
            "one person was enough",
        DecisionKind.Allow or DecisionKind.NeedsSecondPerson or DecisionKind.Deny => null,
        _ => "it is no answer",
    };

    private static IEnumerable<ApprovalRequest> Worlds(ApprovalOperation operation) =>
        from set in Enumerable.Range(0, 1 << Roles.Length)
        from value in Values
        from sum in Values
        from parts in Parts()
        select new ApprovalRequest(operation, Somebody, RoleSet.Of([.. Roles.Where((_, at) => (set & (1 << at)) != 0)]), Limits)
        {
            NotionalUsdCents = value, RollingUsdCents = sum, Parts = parts,
        };

    private static IEnumerable<IReadOnlyList<CaseActor>> Parts() =>
        Enum.GetValues<CasePart>().SelectMany(part => new[] { Somebody, Other }
            .Select(who => (IReadOnlyList<CaseActor>)[new CaseActor(part, who)])).Prepend([]);
}

using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Tests.Domain.Approvals;

/// <summary>The documented defaults, cell by cell: who decides what alone, with whom, and not at all.</summary>
public sealed class DefaultPolicyTests
{
    private static readonly PolicyLimits Limits = new(1_000_000, 100_000);

    private static readonly Guid Somebody = Guid.NewGuid();

    [Theory]
    [InlineData(ApprovalOperation.DepositConfirm, "otc_officer", 1_000_000, 1_000_000, "officer_within_cap", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.DepositConfirm, "otc_officer", 1_000_001, 1_000_001, "officer_above_cap", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.DepositConfirm, "otc_officer", 600_000, 1_200_000, "officer_above_rolling_cap",
        DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.DepositConfirm, "otc_officer", 600_000, null, "officer_above_rolling_cap",
        DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.DepositConfirm, "otc_officer", null, null, "officer_needs_known_value", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.DepositConfirm, "treasury", null, null, "treasury_and_admin_have_no_cap", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.DepositConfirm, "admin", 900_000_000, 900_000_000, "treasury_and_admin_have_no_cap", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.DepositConfirm, "otc_officer,treasury", 900_000_000, 900_000_000, "treasury_and_admin_have_no_cap",
        DecisionKind.Allow)]
    [InlineData(ApprovalOperation.DepositConfirm, "auditor", 1, 1, "default_deny", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.DepositConfirm, "merchant", 1, 1, "default_deny", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.DepositCredit, "otc_officer", 1_000_000, 1_000_000, "officer_within_cap", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.DepositCredit, "otc_officer", 1_000_001, 1_000_001, "officer_above_cap", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.DepositCredit, "treasury", 5_000_000, null, "treasury_and_admin_have_no_cap", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.CreditOverride, "otc_officer", 1, 1, "override_not_by_officer", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.CreditOverride, "treasury", 1, 1, "override_by_two", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.CreditOverride, "admin", null, null, "override_by_two", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.PayoutWalletChange, "otc_officer", 1, 1, "payout_wallet_by_two", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.PayoutWalletChange, "admin", 1, 1, "payout_wallet_by_two", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.WithdrawalApprove, "otc_officer", 1_000_001, 1_000_001, "officer_above_cap",
        DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.ExchangeApprove, "treasury", 1, 1, "treasury_and_admin_have_no_cap", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.BlockTradeRelease, "otc_officer", null, null, "officer_needs_known_value", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.SettingChange, "admin", null, null, "configuration_by_two_admins", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.SettingChange, "treasury", null, null, "default_deny", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.TreasuryWalletChange, "admin", null, null, "configuration_by_two_admins", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.WebhookTargetChange, "admin", null, null, "configuration_by_two_admins", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.RoleChange, "admin", null, null, "configuration_by_two_admins", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.PricingProfileChange, "admin", null, null, "configuration_by_two_admins", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.CurrencyChange, "admin", null, null, "configuration_by_two_admins", DecisionKind.NeedsSecondPerson)]
    [InlineData(ApprovalOperation.PolicyPublish, "admin", null, null, "second_admin_publishes", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.PolicyPublish, "treasury", null, null, "default_deny", DecisionKind.Deny)]
    [InlineData(ApprovalOperation.ProposalFinalSign, "treasury", null, null, "signers_sign", DecisionKind.Allow)]
    [InlineData(ApprovalOperation.ProposalFinalSign, "otc_officer", null, null, "default_deny", DecisionKind.Deny)]
    public void The_table_of_the_first_policy(ApprovalOperation operation, string roles, int? cents, int? rolling, string rule,
        DecisionKind kind)
    {
        var decision = DefaultPolicy.First.Decide(Request(operation, roles) with { NotionalUsdCents = cents, RollingUsdCents = rolling });

        Assert.Equal((rule, kind), (decision.Rule.Name, decision.Kind));
    }

    [Theory]
    [InlineData(ApprovalOperation.DepositCredit, CasePart.Confirmer, "treasury", 100_001, "credit_not_by_confirmer")]
    [InlineData(ApprovalOperation.DepositCredit, CasePart.Confirmer, "admin", null, "credit_not_by_confirmer")]
    [InlineData(ApprovalOperation.DepositCredit, CasePart.Confirmer, "treasury", 100_000, "treasury_and_admin_have_no_cap")]
    [InlineData(ApprovalOperation.CreditOverride, CasePart.Confirmer, "admin", 1, "override_not_by_confirmer")]
    [InlineData(ApprovalOperation.PolicyPublish, CasePart.Author, "admin", null, "author_publishes_not")]
    [InlineData(ApprovalOperation.ProposalFinalSign, CasePart.Proposer, "treasury", null, "proposer_signs_not_last")]
    public void Who_acted_earlier_on_the_case_counts(ApprovalOperation operation, CasePart part, string role, int? cents, string rule)
    {
        var request = Request(operation, role) with { NotionalUsdCents = cents, RollingUsdCents = cents };

        Assert.Equal(rule, DefaultPolicy.First.Decide(request with { Parts = [new CaseActor(part, Somebody)] }).Rule.Name);
        Assert.NotEqual("credit_not_by_confirmer",
            DefaultPolicy.First.Decide(request with { Parts = [new CaseActor(part, Guid.NewGuid())] }).Rule.Name);
    }

    [Theory]
    [InlineData("otc_officer", 600_000, true)]
    [InlineData("otc_officer", 1_000_001, false)]
    [InlineData("otc_officer", null, false)]
    [InlineData("otc_officer,treasury", 600_000, false)]
    [InlineData("admin", 600_000, false)]
    [InlineData("auditor", 600_000, false)]
    public void The_rolling_sum_is_asked_for_only_when_the_answer_hangs_on_it(string roles, int? cents, bool hangs)
    {
        var request = Request(ApprovalOperation.DepositConfirm, roles) with { NotionalUsdCents = cents };

        Assert.Equal(hangs, DefaultPolicy.First.HangsOnRollingSum(request));
        var answers = new long?[] { null, 0,
            long.MaxValue }.Select(sum => DefaultPolicy.First.Decide(request with { RollingUsdCents = sum }).Rule.Name).Distinct();
        Assert.Equal(hangs, answers.Count() > 1);
    }

    [Fact]
    public void Every_operation_has_a_rule_and_no_role_alone_decides_an_override_or_configuration()
    {
        ApprovalOperation[] configuration =
        [
            ApprovalOperation.CreditOverride, ApprovalOperation.PayoutWalletChange, ApprovalOperation.SettingChange,
            ApprovalOperation.TreasuryWalletChange,
            ApprovalOperation.WebhookTargetChange, ApprovalOperation.RoleChange, ApprovalOperation.PricingProfileChange,
            ApprovalOperation.CurrencyChange,
        ];
        Assert.All(Enum.GetValues<ApprovalOperation>(),
            operation => Assert.Contains(DefaultPolicy.First.Rules, rule => rule.Operations.Contains(operation)));
        Assert.All(configuration, operation => Assert.NotEqual(DecisionKind.Allow,
            DefaultPolicy.First.Decide(Request(operation, "admin,treasury,otc_officer")).Kind));
        Assert.Null(DefaultPolicy.First.Fault());
    }

    [Fact]
    public void A_refusal_names_its_rule_and_keeps_its_code()
    {
        var request = Request(ApprovalOperation.CreditOverride, "otc_officer") with { NotionalUsdCents = 5 };
        var refusal = DefaultPolicy.First.Decide(request).Refusal("DEP-1001", request);

        Assert.Equal(ErrorCode.OutsideTolerance, refusal.Code);
        Assert.Equal("override_not_by_officer", refusal.Facts["rule"]);
        Assert.Contains("DEP-1001", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_policy_refuses_everything()
    {
        var decision = new ApprovalPolicy(9, []).Decide(Request(ApprovalOperation.DepositConfirm, "admin"));

        Assert.Equal((DecisionKind.Deny, ApprovalPolicy.DefaultDeny, 9), (decision.Kind, decision.Rule.Name, decision.PolicyVersion));
    }

    private static ApprovalRequest Request(ApprovalOperation operation, string roles) =>
        new(operation, Somebody, RoleSet.FromNames(roles.Split(',')), Limits);
}

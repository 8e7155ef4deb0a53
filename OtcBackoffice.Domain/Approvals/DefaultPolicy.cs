using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>
/// The documented defaults as the first published policy: the officer's cap with its rolling sum, four eyes, the override,
/// and a second admin for configuration.
/// </summary>
public static class DefaultPolicy
{
    private static readonly RoleSet Officer = RoleSet.Of(Role.OtcOfficer), Chiefs = RoleSet.Of(Role.Treasury, Role.Admin),
        Admins = RoleSet.Of(Role.Admin), Deciders = RoleSet.Of(Role.OtcOfficer, Role.Treasury, Role.Admin);

    private static readonly UsdLimit Cap = UsdLimit.Of(NamedLimit.OfficerCap), FourEyes = UsdLimit.Of(NamedLimit.FourEyes);

    /// <summary>What is decided about money by officers and those above them.</summary>
    private static readonly ApprovalOperation[] Desk =
    [
        ApprovalOperation.DepositConfirm, ApprovalOperation.DepositCredit, ApprovalOperation.WithdrawalApprove,
        ApprovalOperation.ExchangeApprove,
        ApprovalOperation.BlockTradeRelease, ApprovalOperation.GatewayWithdrawalApprove, ApprovalOperation.GatewayBatchApprove,
    ];

    /// <summary>Configuration that a second admin agrees to.</summary>
    private static readonly ApprovalOperation[] Configuration =
    [
        ApprovalOperation.SettingChange, ApprovalOperation.TreasuryWalletChange, ApprovalOperation.WebhookTargetChange,
        ApprovalOperation.RoleChange,
        ApprovalOperation.PricingProfileChange, ApprovalOperation.CurrencyChange, ApprovalOperation.GatewayTermsChange,
    ];

    /// <summary>Version 1.</summary>
    public static readonly ApprovalPolicy First = new(1,
    [
        Deny("credit_not_by_confirmer", [ApprovalOperation.DepositCredit, ApprovalOperation.CreditNewWallet], DenyReason.SecondPersonRequired) with { NotionalAbove = FourEyes, ActorWas = [CasePart.Confirmer] },
        Second("new_wallet_by_two", [ApprovalOperation.CreditNewWallet], RoleSet.Of(Role.OtcOfficer, Role.Treasury, Role.Admin), Chiefs)
            with { ApproverWasNot = [CasePart.WalletEditor] },
        Deny("override_not_by_confirmer", [ApprovalOperation.CreditOverride], DenyReason.SecondPersonRequired)
            with { Roles = Chiefs, ActorWas = [CasePart.Confirmer] },
        Second("override_by_two", [ApprovalOperation.CreditOverride], Chiefs, Chiefs) with { ApproverWasNot = [CasePart.Confirmer] },
        Deny("override_not_by_officer", [ApprovalOperation.CreditOverride], DenyReason.OutsideTolerance) with { Roles = Officer },
        Allow("treasury_and_admin_have_no_cap", Desk) with { Roles = Chiefs },
        Deny("officer_needs_known_value", Desk, DenyReason.NotionalUnknown) with { Roles = Officer, NotionalUnknown = true },
        Allow("officer_within_cap", Desk) with { Roles = Officer, NotionalAtMost = Cap, RollingAtMost = Cap },
        Second("officer_above_cap", Desk, Officer, Chiefs) with { NotionalAbove = Cap },
        Second("officer_above_rolling_cap", Desk, Officer, Chiefs),
        Second("payout_wallet_by_two", [ApprovalOperation.PayoutWalletChange], RoleSet.Of(Role.OtcOfficer, Role.Treasury, Role.Admin), Chiefs) with { ApproverWasNot = [CasePart.WalletEditor] },
        Second("gateway_refund_by_two", [ApprovalOperation.GatewayRefund], RoleSet.Of(Role.OtcOfficer, Role.Treasury, Role.Admin), Chiefs),
        Deny("proposer_signs_not_last", [ApprovalOperation.ProposalFinalSign], DenyReason.SecondPersonRequired) with { ActorWas = [CasePart.Proposer] },
        Allow("signers_sign", [ApprovalOperation.ProposalFinalSign]) with { Roles = Chiefs },
        Second("configuration_by_two_admins", Configuration, Admins, Admins),
        Deny("author_publishes_not", [ApprovalOperation.PolicyPublish], DenyReason.NotPermitted) with { ActorWas = [CasePart.Author] },
        Allow("second_admin_publishes", [ApprovalOperation.PolicyPublish]) with { Roles = Admins },
        Allow("receipt_within_cap", [ApprovalOperation.ReceiptDispose]) with { Roles = Deciders, NotionalAtMost = Cap },
        Second("receipt_above_cap", [ApprovalOperation.ReceiptDispose], Deciders, Chiefs),
        Second("confirmed_receipt_by_two", [ApprovalOperation.ReceiptUndo], Deciders, Chiefs),
        Second("phone_outcome_by_two", [ApprovalOperation.PushOutcome], Deciders, Chiefs),
        Second("matching_by_two", [ApprovalOperation.MatchingPublish], Chiefs, Chiefs),
        Second("screening_release_by_two", [ApprovalOperation.ScreeningRelease], Deciders, Chiefs),
        Second("unconfirm_by_two", [ApprovalOperation.DepositUnconfirm], Deciders, Chiefs),
        Second("void_by_two", [ApprovalOperation.ProposalVoid], Chiefs, Chiefs),
    ]);

    // What a policy of an earlier version could not name.
    private static readonly ApprovalOperation[] Later =
        [ApprovalOperation.ReceiptDispose, ApprovalOperation.ReceiptUndo, ApprovalOperation.PushOutcome, ApprovalOperation.MatchingPublish,
         ApprovalOperation.GatewayWithdrawalApprove, ApprovalOperation.GatewayBatchApprove, ApprovalOperation.GatewayRefund,
         ApprovalOperation.GatewayTermsChange, ApprovalOperation.ScreeningRelease, ApprovalOperation.DepositUnconfirm,
             ApprovalOperation.ProposalVoid];

    /// <summary>
    /// A published policy with the defaults for operations that the product has learnt since: a policy that was written before
    /// them says nothing about them, which is not a refusal. One that names an operation rules on it alone.
    /// </summary>
    public static ApprovalPolicy Complete(ApprovalPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var unnamed = Later.Where(operation => !policy.Rules.Any(rule => rule.Operations.Contains(operation))).ToList();
        return unnamed.Count == 0 ? policy : policy with 
        {
            Rules = [.. policy.Rules, .. First.Rules.Where(rule => rule.Operations.Any(unnamed.Contains))
                .Select(rule => rule with { Operations = [.. rule.Operations.Where(unnamed.Contains)] })],
        };
    }

    private static PolicyRule Allow(string name, IReadOnlyList<ApprovalOperation> operations) =>
        new() { Name = name, Operations = operations, Outcome = DecisionKind.Allow };

    private static PolicyRule Deny(string name, IReadOnlyList<ApprovalOperation> operations, DenyReason reason) =>
        new() { Name = name, Operations = operations, Outcome = DecisionKind.Deny, Reason = reason };

    private static PolicyRule Second(string name, IReadOnlyList<ApprovalOperation> operations, RoleSet makers, RoleSet approvers) =>
        new() { Name = name, Operations = operations, Roles = makers, Outcome = DecisionKind.NeedsSecondPerson,
            Approvers = new ApproverGroup(approvers) };
}

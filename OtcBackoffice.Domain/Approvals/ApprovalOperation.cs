namespace OtcBackoffice.Domain.Approvals;

/// <summary>
/// What the approval policy rules on. A new operation is one line here, a rule in <see cref="DefaultPolicy"/>, and a
/// replay registered by its desk when a rule may ask for a second person.
/// </summary>
public enum ApprovalOperation
{
    /// <summary>Say that the fiat of a deposit arrived.</summary>
    DepositConfirm,

    /// <summary>Propose the quoted payment of a deposit.</summary>
    DepositCredit,

    /// <summary>Propose the payment of a deposit to a wallet that is younger than a day.</summary>
    CreditNewWallet,

    /// <summary>Propose a payment outside the tolerance around the quote.</summary>
    CreditOverride,

    /// <summary>Change where a submitted deposit pays out to.</summary>
    PayoutWalletChange,

    /// <summary>Give the signature that releases a treasury payment.</summary>
    ProposalFinalSign,

    /// <summary>Approve a withdrawal.</summary>
    WithdrawalApprove,

    /// <summary>Approve an exchange order.</summary>
    ExchangeApprove,

    /// <summary>Release a block trade.</summary>
    BlockTradeRelease,

    /// <summary>Send out coins of a tenant of the gateway.</summary>
    GatewayWithdrawalApprove,

    /// <summary>Send out the coins of a batch of withdrawals of a tenant of the gateway.</summary>
    GatewayBatchApprove,

    /// <summary>Send money of a gateway payment back.</summary>
    GatewayRefund,

    /// <summary>Change the terms of a tenant of the gateway.</summary>
    GatewayTermsChange,

    /// <summary>Change a cap, a tolerance or a lease.</summary>
    SettingChange,

    /// <summary>Add or change a treasury wallet.</summary>
    TreasuryWalletChange,

    /// <summary>Change where a webhook endpoint of the desk sends to.</summary>
    WebhookTargetChange,

    /// <summary>Change somebody's roles.</summary>
    RoleChange,

    /// <summary>Edit a pricing profile that is active.</summary>
    PricingProfileChange,

    /// <summary>Edit a currency that deposits use.</summary>
    CurrencyChange,

    /// <summary>Put a drafted policy into force.</summary>
    PolicyPublish,

    /// <summary>Put unmatched money on records, send it back or keep it.</summary>
    ReceiptDispose,

    /// <summary>Take a receipt off a record that was confirmed by it.</summary>
    ReceiptUndo,

    /// <summary>Say how a payment on a phone ended that nobody could find out.</summary>
    PushOutcome,

    /// <summary>Put drafted matching rules into force.</summary>
    MatchingPublish,

    /// <summary>Let records pass that screening named a party of.</summary>
    ScreeningRelease,

    /// <summary>Take the confirmation of a deposit back.</summary>
    DepositUnconfirm,

    /// <summary>Give up a payment that was signed.</summary>
    ProposalVoid,
}

/// <summary>A part that somebody played earlier on the same case.</summary>
public enum CasePart
{
    /// <summary>Said that the fiat arrived.</summary>
    Confirmer,

    /// <summary>Proposed the payment.</summary>
    Proposer,

    /// <summary>Added or changed the wallet last.</summary>
    WalletEditor,

    /// <summary>Wrote the draft.</summary>
    Author,

    /// <summary>Made the record.</summary>
    Maker,
}

/// <summary>Who played a part earlier on the same case.</summary>
public sealed record CaseActor(CasePart Part, Guid PersonId);

/// <summary>What a policy says to one request.</summary>
public enum DecisionKind
{
    /// <summary>The person may do it alone.</summary>
    Allow,

    /// <summary>It is stored, and done when enough others agree.</summary>
    NeedsSecondPerson,

    /// <summary>It is refused.</summary>
    Deny,
}

/// <summary>Why a rule refuses; it becomes the error code that the caller sees.</summary>
public enum DenyReason
{
    /// <summary>Nothing permits it.</summary>
    NotPermitted,

    /// <summary>The same person may not do both steps.</summary>
    SecondPersonRequired,

    /// <summary>The amount is outside the tolerance around the quote.</summary>
    OutsideTolerance,

    /// <summary>The US dollar value is above the cap.</summary>
    AboveOfficerCap,

    /// <summary>The US dollar value cannot be known.</summary>
    NotionalUnknown,
}

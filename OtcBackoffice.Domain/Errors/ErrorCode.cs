namespace OtcBackoffice.Domain.Errors;

/// <summary>The closed list of refusals. On the wire a code is its name in upper snake case.</summary>
public enum ErrorCode
{
    /// <summary>A field is missing or malformed; the message names it.</summary>
    InvalidRequest,

    /// <summary>An amount breaks the grammar or has more decimals than its asset. Send plain digits with a point.</summary>
    InvalidAmount,

    /// <summary>No valid credential came with the request. Sign in or send a valid token.</summary>
    Unauthenticated,

    /// <summary>The actor's roles do not include this action, or the account is disabled.</summary>
    Forbidden,

    /// <summary>The record does not exist for this actor.</summary>
    NotFound,

    /// <summary>The lifecycle refuses the action in the present status. Read the record again.</summary>
    WrongState,

    /// <summary>Somebody changed the record in between. Read it again and decide anew.</summary>
    ConcurrentChange,

    /// <summary>The deposit is claimed by another officer. Ask for a release or take another one.</summary>
    ClaimedByAnother,

    /// <summary>The actor does not hold the claim that the action needs.</summary>
    NotClaimed,

    /// <summary>The currency is not in the catalogue or not active.</summary>
    CurrencyNotActive,

    /// <summary>The ISO code is in the catalogue already.</summary>
    CurrencyExists,

    /// <summary>The currency's fraction digits are in use and cannot change.</summary>
    CurrencyInUse,

    /// <summary>The asset is not known on that network.</summary>
    AssetUnknown,

    /// <summary>No active pricing profile matches the request.</summary>
    PricingProfileNotFound,

    /// <summary>No active, unexpired FX quote matches the request.</summary>
    FxQuoteNotFound,

    /// <summary>The profile or quote is for another flow, asset, network or currency than the deposit.</summary>
    PricingMismatch,

    /// <summary>The FX quote has lapsed. Price again.</summary>
    QuoteExpired,

    /// <summary>The amount is so small that nothing would be left after fees, or outside the profile's bounds.</summary>
    AmountTooSmall,

    /// <summary>The wallet does not belong to the merchant or its sub-vendors, or is on another network.</summary>
    WalletNotUsable,

    /// <summary>There is no payout wallet on the requested network. Create one or name one.</summary>
    PayoutWalletMissing,

    /// <summary>The address is not valid on its network; the message says why.</summary>
    AddressInvalid,

    /// <summary>The merchant already has this address.</summary>
    WalletExists,

    /// <summary>The wire is not what was declared. Resolve the difference first: prorate, requote or return.</summary>
    AmountDiffers,

    /// <summary>No statement line differs from the declared amount, so there is nothing to resolve.</summary>
    NoDifference,

    /// <summary>The payment has not been made. Wait for the payer, or for the operator's answer.</summary>
    PaymentNotReceived,

    /// <summary>A submission needs a proof document.</summary>
    ProofMissing,

    /// <summary>The proof named does not belong to this deposit.</summary>
    ProofUnknown,

    /// <summary>The file is larger than the limit for proofs.</summary>
    ProofTooLarge,

    /// <summary>The file is smaller than a proof can be.</summary>
    ProofTooSmall,

    /// <summary>The content is not a PDF.</summary>
    ProofNotPdf,

    /// <summary>The PDF is encrypted, malformed or carries active content; the message says which.</summary>
    ProofRefused,

    /// <summary>The proof contradicts the declaration, and nobody has accepted that with a reason.</summary>
    ProofDiffers,

    /// <summary>The person to assign does not exist or may not work deposits.</summary>
    AssigneeNotEligible,

    /// <summary>The USD value is above what an officer may decide. Somebody from treasury or an admin can.</summary>
    AboveOfficerCap,

    /// <summary>The USD value cannot be worked out, so nobody under a cap may decide.</summary>
    NotionalUnknown,

    /// <summary>The crypto amount is outside the tolerance around the quoted amount.</summary>
    OutsideTolerance,

    /// <summary>The same person may not do both steps. Another person can do this one.</summary>
    SecondPersonRequired,

    /// <summary>There is an open or completed credit proposal already.</summary>
    ProposalOpen,

    /// <summary>The actor is not among the signers of this treasury wallet.</summary>
    NotASigner,

    /// <summary>The actor has signed this proposal already.</summary>
    AlreadySigned,

    /// <summary>What was signed no longer matches the deposit; the proposal is invalid.</summary>
    ProposalInvalidated,

    /// <summary>The treasury wallet or account holds less than the amount.</summary>
    InsufficientFunds,

    /// <summary>The idempotency key was used with another body.</summary>
    IdempotencyKeyReused,

    /// <summary>A request with this idempotency key is being worked on. Ask again in a moment.</summary>
    IdempotencyKeyInFlight,

    /// <summary>The idempotency key is malformed, too long, or sent twice with different values.</summary>
    IdempotencyKeyInvalid,

    /// <summary>The books do not balance; money stands still until treasury has looked.</summary>
    LedgerHalted,

    /// <summary>The books of this month are closed. Post in an open month, or have an admin open it again.</summary>
    PeriodClosed,

    /// <summary>The webhook target is not an allowed address.</summary>
    WebhookTargetRefused,

    /// <summary>The request was sent too often. Wait as told.</summary>
    RateLimited,

    /// <summary>The desk cannot act now; nothing was changed. Try again later.</summary>
    Unavailable,

    /// <summary>The method is not offered on this path.</summary>
    MethodNotAllowed,

    /// <summary>The content type is not taken here.</summary>
    UnsupportedMediaType,

    /// <summary>The body is larger than the limit.</summary>
    BodyTooLarge,

    /// <summary>A defect of the desk. The request id in the answer finds it in the log.</summary>
    InternalError,

    /// <summary>The stored command no longer fits the record, because that changed in between.</summary>
    ApprovalStale,

    /// <summary>The maker of a command may not be its checker.</summary>
    MakerMayNotCheck,

    /// <summary>No rule of the approval policy permits this to the actor; the answer names the rule.</summary>
    PolicyRefused,

    /// <summary>The command asks for a fresh sign-in. Confirm with password, code or passkey, then send it again.</summary>
    StepUpRequired,

    /// <summary>Staff must set up a second factor before they do anything else.</summary>
    SecondFactorRequired,

    /// <summary>The password breaks a rule; the message says which.</summary>
    PasswordRefused,

    /// <summary>The e-mail address belongs to somebody already.</summary>
    PersonExists,

    /// <summary>The change would leave the desk without an administrator, or concerns the actor's own account.</summary>
    PersonProtected,

    /// <summary>The link or code is unknown, used or expired; all look the same.</summary>
    LinkNotValid,

    /// <summary>The code, password or passkey is not right, or there were too many attempts; all look the same.</summary>
    ProofOfPersonRefused,

    /// <summary>Exchange, buy: the EUR account to pay from is not one of the caller's.</summary>
    SourceNotFound,

    /// <summary>Exchange, buy: the account to pay from is not in EUR.</summary>
    SourceWrongCurrency,

    /// <summary>Exchange, buy: the account to pay from is inactive.</summary>
    SourceInactive,

    /// <summary>Exchange, buy: the wallet to receive into is not one of the caller's.</summary>
    DestinationNotFound,

    /// <summary>Exchange, buy: the wallet to receive into has no USDC address.</summary>
    DestinationNoUsdcAddress,

    /// <summary>Exchange, sell: the wallet to pay from is not one of the caller's.</summary>
    SourceWalletNotFound,

    /// <summary>Exchange, sell: the wallet to pay from has no USDC address.</summary>
    SourceWalletNoUsdc,

    /// <summary>Exchange, sell: the wallet to pay from holds less than the amount.</summary>
    SourceWalletInsufficient,

    /// <summary>Exchange, sell: the EUR account to receive into is not one of the caller's.</summary>
    DestinationAccountNotFound,

    /// <summary>Exchange, sell: the account to receive into is not in EUR.</summary>
    DestinationAccountWrongCurrency,

    /// <summary>Exchange, sell: the account to receive into is inactive.</summary>
    DestinationAccountInactive,

    /// <summary>Exchange, buy: the EUR account holds less than the amount. The order stays quoted until its quote lapses.</summary>
    SourceInsufficientFunds,

    /// <summary>Exchange: the confirmation names another side than the quote; without a side it means buy. Nothing was executed.</summary>
    SideMismatch,

    /// <summary>Exchange: no rate or no live balance could be read, so nothing can be quoted. Try again later.</summary>
    QuoteUnavailable,

    /// <summary>Exchange: the live balance could not be read; no older number is shown instead. Try again later.</summary>
    BalanceUnavailable,

    /// <summary>Exchange: the order does not exist for this caller.</summary>
    OrderNotFound,

    /// <summary>Exchange: the wallet does not exist for this caller.</summary>
    WalletNotFound,

    /// <summary>Exchange: the order is past the point where the customer can cancel it.</summary>
    NotCancellable,

    /// <summary>Exchange: a confirmation needs an Idempotency-Key, a UUID of version 4.</summary>
    IdempotencyKeyRequired,

    /// <summary>Exchange: the live market rate is missing or too old to approve against; the message says which.</summary>
    RateStale,

    /// <summary>Exchange: the market rate jumped and waits until somebody of the treasury or an admin accepts it; the message says by how
    /// much.</summary>
    RateHeld,

    /// <summary>Quantity and amount do not agree at the price of now. Ask for the price again.</summary>
    PriceMoved,

    /// <summary>The country, side or pair is not offered now.</summary>
    MarketClosed,

    /// <summary>The day's limit does not cover the amount.</summary>
    LimitExceeded,

    /// <summary>The payment method is unknown, somebody else's, or not verified.</summary>
    PaymentMethodNotUsable,

    /// <summary>The sub-merchant is unknown, somebody else's, or not verified.</summary>
    SubMerchantNotUsable,

    /// <summary>The name, e-mail address or client id is taken. An order is found by its client id.</summary>
    AlreadyTaken,

    /// <summary>No block of the network holds the transaction. Check the hash, or wait until it is in a block.</summary>
    TransactionUnknown,

    /// <summary>The chain holds the transaction, but it failed there and moved nothing. Send the payment again and enter that
    /// hash.</summary>
    TransactionFailed,

    /// <summary>The transaction pays the right address in another token or coin. Find the right transaction.</summary>
    TransactionWrongAsset,

    /// <summary>The transaction pays other addresses than the proposal's. Find the right transaction.</summary>
    TransactionWrongAddress,

    /// <summary>The transaction pays another amount than the proposal's to the last minor unit. Find the right transaction.</summary>
    TransactionWrongAmount,

    /// <summary>The transaction does not pay from the treasury wallet that signed. Find the right transaction.</summary>
    TransactionWrongPayer,

    /// <summary>The transaction is older than the proposal, so it cannot be its payment. Find the right transaction.</summary>
    TransactionTooOld,

    /// <summary>Another transfer is paid by this transaction already. Enter the one that pays this proposal.</summary>
    TransactionAlreadyUsed,

    /// <summary>The statement file is larger than a statement may be. Ask the bank for shorter periods.</summary>
    StatementTooLarge,

    /// <summary>The receipt has less left than is asked for. Take what is left, or another receipt.</summary>
    ReceiptExceeded,

    /// <summary>The same bank entry, receipt number or log was told before with other facts; the first stands, and an alarm is
    /// open.</summary>
    ReceiptDiffers,

    /// <summary>What was done with the receipt has gone further (it was paid out), so it cannot be taken back here.</summary>
    ReceiptUsed,

    /// <summary>The cursor was not given out to this credential for this list, or was altered. Begin without one.</summary>
    InvalidCursor,

    /// <summary>X-Request-Id is no UUID. Send one, or leave the header out.</summary>
    InvalidRequestId,

    /// <summary>The key is for the other kind of desk: a sandbox key opens no live desk, and the reverse.</summary>
    WrongEnvironment,

    /// <summary>The order would pass what the customer's tier allows; the message names limit, used and when it frees.</summary>
    CustomerLimitExceeded,

    /// <summary>The customer is not verified, so it may not place orders.</summary>
    CustomerNotVerified,

    /// <summary>This node is going away and takes nothing new; nothing was changed. Send it again, another node answers.</summary>
    Draining,

    /// <summary>The screening house gave no answer, so nothing is paid; nothing was changed. Try again.</summary>
    ScreeningUnavailable,

    /// <summary>Screening named a party of this payment. A case is open; two persons release it, or it is refused.</summary>
    ScreeningHit,

    /// <summary>The transfer is above the threshold and what must travel with it is incomplete; the message names what is
    /// missing.</summary>
    TravelRuleIncomplete,

    /// <summary>The reference, file or receipt number stands on another record too. Say repeated_seen, or give a reason.</summary>
    EvidenceRepeated,

    /// <summary>Nobody could read the proof by machine and nobody has ticked it. Say proof_seen, tick its fields, or give a
    /// reason.</summary>
    ProofNotRead,

    /// <summary>A decision about the record was taken and is carried out in a moment; the message names whose. Take it back, or
    /// wait.</summary>
    DecisionHeld,

    /// <summary>The database does not answer. What broke off may have been kept; send it again under the same idempotency key.</summary>
    DatabaseUnavailable,

    /// <summary>The database takes no writes now; nothing was changed, and reading goes on. Try again later.</summary>
    DatabaseReadOnly,

    /// <summary>This node's clock is wrong, so it decides nothing; nothing was changed. Send it again, another node answers.</summary>
    NodeClock,

    /// <summary>The store of files does not answer; nothing was changed. What needs no file goes on. Try again.</summary>
    StoreUnavailable,

    /// <summary>The store gave back something else than was kept there, so it is not shown. Tell the desk; it has a record of it.</summary>
    StoreCorrupt,
}

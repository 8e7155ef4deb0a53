namespace OtcBackoffice.Domain.Access;

/// <summary>One thing that somebody may do. Desks ask for these; routes and pages are tied to them by name.</summary>
public enum Permission
{
    /// <summary>Create, price, submit and follow the merchant's own deposits.</summary>
    DepositOwn,

    /// <summary>See every merchant's deposits with their full history.</summary>
    DepositReadAll,

    /// <summary>Claim, confirm and reject.</summary>
    DepositDecide,

    /// <summary>Assign a deposit to somebody, and give back the claim of another.</summary>
    DepositAssign,

    /// <summary>Open a rejected deposit again.</summary>
    DepositReopen,

    /// <summary>Credit a confirmed deposit.</summary>
    DepositCredit,

    /// <summary>Change the payout wallet of a submitted deposit.</summary>
    DepositRedirect,

    /// <summary>Ask for withdrawals, and follow the merchant's own.</summary>
    WithdrawalOwn,

    /// <summary>See every merchant's withdrawals.</summary>
    WithdrawalRead,

    /// <summary>Claim, approve and reject withdrawals.</summary>
    WithdrawalDecide,

    /// <summary>Assign a withdrawal to somebody, and give back the claim of another.</summary>
    WithdrawalAssign,

    /// <summary>Order the payment of an approved withdrawal, and say how it ended.</summary>
    WithdrawalPay,

    /// <summary>Ask what a conversion would give.</summary>
    PricingResolve,

    /// <summary>See pricing profiles and FX quotes.</summary>
    PricingRead,

    /// <summary>Make and change pricing profiles and FX quotes.</summary>
    PricingEdit,

    /// <summary>See active currencies.</summary>
    CurrencyRead,

    /// <summary>Make and change currencies, and see the inactive ones.</summary>
    CurrencyEdit,

    /// <summary>See the merchant's own wallets.</summary>
    WalletOwn,

    /// <summary>See every merchant and wallet.</summary>
    MerchantRead,

    /// <summary>Make and change merchants and wallets.</summary>
    MerchantEdit,

    /// <summary>See proposals, transfers and liquidity.</summary>
    TreasuryRead,

    /// <summary>Sign or reject proposals.</summary>
    TreasurySign,

    /// <summary>Keep the merchant's own webhook endpoints.</summary>
    WebhookOwn,

    /// <summary>Keep every webhook endpoint and send deliveries again.</summary>
    WebhookEdit,

    /// <summary>See webhook deliveries.</summary>
    WebhookRead,

    /// <summary>See the ledger and its checks.</summary>
    LedgerRead,

    /// <summary>Read the audit record.</summary>
    AuditRead,

    /// <summary>See jobs and their runs.</summary>
    JobRead,

    /// <summary>Start a job now.</summary>
    JobRun,

    /// <summary>Read revenue reports.</summary>
    ReportRead,

    /// <summary>Close a month's books, and open them again.</summary>
    PeriodClose,

    /// <summary>See what waits for a second person.</summary>
    ApprovalRead,

    /// <summary>Decide as the second person.</summary>
    ApprovalDecide,

    /// <summary>Move the sandbox's clock, chain and bank.</summary>
    SandboxUse,

    /// <summary>Keep the merchant's own credentials of machines.</summary>
    CredentialOwn,

    /// <summary>See every credential, without its secret.</summary>
    CredentialRead,

    /// <summary>Make, rotate and revoke every credential.</summary>
    CredentialEdit,

    /// <summary>See which addresses are banned.</summary>
    BanRead,

    /// <summary>Lift the ban of an address.</summary>
    BanLift,

    /// <summary>See people, their roles and how they sign in.</summary>
    PersonRead,

    /// <summary>Invite, disable and change people and their roles.</summary>
    PersonEdit,

    /// <summary>See the approval policy and its history.</summary>
    PolicyRead,

    /// <summary>Draft, try and publish approval policies.</summary>
    PolicyEdit,

    /// <summary>See the effective settings.</summary>
    SettingRead,

    /// <summary>Ask for other caps and tolerances.</summary>
    SettingEdit,

    /// <summary>Add and change treasury wallets.</summary>
    TreasuryEdit,

    /// <summary>Quote, confirm, cancel and follow the merchant's own exchanges.</summary>
    ExchangeOwn,

    /// <summary>See every merchant's exchanges.</summary>
    ExchangeRead,

    /// <summary>Approve, requote and reject exchanges.</summary>
    ExchangeDecide,

    /// <summary>Set a market rate by hand.</summary>
    RateEdit,

    /// <summary>Accept a market rate that jumped.</summary>
    RateAccept,

    /// <summary>Place and follow the merchant's own block trades, payment methods and sub-merchants.</summary>
    BlockTradeOwn,

    /// <summary>See every block trade and what waits for verification.</summary>
    BlockTradeRead,

    /// <summary>Approve, ask for documents, mark paid, release and cancel block trades; verify accounts.</summary>
    BlockTradeDecide,

    /// <summary>Use the gateway for the merchant's own payments, wallets and withdrawals.</summary>
    GatewayOwn,

    /// <summary>See every tenant's payments, withdrawals and terms.</summary>
    GatewayRead,

    /// <summary>Decide withdrawals and exceptions of the gateway.</summary>
    GatewayDecide,

    /// <summary>Change the terms of tenants, and the keys that addresses are derived from.</summary>
    GatewayEdit,

    /// <summary>Turn the switches of countries and pairs, price them, and set limits.</summary>
    BlockTradeEdit,

    /// <summary>See the desk's accounts, statements and reconciliation.</summary>
    StatementRead,

    /// <summary>Import statements, keep the maps of CSV files, and accept a statement that does not continue.</summary>
    StatementImport,

    /// <summary>Make and change the desk's accounts.</summary>
    AccountEdit,

    /// <summary>Sign a day of an account off.</summary>
    ReconciliationSign,

    /// <summary>See money from outside and what it was matched with, the matching rules, and alarms.</summary>
    ReceiptRead,

    /// <summary>Work on unmatched money: claim it, put it on records, send it back, keep it, undo.</summary>
    ReceiptDecide,

    /// <summary>Draft, try and publish matching rules.</summary>
    MatchingEdit,

    /// <summary>Acknowledge alarms.</summary>
    AlarmClose,

    /// <summary>Place and follow the merchant's own orders of every surface.</summary>
    OrderOwn,

    /// <summary>See incidents that are not public yet.</summary>
    StatusRead,

    /// <summary>Write, publish and close incidents of the status page.</summary>
    StatusEdit,

    /// <summary>See who asks for access.</summary>
    AccessRead,

    /// <summary>Let integrators in, or refuse them.</summary>
    AccessDecide,

    /// <summary>See what screening said and the cases it opened.</summary>
    ScreeningRead,

    /// <summary>Claim, note and decide cases of screening.</summary>
    ScreeningDecide,
}

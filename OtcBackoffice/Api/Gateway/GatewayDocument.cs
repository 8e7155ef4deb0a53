using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Gateway;

/// <summary>The members that bodies of this surface share; which of them a body has, its contract tests hold.</summary>
internal static class GatewayMembers
{
    /// <summary>A payment.</summary>
    public static readonly string[] Payment =
    [
        "transaction_id: uuid", "status: text", "amount: text", "amount_usd: text", "price_currency: text", "pay_amount: text",
        "amount_crypto: text", "currency: text", "blockchain: text", "token: text", "address: text", "transaction_hash: text?",
        "order_id: text?", "order_description: text?", "wallet_id: text?", "callback_url: text?", "is_fixed_rate: flag",
        "is_fee_paid_by_user: flag", "rate: text", "fee_percentage: text", "fee_amount: text", "confirmations: whole",
        "payment_type: text", "payment_history[].deposit_id: uuid", "payment_history[].amount: text",
        "payment_history[].transaction_hash: text", "payment_history[].confirmations: whole", "payment_history[].timestamp: time",
        "total_paid_amount: text", "expires_at: time", "expiry_time: time", "checkout_url: text", "payment_url: text",
        "created_at: time", "updated_at: time",
    ];

    /// <summary>A withdrawal.</summary>
    public static readonly string[] Withdrawal =
    [
        "withdrawal_id: uuid", "custom_id: text?", "amount: text", "requested_amount: text", "fee: text", "platform_fee: text",
        "network_fee: text", "final_amount: flag", "blockchain: text", "token: text", "currency: text", "address: text",
        "memo: text?", "status: text", "transaction_hash: text?", "confirmations: whole", "required_confirmations: whole",
        "batch_id: uuid?", "callback_url: text?", "created_at: time", "updated_at: time", "completed_at: time?",
    ];

    /// <summary>A sub-account.</summary>
    public static readonly string[] Wallet =
    [
        "id: whole", "name: text", "external_id: text?", "wallet_id: text", "created: time", "updated: time", "balances[].currency: text",
        "balances[].amount: text", "balances[].pending_amount: text", "balances[].available_balance: text",
    ];

    /// <summary>An OAuth application, but for its secret.</summary>
    public static readonly string[] App =
    [
        "id: whole", "name: text", "client_id: text", "client_type: text", "authorization_grant_type: text", "redirect_uris[]: text",
        "scope: text", "created: time", "updated: time", "skip_authorization: flag",
    ];

    /// <summary>A payment link.</summary>
    public static readonly string[] Link =
    [
        "id: uuid", "url: text", "amount: text?", "price_currency: text", "currency: text?", "order_description: text",
        "expires_at: time?", "max_payments: whole?", "payments_made: whole", "status: text", "created_at: time",
    ];

    /// <summary>A transfer that was taken.</summary>
    public static readonly string[] Taken = ["status: text", "transfer_id: text", "message: text"];

    /// <summary>A refusal of the token server (RFC 6749, section 5.2).</summary>
    public static readonly string[] TokenRefusal = ["error: text", "error_description: text sometimes"];

    /// <summary>Rows below a name.</summary>
    public static string[] Rows(string name, IEnumerable<string> row) => [.. row.Select(member => $"{name}[].{member}")];

    /// <summary>Most lists.</summary>
    public static string[] List(IEnumerable<string> row) => [.. Rows("results", row), "total: whole", "limit: whole", "offset: whole"];
}

/// <summary>What the document of this surface says of each route.</summary>
internal static class GatewayDocument
{
    public static RouteDocument Status { get; } = new("Check that the gateway answers") { Members = ["status: text"] };

    public static RouteDocument Token { get; } = new("Get an access token by client credentials, in the form or as Basic")
    {
        Form = ["grant_type", "client_id", "client_secret", "scope"],
        Members = ["access_token: text", "token_type: text", "expires_in: whole", "scope: text"],
        Refusal = GatewayMembers.TokenRefusal,
    };

    public static RouteDocument Revoke { get; } = new("Give an access token back")
    {
        Form = ["token", "token_type_hint", "client_id", "client_secret"],
        Refusal = GatewayMembers.TokenRefusal,
    };

    public static RouteDocument AppList { get; } = new("List OAuth applications")
    {
        Query = ["limit", "offset"],
        Members = ["count: whole", .. GatewayMembers.Rows("results", GatewayMembers.App)],
    };

    public static RouteDocument AppCreate { get; } = new("Create an OAuth application; its secret is shown this once")
    {
        Takes = typeof(AppRequest),
        Members = [.. GatewayMembers.App, "client_secret: text"],
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument AppDelete { get; } = new("Delete an OAuth application; its tokens end")
    {
        Status = StatusCodes.Status204NoContent,
    };

    public static RouteDocument CurrencyList { get; } = new("List currencies")
    {
        Query = ["full", "min_max", "include_usd", "withdrawal"],
        Members = ["currencies[]"],
    };

    public static RouteDocument CurrencyRates { get; } = new("Get an exchange rate")
    {
        Query = ["amount", "currency_from", "currency_to", "fee_percentage", "is_fee_paid_by_user", "full"],
        Members = ["currency_from: text", "currency_to: text", "amount: number", "estimated_amount: number", "rate: number",
            "fee_percentage: number sometimes", "fee_amount: number sometimes", "timestamp: time sometimes"],
        Codes = [ErrorCode.AssetUnknown, ErrorCode.InvalidAmount],
    };

    public static RouteDocument PaymentCreate { get; } = new("Create a payment")
    {
        Takes = typeof(PaymentRequest),
        Members = GatewayMembers.Payment,
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument PaymentList { get; } = new("List payments, newest first")
    {
        Query = ["limit", "offset", "status", "currency", "blockchain", "token"],
        Members = GatewayMembers.List(GatewayMembers.Payment),
        Codes = [ErrorCode.AssetUnknown],
    };

    public static RouteDocument PaymentStatus { get; } = new("Check a payment")
    {
        Takes = typeof(PaymentStatusRequest),
        Members = GatewayMembers.Payment,
    };

    public static RouteDocument PaymentMinimum { get; } = new("Get the least and most of a payment")
    {
        Query = ["currency"],
        Members = ["currency: text", "min_amount: number", "max_amount: number", "blockchain: text", "token: text"],
        Codes = [ErrorCode.AssetUnknown],
    };

    public static RouteDocument PaymentGet { get; } = new("Get a payment") { Members = GatewayMembers.Payment };

    public static RouteDocument LinkList { get; } = new("List payment links")
    {
        Query = ["limit", "offset"],
        Members = GatewayMembers.List(GatewayMembers.Link),
    };

    public static RouteDocument LinkCreate { get; } = new("Make a payment link")
    {
        Takes = typeof(LinkRequest),
        Members = GatewayMembers.Link,
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument LinkDelete { get; } = new("Delete a payment link") { Status = StatusCodes.Status204NoContent };

    public static RouteDocument WithdrawalCreate { get; } = new("Create a withdrawal")
    {
        Takes = typeof(WithdrawalRequest),
        Members = GatewayMembers.Withdrawal,
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument WithdrawalList { get; } = new("List withdrawals")
    {
        Query = ["limit", "offset", "status", "blockchain", "token", "custom_id", "start_date", "end_date", "sort"],
        Members = GatewayMembers.List(GatewayMembers.Withdrawal),
    };

    public static RouteDocument BatchCreate { get; } = new("Create many withdrawals, as JSON or as CSV")
    {
        Takes = typeof(BatchRequest),
        AlsoTakes = "text/csv",
        Members = ["batch_id: uuid"],
        Status = StatusCodes.Status202Accepted,
    };

    public static RouteDocument BatchGet { get; } = new("Get a batch row by row")
    {
        Members = ["batch_id: uuid", "status: text", "total: whole", "rows[].row: whole", "rows[].withdrawal_id: uuid? sometimes",
            "rows[].error: object sometimes", "rows[].error.code: text", "rows[].error.message: text"],
    };

    public static RouteDocument WithdrawalAvailable { get; } = new("List the currencies with an available balance")
    {
        Members = ["currencies[]: text"],
    };

    public static RouteDocument WithdrawalStatus { get; } = new("Check a withdrawal")
    {
        Takes = typeof(WithdrawalStatusRequest),
        Members = GatewayMembers.Withdrawal,
    };

    public static RouteDocument WithdrawalValidate { get; } = new("Validate an address")
    {
        Takes = typeof(AddressRequest),
        Members = ["is_valid: flag", "address: text", "type: text", "blockchain: text", "token: text?", "currency: text?",
            "error_message: text?"],
    };

    public static RouteDocument WithdrawalFeeEstimate { get; } = new("Estimate the network fee")
    {
        Takes = typeof(WithdrawalRequest),
        Members = ["currency: text", "fee: number"],
    };

    public static RouteDocument WithdrawalEstimate { get; } = new("Simulate a withdrawal")
    {
        Takes = typeof(WithdrawalRequest),
        Members = ["requested_amount: text", "fee: text", "amount: text", "currency: text", "blockchain: text", "token: text",
            "platform_fee: text", "network_fee: text"],
    };

    public static RouteDocument WithdrawalMinimum { get; } = new("Get the least of a withdrawal")
    {
        Takes = typeof(CurrencyRequest),
        Members = ["currency: text", "min_amount: number"],
    };

    public static RouteDocument WithdrawalGet { get; } = new("Get a withdrawal") { Members = GatewayMembers.Withdrawal };

    public static RouteDocument WithdrawalCancel { get; } = new("Take a withdrawal back while it is pending")
    {
        Members = GatewayMembers.Withdrawal,
    };

    public static RouteDocument UserBalances { get; } = new("Get all balances")
    {
        Members = ["account{}.amount: text", "account{}.pending_amount: text", "sub_accounts{}.total_amount: text",
            "sub_accounts{}.total_pending: text", "sub_accounts{}.accounts[].account_name: text",
            "sub_accounts{}.accounts[].account_id: text", "sub_accounts{}.accounts[].amount: text",
            "sub_accounts{}.accounts[].pending_amount: text", "sub_accounts{}.accounts[].available_balance: text",
            "statistics.currencies_count: whole", "statistics.subaccounts_count: whole"],
    };

    public static RouteDocument UserHistory { get; } = new("List what changed balances")
    {
        Query = ["limit", "offset", "currency", "type"],
        Members = GatewayMembers.List(["id: whole", "type: text", "amount: text", "currency: text", "created_at: time",
            "reference_id: text", "account_id: text?"]),
        Codes = [ErrorCode.AssetUnknown],
    };

    public static RouteDocument UserMe { get; } = new("Get the tenant")
    {
        Members = ["name: text", "transaction_fee: number", "is_fee_paid_by_user: flag", "webhook_callback_url: text?",
            "webhook_secret_masked: text?"],
    };

    public static RouteDocument UserConfigure { get; } = new("Set the webhook; the secret is shown the first time")
    {
        Takes = typeof(WebhookRequest),
        Members = ["callback_url: text", "secret: text sometimes", "masked_secret: text sometimes", "message: text"],
    };

    public static RouteDocument UserRotate { get; } = new("Give the webhook a new secret") { Members = ["secret: text"] };

    public static RouteDocument UserFees { get; } = new("Get the fees that the platform earned") 
    {
        Members = ["fees[].currency: text", "fees[].amount: text"],
    };

    public static RouteDocument WalletList { get; } = new("List wallets") 
    {
        Query = ["limit", "offset"],
        Members = [.. GatewayMembers.Rows("accounts", GatewayMembers.Wallet), "total: whole"],
    };

    public static RouteDocument WalletCreate { get; } = new("Create a wallet")
    {
        Takes = typeof(WalletRequest),
        Members = GatewayMembers.Wallet,
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument WalletBalances { get; } = new("Get the balances of a wallet") 
    {
        Takes = typeof(WalletLookup),
        Members = GatewayMembers.Wallet,
    };

    public static RouteDocument WalletToSub { get; } = new("Transfer to a sub-account")
    {
        Takes = typeof(TransferRequest),
        Members = GatewayMembers.Taken,
        Status = StatusCodes.Status202Accepted,
    };

    public static RouteDocument WalletToMaster { get; } = new("Transfer back to the main account")
    {
        Takes = typeof(TransferRequest),
        Members = GatewayMembers.Taken,
        Status = StatusCodes.Status202Accepted,
    };

    public static RouteDocument WalletTransfers { get; } = new("List the transfers of a wallet")
    {
        Takes = typeof(HistoryRequest),
        Members = ["account.id: whole", "account.name: text", "account.external_id: text?", "account.wallet_id: text",
            .. GatewayMembers.Rows("transfers", ["id: text", "transfer_type: text", "currency: text", "amount: text", "status: text",
                "created_at: time"]),
            "pagination.total: whole", "pagination.limit: whole", "pagination.offset: whole"],
    };

    public static RouteDocument WalletGet { get; } = new("Get a wallet")
    {
        Members = GatewayMembers.Wallet,
    };
}

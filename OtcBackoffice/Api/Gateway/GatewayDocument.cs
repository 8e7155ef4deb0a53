using OtcBackoffice.Api.Shared;

namespace OtcBackoffice.Api.Gateway;

/// <summary>The members that bodies of this surface share; which of them a body has, its contract tests hold.</summary>
internal static class GatewayMembers
{
    /// <summary>A payment.</summary>
    public static readonly string[] Payment =
    [
        "transaction_id", "status", "amount", "amount_usd", "price_currency", "pay_amount", "amount_crypto", "currency",
        "blockchain", "token", "address", "transaction_hash", "order_id", "order_description", "wallet_id", "callback_url",
        "is_fixed_rate", "is_fee_paid_by_user", "rate", "fee_percentage", "fee_amount", "confirmations", "payment_type", "payment_history",
        "total_paid_amount", "expires_at", "expiry_time", "checkout_url", "payment_url", "created_at", "updated_at",
    ];

    /// <summary>A withdrawal.</summary>
    public static readonly string[] Withdrawal =
    [
        "withdrawal_id", "custom_id", "amount", "requested_amount", "fee", "platform_fee", "network_fee", "final_amount",
        "blockchain", "token", "currency", "address", "memo", "status", "transaction_hash", "confirmations",
        "required_confirmations", "batch_id", "callback_url", "created_at", "updated_at", "completed_at",
    ];

    /// <summary>Most lists.</summary>
    public static readonly string[] List = ["results", "total", "limit", "offset"];
}

/// <summary>What the document of this surface says of each route.</summary>
internal static class GatewayDocument
{
    public static RouteDocument AppList { get; } = new("List OAuth applications")
    {
        Query = ["limit", "offset"],
        Members = ["count", "results"],
    };

    public static RouteDocument AppCreate { get; } = new("Create an OAuth application; its secret is shown this once")
    {
        Takes = typeof(AppRequest),
        Members = ["id", "name", "client_id", "client_secret", "client_type", "authorization_grant_type", "redirect_uris", "created",
            "updated", "skip_authorization"],
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument AppDelete { get; } = new("Delete an OAuth application; its tokens end")
    {
        Status = StatusCodes.Status204NoContent,
    };

    public static RouteDocument CurrencyList { get; } = new("List currencies")
    {
        Query = ["full", "min_max", "include_usd", "withdrawal"],
        Members = ["currencies"],
    };

    public static RouteDocument CurrencyRates { get; } = new("Get an exchange rate")
    {
        Query = ["amount", "currency_from", "currency_to", "fee_percentage", "is_fee_paid_by_user", "full"],
        Members = ["currency_from", "currency_to", "amount", "estimated_amount", "rate"],
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
        Members = GatewayMembers.List,
    };

    public static RouteDocument PaymentStatus { get; } = new("Check a payment")
    {
        Takes = typeof(PaymentStatusRequest),
        Members = GatewayMembers.Payment,
    };

    public static RouteDocument PaymentMinimum { get; } = new("Get the least and most of a payment")
    {
        Query = ["currency"],
        Members = ["currency", "min_amount", "max_amount", "blockchain", "token"],
    };

    public static RouteDocument PaymentGet { get; } = new("Get a payment") { Members = GatewayMembers.Payment };

    public static RouteDocument LinkList { get; } = new("List payment links")
    {
        Query = ["limit", "offset"],
        Members = GatewayMembers.List,
    };

    public static RouteDocument LinkCreate { get; } = new("Make a payment link")
    {
        Takes = typeof(LinkRequest),
        Members = ["id", "url"],
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
        Members = GatewayMembers.List,
    };

    public static RouteDocument BatchGet { get; } = new("Get a batch row by row") { Members = ["batch_id", "status", "total", "rows"] };

    public static RouteDocument WithdrawalAvailable { get; } = new("List the currencies with an available balance")
    {
        Members = ["currencies"],
    };

    public static RouteDocument WithdrawalStatus { get; } = new("Check a withdrawal")
    {
        Takes = typeof(WithdrawalStatusRequest),
        Members = GatewayMembers.Withdrawal,
    };

    public static RouteDocument WithdrawalValidate { get; } = new("Validate an address")
    {
        Takes = typeof(AddressRequest),
        Members = ["is_valid", "address", "type", "blockchain", "token", "currency", "error_message"],
    };

    public static RouteDocument WithdrawalFeeEstimate { get; } = new("Estimate the network fee")
    {
        Takes = typeof(WithdrawalRequest),
        Members = ["currency", "fee"],
    };

    public static RouteDocument WithdrawalEstimate { get; } = new("Simulate a withdrawal")
    {
        Takes = typeof(WithdrawalRequest),
        Members = ["requested_amount", "fee", "amount", "currency", "blockchain", "token", "platform_fee", "network_fee"],
    };

    public static RouteDocument WithdrawalMinimum { get; } = new("Get the least of a withdrawal")
    {
        Takes = typeof(CurrencyRequest),
        Members = ["currency", "min_amount"],
    };

    public static RouteDocument WithdrawalGet { get; } = new("Get a withdrawal") { Members = GatewayMembers.Withdrawal };

    public static RouteDocument WithdrawalCancel { get; } = new("Take a withdrawal back while it is pending")
    {
        Members = GatewayMembers.Withdrawal,
    };

    public static RouteDocument UserBalances { get; } = new("Get all balances") { Members = ["account", "sub_accounts", "statistics"] };

    public static RouteDocument UserHistory { get; } = new("List what changed balances")
    {
        Query = ["limit", "offset", "currency", "type"],
        Members = GatewayMembers.List,
    };

    public static RouteDocument UserMe { get; } = new("Get the tenant")
    {
        Members = ["name", "transaction_fee", "is_fee_paid_by_user", "webhook_callback_url", "webhook_secret_masked"],
    };

    public static RouteDocument UserConfigure { get; } = new("Set the webhook; the secret is shown the first time")
    {
        Takes = typeof(WebhookRequest),
        Members = ["callback_url", "message"],
    };

    public static RouteDocument UserRotate { get; } = new("Give the webhook a new secret") { Members = ["secret"] };

    public static RouteDocument UserFees { get; } = new("Get the fees that the platform earned") { Members = ["fees"] };

    public static RouteDocument WalletList { get; } = new("List wallets") { Query = ["limit", "offset"], Members = ["accounts", "total"] };

    public static RouteDocument WalletCreate { get; } = new("Create a wallet")
    {
        Takes = typeof(WalletRequest),
        Members = ["id", "name", "external_id", "wallet_id", "created", "updated", "balances"],
        Status = StatusCodes.Status201Created,
    };

    public static RouteDocument WalletBalances { get; } = new("Get the balances of a wallet") { Takes = typeof(WalletLookup) };

    public static RouteDocument WalletToSub { get; } = new("Transfer to a sub-account")
    {
        Takes = typeof(TransferRequest),
        Members = ["status", "transfer_id", "message"],
        Status = StatusCodes.Status202Accepted,
    };

    public static RouteDocument WalletToMaster { get; } = new("Transfer back to the main account")
    {
        Takes = typeof(TransferRequest),
        Members = ["status", "transfer_id", "message"],
        Status = StatusCodes.Status202Accepted,
    };

    public static RouteDocument WalletTransfers { get; } = new("List the transfers of a wallet")
    {
        Takes = typeof(HistoryRequest),
        Members = ["account", "transfers", "pagination"],
    };

    public static RouteDocument WalletGet { get; } = new("Get a wallet")
    {
        Members = ["id", "name", "external_id", "wallet_id", "created", "updated", "balances"],
    };
}

namespace OtcBackoffice.Hosting.Conformance;

/// <summary>
/// What the kit asks of each surface: the published contract, as reads and as refusals of what is wrong. The statuses and members are those
/// of the specifications, written
/// down here and not made from the code, so that the code can be found wrong by them.
/// </summary>
internal static class ConformanceContracts
{
    private const string NoUuid = "00000000-0000-7000-8000-000000000000", NoUlid = "00000000000000000000000000";

    /// <summary>The surfaces that integrators speak.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ConformanceAsk>> All { get; } = new Dictionary<string,
        IReadOnlyList<ConformanceAsk>>(StringComparer.Ordinal)
    {
        ["platform"] = Platform(),
        ["gateway"] = Gateway(),
        ["exchange"] = Exchange(),
        ["block-trade"] = BlockTrade(),
        ["deposit-desk"] = DepositDesk(),
    };

    private static ConformanceAsk[] Platform() =>
    [
        new("a list of orders", "GET", "/v1/orders?limit=5", 200, "orders[].id: text", "orders[].type: text", "orders[].status: text",
            "orders[].fiat.currency: text",
            "orders[].crypto.asset: text", "orders[].crypto.network: text", "orders[].fees.currency: text", "orders[].created_at: time",
                "orders[].verified_at: time?",
            "orders[].settled_at: time?", "orders[].reconciled_at: time?", "next_cursor: text?") { Headers = ["X-Request-Id"] },
        new("the request id comes back", "GET", "/v1/statuses", 200) { Sends = ["X-Request-Id: 0195f000-0000-7000-8000-000000000001"],
            Headers = ["X-Request-Id: 0195f000-0000-7000-8000-000000000001"] },
        new("a request id that is no UUID", "GET", "/v1/statuses", 400, "error.code: text",
            "error.message: text") { Sends = ["X-Request-Id: <b>x</b>"] },
        new("the vocabulary of statuses", "GET", "/v1/statuses", 200, "[].status: text", "[].stage: text", "[].final: flag",
            "[].transitions: array"),
        new("customers", "GET", "/v1/customers", 200, "customers[].id: text", "customers[].kyc_status: text",
            "customers[].limits.per_order_usd: amount",
            "customers[].limits.rolling_12_months_usd: amount", "customers[].limits.used_usd: amount", "next_cursor: text?"),
        new("funds", "GET", "/v1/funds", 200, "funds[].asset: text", "funds[].total: amount", "funds[].available: amount",
            "funds[].locked: amount", "funds[].pending: amount"),
        new("events", "GET", "/v1/events?limit=5", 200, "events[].id: text", "events[].event: text", "events[].timestamp: time",
            "events[].sequence: number", "events[].data.order_id: text"),
        new("orders since a time", "GET", "/v1/orders?created_after=2100-01-01T00:00:00Z", 200, "orders: array", "next_cursor: any"),
        new("a time that is none", "GET", "/v1/orders?created_after=yesterday", 400, "error.code = invalid_request"),
        new("a limit of none", "GET", "/v1/orders?limit=0", 400, "error.code = invalid_request"),
        new("a limit above the bound", "GET", "/v1/orders?limit=101", 400, "error.code = invalid_request"),
        new("a forged cursor", "GET", "/v1/orders?cursor=forged", 400, "error.code = invalid_cursor"),
        new("an order of nobody", "GET", $"/v1/orders/ord_{NoUlid}", 404, "error.code: text", "error.message: text"),
        new("an order without amounts", "POST", "/v1/orders", 400, "error.code = invalid_request")
        {
            Body = """{"type":"onramp","fiat":{"currency":"KES"},"crypto":{"asset":"USDT","network":"TRON"}}""",
        },
        new("an order of an unknown type", "POST", "/v1/orders", 400, "error.code = invalid_request") { Body = """{"type":"neither"}""" },
        new("a key that is too long", "POST", "/v1/orders", 400, "error.code: text")
        {
            Body = """{"type":"onramp","fiat":{"currency":"KES","amount":"1.00"},"crypto":{"asset":"USDT","network":"TRON"}}""",
                Sends = ["Idempotency-Key: " + new string('k', 129)],
        },
        new("without a key", "GET", "/v1/orders", 401, "error.code = unauthenticated") { As = AskedAs.Nobody,
            Headers = ["WWW-Authenticate: Bearer"] },
        new("with a key of nobody", "GET", "/v1/orders", 401, "error.code = unauthenticated") { As = AskedAs.Stranger },
        new("an unknown path", "GET", "/v1/nothing", 404, "error.code = not_found"),
        new("a wrong method", "PUT", "/v1/orders", 405, "error.code: text") { Headers = ["Allow"] },
    ];

    private static ConformanceAsk[] Gateway() =>
    [
        new("the status", "GET", "/gateway/status/", 200, "status = ok") { As = AskedAs.Nobody },
        new("the metadata of its OAuth", "GET", "/.well-known/oauth-authorization-server/gateway", 200, "issuer: text",
            "token_endpoint: text", "revocation_endpoint: text",
            "grant_types_supported: array") { As = AskedAs.Nobody },
        new("a token for nobody", "POST", "/gateway/o/token/", 401, "error = invalid_client")
        {
            As = AskedAs.Nobody, Form = "grant_type=client_credentials&client_id=conformance&client_secret=none",
                Headers = ["Cache-Control: no-store"],
        },
        new("a grant that is not offered", "POST", "/gateway/o/token/", 400, "error = unsupported_grant_type") { As = AskedAs.Nobody,
            Form = "grant_type=password&username=a&password=b" },
        new("currencies", "GET", "/gateway/currencies/", 200, "currencies[]: text"),
        new("currencies in full", "GET", "/gateway/currencies/?full=true&min_max=true&include_usd=true", 200,
            "currencies[].currency: text", "currencies[].token: text",
            "currencies[].blockchain: text", "currencies[].is_popular: flag", "currencies[].min_amount: amount",
                "currencies[].max_amount_usd: amount"),
        new("dollars without bounds", "GET", "/gateway/currencies/?include_usd=true", 400, "error.code = invalid_request",
            "error.details: any"),
        new("the least of a payment", "GET", "/gateway/payments/min-amount/?currency=USDTTRC20", 200, "currency = USDTTRC20",
            "min_amount: number", "max_amount: number", "blockchain = TRX", "token = USDT"),
        new("an unknown currency", "GET", "/gateway/payments/min-amount/?currency=NONE", 400, "error.code = invalid_currency",
            "error.message: text"),
        new("payments", "GET", "/gateway/payments/?limit=5", 200, "results[].transaction_id: text", "results[].status: text",
            "results[].pay_amount: amount", "results[].payment_history: array",
            "total: number", "limit = 5", "offset = 0"),
        new("a limit above the bound", "GET", "/gateway/payments/?limit=101", 400, "error.code = invalid_request"),
        new("a payment of nobody", "POST", "/gateway/payments/status/", 404, "error.code = not_found",
            "error.details: any") { Body = $$"""{"transaction_id":"{{NoUuid}}"}""" },
        new("a payment of nothing", "POST", "/gateway/payments/", 422, "error.code = invalid_amount",
            "error.details.field = amount") { Body = """{"amount":0,"currency":"USDTTRC20"}""" },
        new("withdrawals", "GET", "/gateway/withdrawal/?limit=5", 200, "results[].withdrawal_id: text", "results[].fee: amount",
            "total: number"),
        new("a withdrawal with both amounts", "POST", "/gateway/withdrawal/", 400, "error.code = invalid_request")
        {
            Body = """{"amount":"1","price_amount":"1","currency":"USDTTRC20","address":"TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf"}""",
        },
        new("an address that is none", "POST", "/gateway/withdrawal/validate-address/", 200, "is_valid = false", "address = nothing",
            "error_message: text")
        {
            Body = """{"address":"nothing","currency":"USDTTRC20"}""",
        },
        new("an estimate", "POST", "/gateway/withdrawal/estimate/", 200, "requested_amount = 100.00000000", "fee: amount",
            "amount: amount", "platform_fee: amount", "network_fee: amount")
        {
            Body = """{"amount":100.00,"currency":"USDTTRC20","final_amount":false}""",
        },
        new("balances", "GET", "/gateway/user/balances/", 200, "account: object", "sub_accounts: object",
            "statistics.currencies_count: number", "statistics.subaccounts_count: number"),
        new("history", "GET", "/gateway/user/balances/history/", 200, "results[].amount: amount", "results[].type: text", "limit = 50"),
        new("wallets", "GET", "/gateway/wallets/", 200, "accounts[].id: number", "accounts[].wallet_id: text",
            "accounts[].balances: array", "total: number"),
        new("the tenant", "GET", "/gateway/user/me/", 200, "name: text", "transaction_fee: number", "is_fee_paid_by_user: flag",
            "webhook_callback_url: text?", "webhook_secret_masked: text?"),
        new("fees without the scope", "GET", "/gateway/user/fees/", 403, "error.code = permission_denied"),
        new("without a token", "GET", "/gateway/wallets/", 401, "error.code = unauthorized") { As = AskedAs.Nobody,
            Headers = ["WWW-Authenticate: Bearer"] },
        new("with a token of nobody", "GET", "/gateway/wallets/", 401, "error.code = unauthorized") { As = AskedAs.Stranger },
        new("an unknown path", "GET", "/gateway/nothing/", 404, "error.code = not_found"),
    ];

    private static ConformanceAsk[] Exchange() =>
    [
        new("accounts", "GET", "/otc-exchanges/accounts", 200, "data[].id: text", "data[].currency = EUR", "data[].status: text"),
        new("wallets", "GET", "/otc-exchanges/wallets", 200, "data[].id: text", "data[].network: text", "data[].address: text",
            "data[].asset = USDC"),
        new("orders", "GET", "/otc-exchanges?page=1&limit=5", 200, "data[].id: text", "data[].side: text", "data[].status: text",
            "meta.pagination.page = 1", "meta.pagination.limit = 5",
            "meta.pagination.total: number"),
        new("an order of nobody", "GET", $"/otc-exchanges/{NoUuid}", 404, "error.code = ORDER_NOT_FOUND", "error.message: text"),
        new("a balance of nobody", "GET", $"/otc-exchanges/wallets/{NoUuid}/balance", 404, "error.code = WALLET_NOT_FOUND"),
        new("a confirmation without its key", "POST", "/otc-exchanges", 400,
            "error.code = IDEMPOTENCY_KEY_REQUIRED") { Body = $$"""{"quoteId":"{{NoUuid}}"}""" },
        new("a quote from an account of nobody", "POST", "/otc-exchanges/quote", 422, "error.code = SOURCE_NOT_FOUND")
        {
            Body = $$"""{"sourceAccountId":"{{NoUuid}}","destinationWalletId":"{{NoUuid}}","sourceAmountEur":"10.00"}""",
        },
        new("a limit above the bound", "GET", "/otc-exchanges?limit=101", 400, "error.code: text"),
        new("without a key", "GET", "/otc-exchanges", 401, "error.code: text") { As = AskedAs.Nobody },
        new("with a key of nobody", "GET", "/otc-exchanges", 401, "error.code: text") { As = AskedAs.Stranger },
    ];

    private static ConformanceAsk[] BlockTrade() =>
    [
        new("countries", "GET", "/openapi/v1/otc/base/symbol_rate/country/list", 200) { As = AskedAs.Nobody },
        new("the key of order notices", "GET", "/openapi/v1/otc/base/public_key", 200) { As = AskedAs.Nobody },
        new("the account", "GET", "/openapi/v1/otc/account", 200, "canTrade: flag", "canDeposit: flag", "canWithdraw: flag",
            "balances[].free: amount", "balances[].locked: amount", "balances[].total: amount"),
        new("orders", "GET", "/openapi/v1/otc/order/list?currentPage=1&pageSize=5", 200),
        new("without a signature", "GET", "/openapi/v1/otc/account", 401, "code: number", "msg: text") { As = AskedAs.Nobody },
        new("with a key of nobody", "GET", "/openapi/v1/otc/account", 401, "code: number", "msg: text") { As = AskedAs.Stranger },
        new("an unknown path", "GET", "/openapi/v1/otc/nothing", 404, "code: number", "msg: text") { As = AskedAs.Nobody },
    ];

    private static ConformanceAsk[] DepositDesk() =>
    [
        new("currencies", "GET", "/api/v1/auth/fiat-currencies", 200, "fiat_currencies[].id: text", "fiat_currencies[].iso_code: text",
            "fiat_currencies[].display_name: text",
            "fiat_currencies[].fraction_digits: number", "fiat_currencies[].sort_order: number"),
        new("deposits", "GET", "/api/v1/auth/otc/deposits?limit=5", 200, "deposits[].id: text", "deposits[].status: text",
            "deposits[].fiat_currency: text", "deposits[].to_wallet_id: text?",
            "deposits[].created_at: time", "next_cursor: text?"),
        new("withdrawals", "GET", "/api/v1/auth/otc/withdrawals?limit=5", 200, "withdrawals[].id: text", "withdrawals[].status: text",
            "next_cursor: text?"),
        new("a deposit of nobody", "GET", $"/api/v1/auth/otc/deposits/{NoUuid}", 404, "code: text",
            "status = 404") { Headers = ["Content-Type: application/problem+json"] },
        new("a draft without what it needs", "POST", "/api/v1/auth/otc/deposits/draft", 400, "code: text") { Body = "{}" },
        new("reports of the desk", "GET", "/api/v1/auth/otc/reports/deposits", 403, "code: text"),
        new("without a token", "GET", "/api/v1/auth/otc/deposits", 401, "code: text") { As = AskedAs.Nobody },
        new("with a token of nobody", "GET", "/api/v1/auth/otc/deposits", 401, "code: text") { As = AskedAs.Stranger },
    ];
}

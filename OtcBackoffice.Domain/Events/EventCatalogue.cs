namespace OtcBackoffice.Domain.Events;

/// <summary>A type of event that others can subscribe to.</summary>
/// <param name="Type">Its name, as subscriptions and deliveries carry it.</param>
/// <param name="Surface">In the form of which surface it is sent: <c>deposit_desk</c>, <c>block_trade</c>, <c>gateway</c>, <c>platform</c>
/// or <c>status</c>.</param>
/// <param name="Description">When it is sent, in one sentence.</param>
/// <param name="Example">A body as a receiver gets it, in JSON.</param>
public sealed record EventKind(string Type, string Surface, string Description, string Example);

/// <summary>
/// Every type of event of every surface. A subscription to what is not here is refused, because it would wait for ever; a
/// type that the desk raises and that is missing here fails a test.
/// </summary>
public static class EventCatalogue
{
    private const string Desk = "deposit_desk", BlockTrade = "block_trade", Gateway = "gateway", GatewayFamily = Gateway + ".",
        Platform = "platform", Status = "status";

    // An order that nobody has.
    private const string Nobody = "ord_00000000000000000000000000";

    /// <summary>All of them, surface by surface.</summary>
    public static IReadOnlyList<EventKind> All { get; } =
    [
        Deposit("Submitted_for_review", "A deposit was submitted and waits for an officer.", "awaiting_confirmation"),
        Deposit("Proof_attached", "A proof of payment was attached to a deposit.", "draft"),
        Deposit("Confirmed", "An officer found the money and confirmed the deposit.", "confirmed"),
        Deposit("Rejected", "A deposit was rejected; the reason is in the body.", "rejected"),
        Deposit("Reopened", "A rejected deposit was opened again and waits for an officer.", "awaiting_confirmation"),
        Deposit("Difference_resolved", "What arrived differed from what was declared, and the desk decided how to go on.", "confirmed"),
        Deposit("Question_asked", "An officer asked the merchant something about a deposit.", "awaiting_confirmation"),
        Deposit("Question_answered", "The merchant answered a question about a deposit.", "awaiting_confirmation"),
        Deposit("Unconfirmed", "The confirmation of a deposit was taken back; the reason is in the body.", "pending"),
        Deposit("Abandoned", "The merchant gave a draft up before it was handed in.", "abandoned"),
        Deposit("Settlement_completed", "The crypto of a deposit reached its address and is final.", "credited"),
        Withdrawal("Submitted_for_review", "A withdrawal was asked for; its crypto is locked.", "pending"),
        Withdrawal("Approved", "A withdrawal was approved.", "approved"),
        Withdrawal("Rejected", "A withdrawal was rejected; its crypto is free again.", "rejected"),
        Withdrawal("Executing", "The payment of a withdrawal was ordered.", "executing"),
        Withdrawal("Completed", "The fiat of a withdrawal was paid.", "completed"),
        Withdrawal("Failed", "The payment of a withdrawal failed; its crypto is free again.", "failed"),
        Exchange("quoted", "An exchange was quoted; the quote has a time limit."),
        Exchange("confirmed", "A customer accepted a quote and waits for the desk."),
        Exchange("requoted", "The desk answered with another rate; the customer decides."),
        Exchange("approved", "The desk took an exchange at the final rate."),
        Exchange("rejected", "The desk rejected an exchange; the reason is in the body."),
        Exchange("cancelled", "A customer cancelled an exchange."),
        Exchange("expired", "A quote lapsed before it was accepted."),
        Exchange("completed", "Both sides of an exchange are final."),
        new("block_trade.order.status_changed", BlockTrade, "A block-trade order moved to another status.",
            """{"orderId":"1900000000000001","clientId":"c-1","userId":"1001","mcSettingsId":"1001","orderType":"BUY","fiatCurrency":"MXN","orderAmount":"1000","fiatFee":"0","cryptoCurrency":"USDT","quantity":"49.8256","orderPrice":"20.07","orderStatus":"40","createTime":"1764403200000","updateTime":"1764403260000","timestamp":"1764403260000"}"""),
        OfGateway("payment_status_update", "transaction_id", "A payment moved to another status.", "completed", "confirmed"),
        OfGateway("withdrawal_status_update", "withdrawal_id", "A withdrawal moved to another status.", "completed", "processing"),
        OfGateway("transfer_status_update", "transfer_id", "A transfer between accounts moved to another status.", "completed", "pending"),
        OfGateway("deposit_received", "transaction_id", "Coins arrived for a payment; kept for receivers of the older form.",
            "completed", "confirmed"),
        Order("order.created", "An order was made on any surface; the body has it whole.",
            $$$"""{"order_id":"{{{Nobody}}}","order":{"id":"{{{Nobody}}}","type":"onramp","status":"pending"}}"""),
        Order("order.status_changed", "An order moved to another status; from and to are consecutive.",
            $$$"""{"order_id":"{{{Nobody}}}","from":"pending","to":"verified"}"""),
        Order("settlement.completed", "The money of an order went out and is final.",
            $$$"""{"order_id":"{{{Nobody}}}","settled_at":"2026-03-31T00:00:00Z","transfers":[]}"""),
        Order("reconciliation.ready", "Every leg of an order is matched, and its day is signed off.",
            $$$"""{"order_id":"{{{Nobody}}}","reconciled_at":"2026-03-31T00:00:00Z"}"""),
        new("status.incident", Status, "An incident of the desk was published, told about again or resolved.", Envelope("status.incident",
            """{"incident_id":"019ad000-0000-7000-8000-000000000005","title":"Late","state":"investigating","impact":"minor","message":"We look."}""")),
    ];

    /// <summary>The life of one order, event by event, as an integrator can have it sent to try a receiver with.</summary>
    public static IReadOnlyList<EventKind> OrderLife { get; } =
    [
        Find("order.created")!,
        Moved("pending", "verified"),
        Moved("verified", "settled"),
        Find("settlement.completed")!,
        Moved("settled", "reconciled"),
        Find("reconciliation.ready")!,
    ];

    /// <summary>Whether a subscription's name stands for at least one type: a type, a family such as <c>otc.Deposit.*</c>, or
    /// <c>*</c>.</summary>
    public static bool Knows(string? name) =>
        name == "*" || (name is { Length: > 0 } && All.Any(kind => kind.Type.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (name.EndsWith(".*", StringComparison.Ordinal) && kind.Type.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase))));

    /// <summary>The type of a name, in whatever case; the gateway's types also as its bodies write them, without the family. Null for any
    /// other.</summary>
    public static EventKind? Find(string? name) => name is not { Length: > 0 } ? null
        : All.FirstOrDefault(kind => kind.Type.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(kind => kind.Surface == Gateway && kind.Type.Equals(GatewayFamily + name,
                StringComparison.OrdinalIgnoreCase));

    private static EventKind Deposit(string name, string description, string status) =>
        new($"otc.Deposit.{name}", Desk, description, Envelope($"otc.Deposit.{name}",
        $$"""{"deposit_id":"019ad000-0000-7000-8000-000000000001","merchant_id":"019ad000-0000-7000-8000-0000000000aa","status":"{{status}}","fiat_amount":"100000.00","fiat_currency":"KES","asset":"USDT","network":"tron","crypto_amount":"767.201464","payment_reference":"FT26-7788X"}"""));

    private static EventKind Withdrawal(string name, string description, string status) =>
        new($"otc.Withdrawal.{name}", Desk, description, Envelope($"otc.Withdrawal.{name}",
        $$"""{"withdrawal_id":"019ad000-0000-7000-8000-000000000002","merchant_id":"019ad000-0000-7000-8000-0000000000aa","status":"{{status}}","asset":"USDT","network":"tron","crypto_amount":"100.000000","fiat_amount":"12850.00","fiat_currency":"KES","method":"bank"}"""));

    private static EventKind Exchange(string name, string description) =>
        new($"otc_exchange.{name}", Desk, description, Envelope($"otc_exchange.{name}",
        $$"""{"orderId":"019ad000-0000-7000-8000-000000000003","side":"buy","status":"{{name}}","sourceCurrency":"EUR","sourceAmount":"1000.00","destinationCurrency":"USDC","destinationAmount":"1085.430000","rate":"0.9213","indicativeRate":"0.9213","indicative":true,"ttlExpiresAt":null,"reason":null}"""));

    private static EventKind OfGateway(string name, string id, string description, string status, string previous) =>
        new($"gateway.{name}", Gateway, description,
        $$"""{"event":"{{name}}","{{id}}":"019ad000-0000-7000-8000-000000000004","status":"{{status}}","previous_status":"{{previous}}","timestamp":"2026-11-29T09:00:00Z","data":{} }""");

    private static EventKind Moved(string from, string to) =>
        Order("order.status_changed", "", $$$"""{"order_id":"{{{Nobody}}}","from":"{{{from}}}","to":"{{{to}}}"}""");

    private static EventKind Order(string name, string description, string data) => new(name, Platform, description, Envelope(name, data));

    private static string Envelope(string type, string data) =>
        $$"""{"event":"{{type}}","timestamp":"2026-11-29T09:00:00Z","data":{{data}} }""";
}

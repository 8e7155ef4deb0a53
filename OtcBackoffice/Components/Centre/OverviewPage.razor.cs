using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The first page of the developer centre: the tiles of specification 000, the life of an order, and which surface to
/// take.</summary>
public sealed partial class OverviewPage : ComponentBase
{
    private static readonly (string Name, string Status, string Note)[] Stages =
    [
        ("create", "pending", "price locked"), ("verify", "verified", "money and proof agree"), ("settle", "settled", "paid out"),
        ("reconcile", "reconciled", "day signed off"),
    ];

    private static readonly (string Title, string Href, string Text)[] Tiles =
    [
        ("API overview", "/reference", "Resource boundaries: orders, customers, funds, and statuses."),
        ("Auth & keys", "/dev/auth", "Key issuance, scopes, and signature examples."),
        ("Event callbacks", "/dev/events", "Event list and payload samples."),
        ("Errors", "/dev/errors", "One error shape, retry guidance, a page for each code."),
        ("Changelog", "/dev/changelog", "Compatibility notes and changes of every surface."),
        ("Status", "/status", "Measured each minute, with mail and feeds."),
    ];

    private const string Request = """
        curl "$OTC_URL/v1/orders" \
          -H "Authorization: Bearer $OTC_API_KEY" \
          -H "Idempotency-Key: 6f1c0a52-…" \
          -d '{
            "type": "onramp",
            "fiat":   {"currency": "KES",
                       "amount": "180000.00"},
            "crypto": {"asset": "USDT",
                       "network": "TRON"}
          }'
        """;

    private const string Answer = """
        {
          "id": "ord_01JDX8K4…",
          "type": "onramp",
          "status": "pending",
          "fiat": {"currency": "KES",
                   "amount": "180000.00"},
          "crypto": {"asset": "USDT",
                     "network": "TRON",
                     "amount": "1380.962636"},
          "pay_to": {"reference": "OTC-7K4Q"},
          "created_at": "2026-11-30T09:30:00Z"
        }
        """;
}

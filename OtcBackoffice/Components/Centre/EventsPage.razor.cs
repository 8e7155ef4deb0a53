using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The events and their payloads (specification 000, "Event callbacks").</summary>
public sealed partial class EventsPage : ComponentBase
{
    private const string Changed = """
        {
          "event": "order.status_changed",
          "timestamp": "2026-03-31T00:00:00Z",
          "data": {
            "order_id": "ord_01H…",
            "from": "pending",
            "to": "verified"
          }
        }
        """;

    private const string Settled = """
        {
          "event": "settlement.completed",
          "timestamp": "2026-03-31T00:20:00Z",
          "data": {
            "order_id": "ord_01H…",
            "settled_at": "2026-03-31T00:20:00Z",
            "transfers": [
              {"network": "TRON", "tx_hash": "…",
               "amount": "999.10"}
            ]
          }
        }
        """;
}

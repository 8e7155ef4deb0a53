using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>How to receive events well.</summary>
public sealed partial class WebhooksGuidePage : ComponentBase
{
    private const string Test = """
        POST /api/v1/auth/webhooks/endpoints/{id}/test
        {"type": "order.status_changed"}
        """;

    private const string Replay = """
        POST /api/v1/auth/webhooks/deliveries/replay
        {
          "since": "2026-11-29T08:00:00Z",
          "endpoint_id": "0198…",
          "latest_per_object": true
        }
        """;

    private const string Job = """
        {
          "job": {
            "id": "0198…",
            "state": "running",
            "total": 1042,
            "done": 310
          }
        }
        """;
}

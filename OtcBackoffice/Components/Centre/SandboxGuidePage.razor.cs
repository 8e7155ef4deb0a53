using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>How to play the outside world.</summary>
public sealed partial class SandboxGuidePage : ComponentBase
{
    private const string Wire = """
        POST /sandbox/bank/credits
        {
          "amount": "180000.00",
          "currency": "KES",
          "reference": "OTC-7K4Q",
          "sender": "…"
        }
        """;

    private const string Clock = """
        POST /sandbox/clock/advance
        {"seconds": 2400}
        """;
}

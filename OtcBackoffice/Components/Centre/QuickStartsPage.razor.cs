using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The quick starts, as the files that they are.</summary>
public sealed partial class QuickStartsPage : ComponentBase
{
    private const string Before = """
        export OTC_URL="https://desk.example"     # yours
        export OTC_API_KEY="otc_sandbox_…"        # from the console
        """;

    /// <summary>The files.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<QuickStart> Starts { get; set; } = [];
}

using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The limits in force.</summary>
public sealed record LimitsView(string PerKey, string PerMerchant, string PerAddress, string BodyBytes);

/// <summary>What the desk takes, and what it says to who sends more.</summary>
public sealed partial class LimitsPage : ComponentBase
{
    /// <summary>The limits in force.</summary>
    [Parameter]
    [EditorRequired]
    public LimitsView Limits { get; set; } = default!;
}

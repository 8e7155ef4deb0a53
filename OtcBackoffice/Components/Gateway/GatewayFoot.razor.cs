using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Gateway;

/// <summary>How many rows there are, and the way to the others.</summary>
public sealed partial class GatewayFoot : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public int Total { get; set; }

    [Parameter]
    [EditorRequired]
    public int Offset { get; set; }

    [Parameter]
    [EditorRequired]
    public int Limit { get; set; }

    /// <summary>What the rows are called.</summary>
    [Parameter]
    [EditorRequired]
    public string Word { get; set; } = "";

    /// <summary>The address of the page that begins at a row.</summary>
    [Parameter]
    [EditorRequired]
    public Func<int, string> Href { get; set; } = default!;
}

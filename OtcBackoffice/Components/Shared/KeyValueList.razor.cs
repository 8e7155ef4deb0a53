using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Facts as label and value. Its children are <see cref="KeyValue"/>.</summary>
public sealed partial class KeyValueList : ComponentBase
{
    /// <summary>Puts the values at the end of the line, as in an invoice.</summary>
    [Parameter]
    public bool Money { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}

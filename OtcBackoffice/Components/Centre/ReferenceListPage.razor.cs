using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The surfaces that have a reference.</summary>
public sealed partial class ReferenceListPage : ComponentBase
{
    /// <summary>Their names.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<string> Names { get; set; } = [];
}

using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The codes of a surface.</summary>
public sealed record SurfaceCodes(CentreSurface Surface, IReadOnlyList<string> Codes);

/// <summary>The shape of errors, what to do by status, and every code of every surface.</summary>
public sealed partial class ErrorsPage : ComponentBase
{
    /// <summary>The surfaces with their codes.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<SurfaceCodes> Surfaces { get; set; } = [];

    /// <summary>One answer of each surface.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ErrorUse> Shapes { get; set; } = [];
}

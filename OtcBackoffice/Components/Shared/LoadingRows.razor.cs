using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Where a list will stand. It is seen only if the list takes a while, so that a quick page does not flicker.</summary>
public sealed partial class LoadingRows : ComponentBase
{
    [Parameter]
    public int Rows { get; set; } = 8;
}

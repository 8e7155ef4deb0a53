using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>What a search over the developer pages found.</summary>
public sealed partial class SearchPage : ComponentBase
{
    /// <summary>What was searched for.</summary>
    [Parameter]
    public string Query { get; set; } = "";

    /// <summary>What was found, best first.</summary>
    [Parameter]
    public IReadOnlyList<SearchHit> Hits { get; set; } = [];
}

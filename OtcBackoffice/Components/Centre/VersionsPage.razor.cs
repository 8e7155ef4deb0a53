using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The promise about changes.</summary>
public sealed partial class VersionsPage : ComponentBase
{
    /// <summary>What ends now.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<EndingLine> Endings { get; set; } = [];

    private const string Headers = """
        Deprecation: @1790812800
        Sunset: Fri, 01 Oct 2027 00:00:00 GMT
        Link: </dev/changelog>; rel="deprecation"
        """;
}

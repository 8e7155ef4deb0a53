using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Centre;

/// <summary>The changes of every surface (specification 000, "Changelog").</summary>
public sealed partial class ChangelogPage : ComponentBase
{
    /// <summary>The days, newest first.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ChangeDay> Days { get; set; } = [];

    private static string Id(ChangeDay day) => $"d-{day.Date:yyyyMMdd}";

    private static string Tone(string type) => type switch
    {
        "added" => "ok",
        "changed" => "info",
        "removed" or "security" => "bad",
        _ => "warn",
    };
}

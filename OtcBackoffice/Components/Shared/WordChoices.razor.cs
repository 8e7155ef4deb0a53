using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>Several of a short list of words, each a box to tick; the order of the list is kept.</summary>
public sealed partial class WordChoices : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public string Legend { get; set; } = "";

    /// <summary>The words as they are stored.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<string> Words { get; set; } = [];

    [Parameter]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    [Parameter]
    public EventCallback<IReadOnlyList<string>> ChosenChanged { get; set; }

    /// <summary>How a word is shown; without it underscores become blanks.</summary>
    [Parameter]
    public Func<string, string> Shown { get; set; } = word => word.Replace('_', ' ');

    private Task ChooseAsync(string word, bool isChosen) =>
        ChosenChanged.InvokeAsync([.. Words.Where(one => one == word ? isChosen : Chosen.Contains(one))]);
}

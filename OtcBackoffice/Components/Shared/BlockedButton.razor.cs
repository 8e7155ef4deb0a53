using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// A button for an action. When the action is not possible it stays reachable and says why in a visible sentence. A second
/// press while the first is still being worked on does nothing.
/// </summary>
public sealed partial class BlockedButton : ComponentBase
{
    private readonly string _whyId = "why-" + Guid.CreateVersion7().ToString("N");
    private bool _running;
    private int _done;

    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The reason as a sentence, for example "Above your limit: 12,900 USD of 10,000". Null when the action is possible.</summary>
    [Parameter]
    public string? Because { get; set; }

    /// <summary>Id of an element that already says the reason, for several buttons with one and the same; null says it here.</summary>
    [Parameter]
    public string? SaidBy { get; set; }

    [Parameter]
    public EventCallback OnClick { get; set; }

    /// <summary>primary, danger, quiet, or several separated by blanks.</summary>
    [Parameter]
    public string Look { get; set; } = "";

    /// <summary>Single key, for example "1" or "c".</summary>
    [Parameter]
    public string? Key { get; set; }

    /// <summary>Single key of a button that every row of a list has; it acts on the row that is marked.</summary>
    [Parameter]
    public string? RowKey { get; set; }

    [Parameter]
    public string? IconName { get; set; }

    /// <summary>True inside a form that is posted or handled by the form itself.</summary>
    [Parameter]
    public bool Submit { get; set; }

    /// <summary>True for the button that takes the focus when the sheet around it opens.</summary>
    [Parameter]
    public bool AutoFocus { get; set; }

    private bool IsBlocked => !string.IsNullOrEmpty(Because);

    private string Classes =>
        string.Join(' ', Look.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(look => "button-" + look).Prepend("button"));

    private string? Shortcut => IsBlocked ? null : KeyText;

    private string? KeyText => (Key ?? RowKey) is { Length: 1 } letter ? letter.ToUpperInvariant() : Key ?? RowKey;

    private async Task PressAsync()
    {
        if (_running || IsBlocked)
        {
            return;
        }

        _running = true;
        try
        {
            await OnClick.InvokeAsync();
        }
        finally
        {
            _running = false;

            // The script shows the busy state from the moment of the press and ends it when this number changes.
            _done++;
        }
    }
}

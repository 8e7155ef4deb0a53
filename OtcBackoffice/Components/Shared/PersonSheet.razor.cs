using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Workspace;

namespace OtcBackoffice.Components.Shared;

/// <summary>Asks for a person of the desk before something is given to them.</summary>
public sealed partial class PersonSheet : ComponentBase
{
    private Guid _person;

    /// <summary>The verb, for example "Assign".</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The number of the record that the sheet was opened for.</summary>
    [Parameter]
    [EditorRequired]
    public string RecordId { get; set; } = "";

    [Parameter]
    public string? Lead { get; set; }

    /// <summary>Who can be chosen.</summary>
    [Parameter]
    public IReadOnlyList<Colleague> People { get; set; } = [];

    /// <summary>Why the sheet no longer fits the record, or null.</summary>
    [Parameter]
    public string? Stale { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<Guid> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(_person);
}

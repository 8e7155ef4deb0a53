using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What a view is to be called, and for whom.</summary>
public sealed record ViewName(string Name, bool Shared);

/// <summary>Asks for the name of a view.</summary>
public sealed partial class SaveViewSheet : ComponentBase
{
    private string _name = "";
    private bool _shared;

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback<ViewName> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(new ViewName(_name, _shared));
}

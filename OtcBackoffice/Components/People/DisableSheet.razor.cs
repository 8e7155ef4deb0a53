using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.People;

namespace OtcBackoffice.Components.People;

/// <summary>Says what follows before somebody is shut out: signers left, open proposals, held records and tokens.</summary>
public sealed partial class DisableSheet : ComponentBase
{
    private string _reason = "";

    [Parameter]
    [EditorRequired]
    public PersonView Person { get; set; } = default!;

    /// <summary>What would follow, read when the sheet was opened.</summary>
    [Parameter]
    [EditorRequired]
    public DisablingView Follows { get; set; } = default!;

    [Parameter]
    public string? Refusal { get; set; }

    /// <summary>With the reason.</summary>
    [Parameter]
    public EventCallback<string> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string? Missing => string.IsNullOrWhiteSpace(_reason) ? "Say why; it stays in the audit record." : null;

    private Task ConfirmAsync() => OnConfirm.InvokeAsync(_reason);
}

using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Policies;

/// <summary>One rule of the approval policy as a form.</summary>
public sealed partial class RuleSheet : ComponentBase
{
    private string _title = "";

    [Parameter]
    [EditorRequired]
    public RuleForm Form { get; set; } = default!;

    /// <summary>True for a rule that is added.</summary>
    [Parameter]
    public bool IsNew { get; set; }

    [Parameter]
    public string? Refusal { get; set; }

    [Parameter]
    public EventCallback OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _title = Form.Name;
}

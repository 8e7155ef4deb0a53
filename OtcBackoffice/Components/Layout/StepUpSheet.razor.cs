using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.People;

namespace OtcBackoffice.Components.Layout;

/// <summary>The sheet behind <see cref="StepUp"/>.</summary>
public sealed partial class StepUpSheet : ComponentBase, IDisposable
{
    private string _proof = "";
    private string? _refusal;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private SignInDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => StepUp.Changed -= OnChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => StepUp.Changed += OnChanged;

    private void OnChanged() => _ = InvokeAsync(() =>
    {
        (_proof, _refusal) = ("", null);
        StateHasChanged();
    });

    private void Cancel() => StepUp.Close(isProved: false);

    private async Task ConfirmAsync()
    {
        var confirmed = await Desk.ConfirmAsync(_proof, CancellationToken.None);
        _proof = "";
        if (confirmed.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        StepUp.Close(isProved: true);
    }
}

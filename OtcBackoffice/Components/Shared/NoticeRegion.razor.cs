using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>The one polite live region of the console.</summary>
public sealed partial class NoticeRegion : ComponentBase, IDisposable
{
    [Inject]
    private Notices Notices { get; set; } = default!;

    public void Dispose()
    {
        Notices.Changed -= OnChanged;
    }

    protected override void OnInitialized()
    {
        Notices.Changed += OnChanged;
    }

    private void Dismiss() => Notices.Clear();

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}

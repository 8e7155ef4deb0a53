using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Gateway;

/// <summary>A tenant's OAuth applications.</summary>
public sealed record ApplicationsLoad(IReadOnlyList<GatewayAppView> Apps);

/// <summary>A tenant's OAuth applications: made with a secret that is shown once, and ended.</summary>
public sealed partial class MyApplicationsPage : DeskPage<ApplicationsLoad>
{
    private string _name = "", _scope = "read write";
    private string? _refusal;
    private GatewayAppView? _made, _asked;

    [Inject]
    private GatewayAppDesk Apps { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<ApplicationsLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Apps.ListAsync(cancellation)).Map(apps => new ApplicationsLoad(apps));

    private void Ask(GatewayAppView row) => (_asked, _refusal) = (row, null);

    private void Close() => _asked = null;

    private async Task MakeAsync()
    {
        var made = await StepUp.RunAsync(() => Apps.CreateAsync(_name, _scope, null, Gone));
        _refusal = made.Failed(out var refused) ? refused.Message : null;
        if (made.IsSuccess)
        {
            (_made, _name) = (made.Value, "");
            await ReloadAsync();
        }
    }

    private async Task DeleteAsync()
    {
        var deleted = await Apps.DeleteAsync(_asked!.Number, Gone);
        _refusal = deleted.Failed(out var refused) ? refused.Message : null;
        if (deleted.IsSuccess)
        {
            Notices.Done($"{_asked.Name} is deleted.");
            _asked = null;
            await ReloadAsync();
        }
    }
}

using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Gateway;

/// <summary>Where a tenant's machines hear of its records, and the secret that signs what they hear.</summary>
public sealed partial class MyWebhooksPage : DeskPage<TenantView>
{
    private string _url = "";
    private string? _refusal, _secret;
    private bool _isAsking;

    [Inject]
    private TenantDesk Tenant { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task<Result<TenantView>> ReadAsync(CancellationToken cancellation) => Tenant.MeAsync(cancellation);

    private void Ask() => (_isAsking, _refusal) = (true, null);

    private void Close() => _isAsking = false;

    private async Task SetAsync()
    {
        var set = await Tenant.ConfigureWebhookAsync(_url.Trim(), Gone);
        _refusal = set.Failed(out var refused) ? refused.Message : null;
        if (set.IsSuccess)
        {
            (_secret, _url) = (set.Value.Secret ?? _secret, "");
            Notices.Done("The address is set.");
            await ReloadAsync();
        }
    }

    private async Task RotateAsync()
    {
        var rotated = await Tenant.RotateSecretAsync(Gone);
        _refusal = rotated.Failed(out var refused) ? refused.Message : null;
        if (rotated.IsSuccess)
        {
            (_secret, _isAsking) = (rotated.Value.Secret, false);
            await ReloadAsync();
        }
    }
}

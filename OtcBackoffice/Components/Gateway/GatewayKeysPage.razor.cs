using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>The keys from which payments get their addresses.</summary>
public sealed record GatewayKeysLoad(IReadOnlyList<GatewayKeyView> Keys);

/// <summary>Keys for addresses: entered by one admin, confirmed by another with what custody shows.</summary>
public sealed partial class GatewayKeysPage : DeskPage<GatewayKeysLoad>
{
    private readonly string[] _addresses = [.. Enumerable.Repeat("", GatewayKey.ComparedAddresses)];
    private string _chain = GatewayCoin.All[0].Blockchain, _key = "";
    private string? _refusal;
    private GatewayKeyView? _asked;

    [Inject]
    private GatewayKeyDesk Keys { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<GatewayKeysLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Keys.ListAsync(cancellation)).Map(keys => new GatewayKeysLoad(keys));

    private void Ask(GatewayKeyView row)
    {
        (_asked, _refusal) = (row, null);
        Array.Fill(_addresses, "");
    }

    private void Close() => (_asked, _refusal) = (null, null);

    private async Task EnterAsync()
    {
        var entered = await StepUp.RunAsync(() => Keys.EnterAsync(_chain, _key.Trim(), null, Gone));
        _refusal = entered.Failed(out var refused) ? refused.Message : null;
        if (entered.IsSuccess)
        {
            _key = "";
            Notices.Done("Entered. Another admin confirms it.");
            await ReloadAsync();
        }
    }

    private async Task ConfirmAsync()
    {
        var asked = _asked!;
        var confirmed = await StepUp.RunAsync(() => Keys.ConfirmAsync(asked.Id, [.. _addresses.Select(text => text.Trim())], Gone));
        _refusal = confirmed.Failed(out var refused) ? refused.Message : null;
        if (confirmed.IsSuccess)
        {
            Notices.Done($"Payments on {asked.Chain} use the key from now on.");
            Close();
            await ReloadAsync();
        }
    }
}

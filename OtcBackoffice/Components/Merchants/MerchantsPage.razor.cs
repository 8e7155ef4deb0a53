using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Merchants;

/// <summary>The rows of the merchants page, and the masters that a sub-vendor can have.</summary>
public sealed record MerchantsLoad(ListReading Asked, ListPage<MerchantView> Page, IReadOnlyList<MerchantView> Masters)
    : QuietLoad<MerchantView>(Asked, Page);

/// <summary>Merchants and sub-vendors.</summary>
public sealed partial class MerchantsPage : QuietPage<MerchantsLoad>
{
    private bool _open;
    private string _name = "", _parent = "";
    private string? _refusal;

    [Inject]
    private MerchantDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override ListRules List => MerchantDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<MerchantsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        var rows = await Desk.ListAsync(asked.Ask, cancellation);
        if (rows.Failed(out var refused))
        {
            return refused;
        }
        return (await Desk.ListAsync(cancellation))
            .Map(all => new MerchantsLoad(asked, rows.Value, [.. all.Where(one => one.ParentId is null)]));
    }

    private void Ask() => (_open, _name, _parent, _refusal) = (true, "", "", null);

    private void Close() => _open = false;

    private async Task SaveAsync()
    {
        var saved = await Desk.CreateAsync(_name, Guid.TryParse(_parent, out var parent) ? parent : null, Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _open = false;
        Notices.Done($"{saved.Value.Name} added.");
        await ReloadAsync();
    }
}

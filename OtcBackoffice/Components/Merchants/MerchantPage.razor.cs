using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Merchants;

/// <summary>A merchant with its wallets.</summary>
public sealed record MerchantLoad(MerchantView Merchant, IReadOnlyList<WalletView> Wallets);

/// <summary>One merchant's wallets: add, make default, retire. An address never changes.</summary>
public sealed partial class MerchantPage : DeskPage<MerchantLoad>
{
    private bool _open, _isDefault;
    private string _network = "tron", _address = "", _label = "";
    private string? _refusal;

    /// <summary>The merchant.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private MerchantDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => Id.ToString();

    private string? Locked => May(Permission.MerchantEdit) ? null : "Only admins change wallets.";

    /// <inheritdoc/>
    protected override async Task<Result<MerchantLoad>> ReadAsync(CancellationToken cancellation)
    {
        var merchant = await Desk.GetAsync(Id, cancellation);
        if (merchant.Failed(out var missing))
        {
            return missing;
        }
        return (await Desk.WalletsAsync(Id, cancellation)).Map(wallets => new MerchantLoad(merchant.Value, wallets));
    }

    private void Ask() => (_open, _address, _label, _isDefault, _refusal) = (true, "", "", false, null);

    private void Close() => _open = false;

    private async Task SaveAsync()
    {
        var saved = await Desk.AddWalletAsync(Id, new WalletFields(_network, _address.Trim(), _label, _isDefault, null), Gone);
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _open = false;
        Notices.Done("Wallet added.");
        await ReloadAsync();
    }

    private Task MakeDefaultAsync(WalletView wallet) => ChangeAsync(wallet, new WalletFields(null, null, null, true, null));

    private Task RetireAsync(WalletView wallet) => ChangeAsync(wallet, new WalletFields(null, null, null, null, !wallet.IsActive));

    private async Task ChangeAsync(WalletView wallet, WalletFields fields)
    {
        var changed = await Desk.ChangeWalletAsync(Id, wallet.Id, fields, Gone);
        if (changed.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        await ReloadAsync();
    }
}

using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Treasury;

/// <summary>What the page of treasury wallets shows.</summary>
public sealed record TreasuryWalletLoad(IReadOnlyList<TreasuryWalletView> Wallets);

/// <summary>The wallets that the desk pays from; a change is asked for here and agreed to in the approvals.</summary>
public sealed partial class WalletsPage : DeskPage<TreasuryWalletLoad>
{
    private bool _isAsking, _isActive = true;
    private TreasuryWalletView? _asked;
    private string _name = "", _network = "tron", _address = "", _signers = "";
    private int _threshold = 2;
    private string? _refusal;

    [Inject]
    private TreasuryWalletDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Liquidity];

    private string? Locked => May(Permission.TreasuryEdit) ? null : "Only admins change treasury wallets.";

    /// <inheritdoc/>
    protected override async Task<Result<TreasuryWalletLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(cancellation)).Map(wallets => new TreasuryWalletLoad(wallets));

    private void AskNew()
    {
        (_isAsking, _asked, _refusal) = (true, null, null);
        (_name, _address, _signers, _threshold) = ("", "", "", 2);
    }

    private void Ask(TreasuryWalletView wallet)
    {
        (_isAsking, _asked, _refusal) = (true, wallet, null);
        (_name, _threshold, _isActive) = (wallet.Name, wallet.Threshold, wallet.IsActive);
        _signers = string.Join('\n', wallet.Signers.Select(signer => signer.PersonId));
    }

    private void Close() => _isAsking = false;

    private async Task SaveAsync()
    {
        var signers = new List<Guid>();
        foreach (var text in _signers.Split(['\n', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Guid.TryParse(text, out var id))
            {
                _refusal = $"{text} is not a user id.";
                return;
            }
            signers.Add(id);
        }
        var asked = _asked;
        var saved = await StepUp.RunAsync(() => asked is null
            ? Desk.CreateAsync(new TreasuryWalletFields(_name, _network, _address.Trim(), _threshold, signers, true), null, Gone)
            : Desk.ChangeAsync(asked.Id, new TreasuryWalletFields(_name, null, null, _threshold, signers, _isActive), null, Gone));
        if (saved.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        Close();
        Notices.Done(saved.Value.Waiting is { } waiting ? $"Stored, and waiting for a second person: {waiting.Approvers}." : "Saved.");
        await ReloadAsync();
    }
}

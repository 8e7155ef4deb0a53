using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Treasury;

/// <summary>What the page of treasury wallets shows.</summary>
public sealed record TreasuryWalletLoad(IReadOnlyList<TreasuryWalletView> Wallets, IReadOnlyList<TreasurySignerView> People);

/// <summary>The wallets that the desk pays from; a change is asked for here and agreed to in the approvals.</summary>
public sealed partial class WalletsPage : DeskPage<TreasuryWalletLoad>
{
    private bool _isAsking, _isActive = true;
    private TreasuryWalletView? _asked;
    private string _name = "", _network = "tron", _address = "", _reason = "";
    private HashSet<Guid> _signers = [];
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
    protected override async Task<Result<TreasuryWalletLoad>> ReadAsync(CancellationToken cancellation)
    {
        var people = await Desk.SignersAsync(cancellation);
        return people.Failed(out var refused) ? refused
            : (await Desk.ListAsync(cancellation)).Map(wallets => new TreasuryWalletLoad(wallets, people.Value));
    }

    private void AskNew()
    {
        (_isAsking, _asked, _refusal) = (true, null, null);
        (_name, _address, _signers, _threshold, _isActive) = ("", "", [], 2, true);
    }

    private void Ask(TreasuryWalletView wallet)
    {
        (_isAsking, _asked, _refusal) = (true, wallet, null);
        (_name, _threshold, _isActive) = (wallet.Name, wallet.Threshold, wallet.IsActive);
        (_signers, _reason) = ([.. wallet.Signers.Select(signer => signer.PersonId)], "");
    }

    private bool IsRetiring => _asked is { IsActive: true } && !_isActive;

    private string? Missing => IsRetiring && string.IsNullOrWhiteSpace(_reason) ? "Say why it pays no longer." : null;

    private void Choose(Guid person, bool isChosen) => _ = isChosen ? _signers.Add(person) : _signers.Remove(person);

    private void Close() => _isAsking = false;

    private async Task SaveAsync()
    {
        var (asked, signers) = (_asked, _signers.ToList());
        var saved = await StepUp.RunAsync(() => asked is null
            ? Desk.CreateAsync(new TreasuryWalletFields(_name, _network, _address.Trim(), _threshold, signers, true), null, Gone)
            : Desk.ChangeAsync(asked.Id, new TreasuryWalletFields(_name, null, null, _threshold, signers, _isActive)
                { Reason = IsRetiring ? _reason.Trim() : null }, null, Gone));
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

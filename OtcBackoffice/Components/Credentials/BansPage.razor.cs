using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Credentials;

/// <summary>Every address that was shut out.</summary>
public sealed record BansLoad(IReadOnlyList<BanView> Bans);

/// <summary>Who is shut out, and a button to let them in again.</summary>
public sealed partial class BansPage : DeskPage<BansLoad>
{
    [Inject]
    private BanDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task<Result<BansLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(cancellation)).Map(bans => new BansLoad(bans));

    private async Task LiftAsync(BanView ban)
    {
        var lifted = await Desk.LiftAsync(ban.Id, Gone);
        if (lifted.Failed(out var refused))
        {
            Notices.Refused(refused.Message);
        }
        else
        {
            Notices.Done($"{ban.Address} may come in again.");
        }
        await ReloadAsync();
    }
}

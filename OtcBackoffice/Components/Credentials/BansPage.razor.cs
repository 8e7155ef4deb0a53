using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Credentials;

/// <summary>Who is shut out, and a button to let them in again.</summary>
public sealed partial class BansPage : QuietPage<QuietLoad<BanView>>
{
    [Inject]
    private BanDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override ListRules List => BanDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<BanView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<BanView>(asked, rows));
    }

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

using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>The terms of every merchant.</summary>
public sealed record TenantsLoad(IReadOnlyList<NamedTerms> Tenants);

/// <summary>Terms of tenants of the gateway; a change needs a second admin.</summary>
public sealed partial class TenantsPage : DeskPage<TenantsLoad>
{
    private NamedTerms? _asked;
    private string? _refusal;
    private string _fee = "", _payer = "merchant", _tolerance = "", _least = "", _most = "", _path = "";

    [Inject]
    private TenantDesk Desk { get; set; } = default!;

    [Inject]
    private StepUp StepUp { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    private string? Blocked => May(Permission.GatewayEdit) ? null : "Only admins change terms.";

    /// <inheritdoc/>
    protected override async Task<Result<TenantsLoad>> ReadAsync(CancellationToken cancellation) =>
        (await Desk.ListAsync(cancellation)).Map(tenants => new TenantsLoad(tenants));

    private void Ask(NamedTerms row)
    {
        var terms = row.Terms;
        (_asked, _refusal, _fee, _payer, _path) =
            (row, null, terms.FeePercentage, terms.IsFeePaidByUser ? "payer" : "merchant", terms.BasePath ?? "");
        (_tolerance, _least, _most) = (Text(terms.ToleranceBps), Text(terms.ExpiryMinutesMin), Text(terms.ExpiryMinutesMax));
    }

    private void Close() => _asked = null;

    private async Task ChangeAsync()
    {
        var change = new TenantChange
        {
            FeePercentage = _fee.Trim(), IsFeePaidByUser = _payer == "payer", ToleranceBps = Number(_tolerance),
            ExpiryMinutesMin = Number(_least), ExpiryMinutesMax = Number(_most), BasePath = _path.Trim(),
        };
        var changed = await StepUp.RunAsync(() => Desk.ChangeTermsAsync(_asked!.Terms.MerchantId, change, Gone));
        _refusal = changed.Failed(out var refused) ? refused.Message : null;
        if (_refusal is null)
        {
            Notices.Done($"{_asked!.MerchantName}: {(changed.Value.Waiting is null ? "changed." : "waits for a second admin.")}");
            _asked = null;
            await ReloadAsync();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // What is no number is out of every bound, and the desk says which.
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Components.Gateway;

/// <summary>A tenant's payment links: made, copied, ended.</summary>
public sealed partial class MyLinksPage : DeskPage<GatewayRows<GatewayLinkView>>
{
    private const int PageSize = 25;

    private string _description = "", _amount = "", _coin = "", _most = "";
    private string? _refusal;

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Offset { get; set; }

    [Inject]
    private GatewayLinkDesk Links { get; set; } = default!;

    [Inject]
    private DeskSettings Settings { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Offset}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [GatewayPayment.Kind.Queue];

    /// <inheritdoc/>
    protected override Task<Result<GatewayRows<GatewayLinkView>>> ReadAsync(CancellationToken cancellation) =>
        Links.ListAsync(new GatewayPage(PageSize, Math.Max(0, Offset ?? 0)), cancellation);

    private string UrlOf(GatewayLinkView row) =>
        new Uri(Settings.PublicAddress ?? new Uri(Navigation.BaseUri), $"/pay/l/{row.Token}").ToString();

    private async Task MakeAsync()
    {
        var most = _most.Trim();
        var command = new CreateGatewayLink
        {
            OrderDescription = _description.Trim(), Amount = _amount.Trim() is { Length: > 0 } amount ? amount : null,
            Currency = _coin.Length > 0 ? _coin : null,
            PaymentsMax = most.Length == 0 ? null : int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : 0,
        };
        var made = await Links.CreateAsync(command, null, Gone);
        _refusal = made.Failed(out var refused) ? refused.Message : null;
        if (made.IsSuccess)
        {
            Notices.Done($"The link for {made.Value.OrderDescription} is made.");
            (_description, _amount, _most) = ("", "", "");
            await ReloadAsync();
        }
    }

    private async Task DeleteAsync(GatewayLinkView row)
    {
        var deleted = await Links.DeleteAsync(row.Id, Gone);
        _refusal = deleted.Failed(out var refused) ? refused.Message : null;
        if (deleted.IsSuccess)
        {
            Notices.Done($"The link for {row.OrderDescription} makes no more payments.");
        }
        await ReloadAsync();
    }
}

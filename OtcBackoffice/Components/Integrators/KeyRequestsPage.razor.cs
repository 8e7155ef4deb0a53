using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Integrators;

/// <summary>What a key asked and was answered: for its merchant and for staff.</summary>
public sealed partial class KeyRequestsPage : QuietPage<QuietLoad<KeyRequestView>>
{
    /// <summary>The key.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private KeyLogDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override ListRules List => KeyLogDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<KeyRequestView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListAsync(Id, asked.Ask, cancellation)).Map(rows => new QuietLoad<KeyRequestView>(asked, rows));
    }
}

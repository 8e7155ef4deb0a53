using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Components.Exchanges;

/// <summary>One of the customer's orders, with what can still be done about it.</summary>
public sealed partial class MyExchangeRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public ExchangeView Row { get; set; } = default!;

    [Parameter]
    [EditorRequired]
    public DateTime NowUtc { get; set; }

    [Parameter]
    public EventCallback<ExchangeView> OnConfirm { get; set; }

    [Parameter]
    public EventCallback<ExchangeView> OnCancel { get; set; }

    private bool IsOpen => Row.Status is ExchangeStatus.Quoted or ExchangeStatus.Requoted && Row.QuoteExpiresAtUtc > NowUtc;
}

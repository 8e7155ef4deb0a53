using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Catalog;

namespace OtcBackoffice.Components.Currencies;

/// <summary>One currency.</summary>
public sealed partial class CurrencyRow : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public FiatCurrencyView Row { get; set; } = default!;

    [Parameter]
    public EventCallback<FiatCurrencyView> OnEdit { get; set; }

    private Task EditAsync() => OnEdit.InvokeAsync(Row);
}

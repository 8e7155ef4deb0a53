using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>One amount: the unit first, every digit shown, figures that line up in columns.</summary>
public sealed partial class MoneyText : ComponentBase
{
    /// <summary>Exact decimal text such as "12900.00" or "-0.000001". Shown with grouped thousands, never rounded.</summary>
    [Parameter]
    [EditorRequired]
    public string Amount { get; set; } = "";

    /// <summary>Currency or asset code, for example KES or USDT.TRON.</summary>
    [Parameter]
    [EditorRequired]
    public string Unit { get; set; } = "";

    /// <summary>True in a table column, so that decimal points stand under each other.</summary>
    [Parameter]
    public bool AlignEnd { get; set; }

    [Parameter]
    public bool Copyable { get; set; }

    /// <summary>Optional look: large or total.</summary>
    [Parameter]
    public string? Look { get; set; }

    private string Shown => AmountText.Group(Amount);

    private string Classes => "money" + (AlignEnd ? " money-end" : "") + (Look is null ? "" : $" money-{Look}");
}

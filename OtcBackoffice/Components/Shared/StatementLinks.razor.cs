using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>A merchant's statements of the last months, the present one first.</summary>
public sealed partial class StatementLinks : ComponentBase
{
    private const int MonthCount = 6;

    /// <summary>Whose statements.</summary>
    [Parameter]
    [EditorRequired]
    public Guid MerchantId { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private IEnumerable<string> Months => Enumerable.Range(0, MonthCount)
        .Select(back => Clock.GetUtcNow().AddMonths(-back).ToString("yyyy-MM", CultureInfo.InvariantCulture));
}

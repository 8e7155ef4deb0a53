using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Audit;

/// <summary>The record of everything that was done, with the seal of each line.</summary>
public sealed partial class AuditPage : QuietPage<QuietLoad<AuditLine>>
{
    [Inject]
    private AuditDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override ListRules List => AuditDesk.Rules;

    private string ExportHref =>
        "/audit/export?" + string.Join('&',
        (Load?.Asked ?? Asked).Ask.Filters.Select(filter => $"{filter.Key}={Uri.EscapeDataString(filter.Value)}"));

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<AuditLine>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.BrowseAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<AuditLine>(asked, rows));
    }
}

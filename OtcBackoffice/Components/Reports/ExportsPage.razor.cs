using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Reports;

/// <summary>The files that somebody asked for: how far they are, fetched or called off.</summary>
public sealed partial class ExportsPage : QuietPage<QuietLoad<ExportView>>
{
    [Inject]
    private ExportDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.Exports];

    /// <inheritdoc/>
    protected override ListRules List => ExportDesk.Rules;

    /// <inheritdoc/>
    protected override async Task<Result<QuietLoad<ExportView>>> ReadAsync(CancellationToken cancellation)
    {
        var asked = Asked;
        return (await Desk.ListAsync(asked.Ask, cancellation)).Map(rows => new QuietLoad<ExportView>(asked, rows));
    }

    private async Task CancelAsync(Guid id)
    {
        if ((await Desk.CancelAsync(id, Gone)).Failed(out var refused))
        {
            Notices.Refused(refused.Message);
            return;
        }
        Notices.Done("The export was called off.");
        await ReloadAsync();
    }
}

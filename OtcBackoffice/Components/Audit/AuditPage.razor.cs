using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Audit;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Audit;

/// <summary>The record of everything that was done, with the seal of each line.</summary>
public sealed partial class AuditPage : DeskPage<Page<AuditLine>>
{
    [SupplyParameterFromQuery(Name = "actor")]
    private string? Actor { get; set; }

    [SupplyParameterFromQuery(Name = "entity")]
    private string? Entity { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    private string? ActionName { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private AuditDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Actor}|{Entity}|{ActionName}|{CursorText}";

    private bool IsFiltered => !string.IsNullOrEmpty(Actor) || !string.IsNullOrEmpty(Entity) || !string.IsNullOrEmpty(ActionName);

    /// <inheritdoc/>
    protected override Task<Result<Page<AuditLine>>> ReadAsync(CancellationToken cancellation) => Desk.ListAsync(
        new AuditFilter(
            Actor, Guid.TryParse(Entity, out var entity) ? entity : null, ActionName, null, null,
            long.TryParse(CursorText, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null), cancellation);
}

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

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [Inject]
    private AuditDesk Desk { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Actor}|{Entity}|{ActionName}|{FromText}|{ToText}|{CursorText}";

    private bool IsFiltered => !string.IsNullOrEmpty(Actor) || !string.IsNullOrEmpty(Entity) || !string.IsNullOrEmpty(ActionName)
        || FromUtc is not null || ToUtc is not null;

    private DateTime? FromUtc => Day(FromText);

    // The last day is wanted whole.
    private DateTime? ToUtc => Day(ToText)?.AddDays(1);

    private string ExportHref => "/audit/export?" + Query([("actor", Actor), ("entity", Entity), ("action", ActionName), ("from", Stamp(FromUtc)), ("to", Stamp(ToUtc))]);

    /// <inheritdoc/>
    protected override Task<Result<Page<AuditLine>>> ReadAsync(CancellationToken cancellation) => Desk.ListAsync(
        new AuditFilter(
            Actor, Guid.TryParse(Entity, out var entity) ? entity : null, ActionName, FromUtc, ToUtc,
            long.TryParse(CursorText, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null), cancellation);

    private static DateTime? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;

    private static string? Stamp(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Query(IEnumerable<(string Name, string? Value)> fields) =>
        string.Join('&', fields.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}"));

    private string OlderHref(string cursor) =>
        "/audit?" + Query([("actor", Actor), ("entity", Entity), ("action", ActionName), ("from", FromText), ("to", ToText), ("cursor", cursor)]);
}

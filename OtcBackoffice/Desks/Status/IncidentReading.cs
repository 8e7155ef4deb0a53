using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Status;

/// <summary>Incidents with what was said about them, newest first.</summary>
internal static class IncidentReading
{
    public static async Task<Page<IncidentView>> ReadAsync(BackofficeDbContext db, IQueryable<StatusIncident> rows, PageAsk page,
        CancellationToken cancellation)
    {
        var found = await rows.OrderByDescending(row => row.OpenedAtUtc).ThenByDescending(row => row.Id)
            .Skip(page.Skip).Take(page.Take).ToListAsync(cancellation);
        var ids = found.ConvertAll(row => row.Id);
        var said = (await db.StatusIncidentUpdates.Where(row => ids.Contains(row.IncidentId)).OrderByDescending(row => row.AtUtc)
            .ThenByDescending(row => row.Id)
            .ToListAsync(cancellation)).ToLookup(row => row.IncidentId);
        return page.Of(found.ConvertAll(row => View(row, said[row.Id])));
    }

    public static IncidentView View(StatusIncident row, IEnumerable<StatusIncidentUpdate> said) => new(
        row.Id, row.Title, row.Impact, row.State, row.Components.Split(',', StringSplitOptions.RemoveEmptyEntries), row.IsMaintenance,
        row.StartsAtUtc, row.EndsAtUtc,
        row.OpenedAtUtc, row.PublishedAtUtc, row.ResolvedAtUtc, row.UpdatedAtUtc,
            [.. said.Select(one => new IncidentUpdateView(one.State, one.Message, one.AtUtc))]);
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Reports;

/// <summary>
/// Writes the files of queued exports. Progress is kept in the row every so often, and the row is looked at each time, so
/// that whoever calls an export off stops it. An export whose node died is found running and begun again.
/// </summary>
internal sealed class ExportRun(DeskTransaction transaction, BackofficeDatabase database, IExportFiles files, ExportSources sources)
{
    private const int TellEvery = 5_000;

    private static readonly string[] Unfinished = [Names.Snake(ExportStatus.Queued), Names.Snake(ExportStatus.Running)];

    /// <summary>Writes everything that waits; one node does it at a time because the job board runs one.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        await using (var db = database.CreateDbContext())
        {
            due = await db.Exports.AsNoTracking().Where(row => Unfinished.Contains(row.Status)).OrderBy(row => row.CreatedAtUtc)
                .Select(row => row.Id).Take(10).ToListAsync(cancellation);
        }
        foreach (var id in due)
        {
            await RunAsync(id, cancellation);
        }
        return due.Count;
    }

    private async Task RunAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(id, cancellation);
        }
        catch (StoreUnavailableException)
        {
            // It is made anew at the next turn.
            await TellAsync(id, row => row.Status = Names.Snake(ExportStatus.Queued), cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreFullException
            or System.Data.Common.DbException)
        {
            await TellAsync(id, row =>
            {
                row.Status = Names.Snake(ExportStatus.Failed);
                row.Fault = "The file could not be written. Ask for it again.";
            }, cancellation);
        }
    }

    private async Task WriteAsync(Guid id, CancellationToken cancellation)
    {
        var begun = await TellAsync(id, row => row.Status = Names.Snake(ExportStatus.Running), cancellation);
        if (begun is null || !Names.TryParse<ExportFormat>(begun.Format, out var format))
        {
            return;
        }
        var filters = JsonSerializer.Deserialize<ExportFilters>(begun.Filters, DeskJson.Options) ?? new ExportFilters();
        var total = await sources.CountAsync(begun.Report, filters, cancellation);
        if (await TellAsync(id, row => row.RowsTotal = total, cancellation) is null)
        {
            return;
        }
        await using var writer = files.Begin(id, format, ExportSources.ColumnsOf(begun.Report));
        var done = 0L;
        await foreach (var cells in sources.RowsAsync(begun.Report, filters, cancellation))
        {
            await writer.WriteAsync(cells, cancellation);
            if (++done % TellEvery == 0 && await TellAsync(id, row => row.RowsDone = done, cancellation) is null)
            {
                return;
            }
        }
        await writer.CompleteAsync(cancellation);
        var ended = await TellAsync(id, row =>
        {
            (row.RowsDone, row.RowsTotal) = (done, done);
            row.Status = Names.Snake(ExportStatus.Completed);
        }, cancellation);
        if (ended is null)
        {
            await files.DeleteAsync(id, format, CancellationToken.None);
        }
    }

    /// <summary>Changes the row unless it was called off; null when it was.</summary>
    private async Task<ExportRow?> TellAsync(Guid id, Action<ExportRow> change, CancellationToken cancellation)
    {
        var told = await transaction.RunAsAsync<ExportRow>(Actor.System("exporter"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.Exports.FirstOrDefaultAsync(one => one.Id == id && Unfinished.Contains(one.Status), token);
            if (row is null)
            {
                return DomainError.Missing("export");
            }
            change(row);
            if (!Unfinished.Contains(row.Status))
            {
                row.EndedAtUtc = work.Now;
            }
            return row;
        }, cancellation);
        return told.IsSuccess ? told.Value : null;
    }
}

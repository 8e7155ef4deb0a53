using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Reports;

/// <summary>Where an export stands.</summary>
public enum ExportStatus
{
    /// <summary>Nobody works on it yet.</summary>
    Queued,

    /// <summary>Rows are being written.</summary>
    Running,

    /// <summary>The file is there.</summary>
    Completed,

    /// <summary>It broke off; the fault says why.</summary>
    Failed,

    /// <summary>Somebody called it off; there is no file.</summary>
    Cancelled,
}

/// <summary>What is wanted: a report, a form, and how it is cut.</summary>
public sealed record ExportWish(string Report, ExportFormat Format, ExportFilters Filters);

/// <summary>How an export is cut; each may be null.</summary>
public sealed record ExportFilters(DateTime? From = null, DateTime? To = null, Guid? MerchantId = null, string? Currency = null,
    Guid? OfficerId = null, string? Status = null, string? SubjectKind = null);

/// <summary>An export as it is shown.</summary>
public sealed record ExportView(
    Guid Id, string Report, string Format, ExportStatus Status, long RowsDone, long RowsTotal, Guid RequestedBy, DateTime CreatedAtUtc,
        DateTime? EndedAtUtc, string? Fault);

/// <summary>A file to hand out.</summary>
public sealed record ExportFile(Stream Content, string Name, ExportFormat Format);

/// <summary>Exports of any length: asked for, written by a job, fetched or called off. Everybody sees only what they asked for.</summary>
public sealed class ExportDesk(DeskTransaction transaction, DeskGate gate, IExportFiles files)
{
    /// <summary>Puts an export in the queue.</summary>
    public Task<Result<ExportView>> RequestAsync(ExportWish wish, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return transaction.RunAsync<ExportView>(new DeskCommand(Permission.ReportRead), (work, _) =>
        {
            if (!ExportSources.Names.Contains(wish.Report))
            {
                return Task.FromResult<Result<ExportView>>(
                    DomainError.Of(ErrorCode.InvalidRequest, "report", $"report must be one of {string.Join(", ", ExportSources.Names)}."));
            }
            if (wish.Filters.Status is { } status && !IsStatus(status))
            {
                return Task.FromResult<Result<ExportView>>(
                    DomainError.Of(ErrorCode.InvalidRequest, "status", $"'{status}' is no status of a deposit."));
            }
            if (wish.Filters.SubjectKind is { } kind && !ReportCut.SubjectKinds.Contains(kind))
            {
                return Task.FromResult<Result<ExportView>>(
                    DomainError.Of(ErrorCode.InvalidRequest, "kind", $"kind must be one of {string.Join(", ", ReportCut.SubjectKinds)}."));
            }
            var row = new ExportRow
            {
                Id = work.NewId(),
                Report = wish.Report,
                Format = Names.Snake(wish.Format),
                Filters = JsonSerializer.Serialize(wish.Filters, DeskJson.Options),
                Status = Names.Snake(ExportStatus.Queued),
                RequestedBy = work.Actor.PersonId,
                CreatedAtUtc = work.Now,
            };
            work.Db.Exports.Add(row);
            work.Audit(new AuditNote("export.request", "export", row.Id) { Changes = new { wish.Report, row.Format, wish.Filters } });
            work.Touch(Topics.Exports, row.Id);
            return Task.FromResult<Result<ExportView>>(View(row));
        }, cancellation);
    }

    /// <summary>What the list of exports can be asked.</summary>
    public static ListRules<ExportView> Rules => ExportList.Shape;

    /// <summary>A page of the exports of whoever asks.</summary>
    public async Task<Result<ListPage<ExportView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReportRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var mine = reading.Actor.PersonId;
        var page = await ExportList.Shape.CutAsync(reading.Db.Exports.Where(row => row.RequestedBy == mine), ask,
            new ListMoment(reading.Db, DateTime.UnixEpoch), cancellation);
        return page.With(page.Rows.Select(View).ToList());
    }

    /// <summary>One export; somebody else's looks missing.</summary>
    public async Task<Result<ExportView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ReportRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var mine = reading.Actor.PersonId;
        var row = await reading.Db.Exports.FirstOrDefaultAsync(one => one.Id == id && one.RequestedBy == mine, cancellation);
        return row is null ? DomainError.Missing("export") : View(row);
    }

    /// <summary>The file of a completed export. Every fetch is on record.</summary>
    public async Task<Result<ExportFile>> OpenAsync(Guid id, CancellationToken cancellation)
    {
        var found = await transaction.RunAsync<ExportView>(new DeskCommand(Permission.ReportRead), async (work, token) =>
        {
            var row = await work.Db.Exports.FirstOrDefaultAsync(one => one.Id == id && one.RequestedBy == work.Actor.PersonId, token);
            if (row is null)
            {
                return DomainError.Missing("export");
            }
            var view = View(row);
            if (view.Status != ExportStatus.Completed)
            {
                return new DomainError(ErrorCode.WrongState, $"The export is {row.Status}; its file can be fetched when it is completed.");
            }
            work.Audit(new AuditNote("export.fetch", "export", id));
            return view;
        }, cancellation);
        if (found.Failed(out var refused))
        {
            return refused;
        }
        var format = Names.TryParse<ExportFormat>(found.Value.Format, out var known) ? known : ExportFormat.Csv;
        return await files.OpenAsync(id, format, cancellation) is { } content
            ? new ExportFile(content, $"{found.Value.Report}-{found.Value.CreatedAtUtc:yyyyMMdd}.{found.Value.Format}", format)
            : DomainError.Missing("export");
    }

    /// <summary>Calls an export off, or removes the file of a completed one.</summary>
    public async Task<Result<ExportView>> CancelAsync(Guid id, CancellationToken cancellation)
    {
        var cancelled = await transaction.RunAsync<ExportView>(new DeskCommand(Permission.ReportRead), async (work, token) =>
        {
            var row = await work.Db.Exports.FirstOrDefaultAsync(one => one.Id == id && one.RequestedBy == work.Actor.PersonId, token);
            if (row is null)
            {
                return DomainError.Missing("export");
            }
            if (row.Status != Names.Snake(ExportStatus.Cancelled))
            {
                row.Status = Names.Snake(ExportStatus.Cancelled);
                row.EndedAtUtc = work.Now;
                work.Audit(new AuditNote("export.cancel", "export", id));
            }
            return View(row);
        }, cancellation);
        if (cancelled.IsSuccess && Names.TryParse<ExportFormat>(cancelled.Value.Format, out var format))
        {
            await files.DeleteAsync(id, format, cancellation);
        }
        return cancelled;
    }

    private static bool IsStatus(string text) => Names.TryParse<DepositStatus>(text, out _);

    internal static ExportView View(ExportRow row) => new(
        row.Id, row.Report, row.Format, Names.TryParse<ExportStatus>(row.Status, out var status) ? status : ExportStatus.Failed,
        row.RowsDone, row.RowsTotal, row.RequestedBy,
        row.CreatedAtUtc, row.EndedAtUtc, row.Fault);
}

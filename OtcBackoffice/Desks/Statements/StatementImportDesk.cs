using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Takes statement files: sent, followed, called off, and accepted where they do not go on from the last one. A job reads
/// them.</summary>
public sealed class StatementImportDesk(DeskTransaction transaction, DeskGate gate, IStatementFiles files)
{
    /// <summary>Largest file that is taken, in bytes.</summary>
    public const long BytesMax = CamtReader.BytesMax;

    private const int ReasonLengthMax = 500, NameLengthMax = 200;

    /// <summary>Keeps a file and puts it in the queue. What is wrong with its content is told by the import, not here.</summary>
    public async Task<Result<ImportView>> UploadAsync(UploadStatement upload, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var opened = await gate.OpenAsync(Permission.StatementImport, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await opened.Value.DisposeAsync();
        var id = Guid.CreateVersion7();
        StoredStatement stored;
        try
        {
            stored = await files.SaveAsync(id, upload.Content, BytesMax, cancellation);
        }
        catch (StatementTooLargeException)
        {
            return TooLarge();
        }
        catch (StoreFullException)
        {
            return new DomainError(ErrorCode.Unavailable, "The store is full; nothing was changed.");
        }
        var choice = await upload.Choice(cancellation);
        var queued = choice.Failed(out var unclear) ? unclear
            : await transaction.RunAsync<ImportView>(new DeskCommand(Permission.StatementImport),
                (work, token) => QueueAsync(work, id, upload.FileName, choice.Value, stored, token), cancellation);
        if (!queued.IsSuccess)
        {
            await files.DeleteAsync(id, CancellationToken.None);
        }
        return queued;
    }

    /// <summary>The answer to a file that is larger than any statement.</summary>
    public static DomainError TooLarge() =>
        DomainError.Of(ErrorCode.StatementTooLarge, "file", $"A statement file may have {BytesMax} bytes at most.");

    /// <summary>The newest imports.</summary>
    public async Task<Result<Page<ImportView>>> ListAsync(PageAsk page, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.StatementImports.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id)
            .Skip(page.Skip).Take(page.Take).ToListAsync(cancellation);
        return page.Of(rows.ConvertAll(row => View(row, [])));
    }

    /// <summary>One import.</summary>
    public async Task<Result<ImportView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await reading.Db.StatementImports.FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return row is null ? DomainError.Missing("import") : View(row, await StatementIdsAsync(reading.Db, row, cancellation));
    }

    /// <summary>Calls an import off. One that has ended stays as it is and is refused.</summary>
    public Task<Result<ImportView>> CancelAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<ImportView>(new DeskCommand(Permission.StatementImport), async (work, token) =>
        {
            var row = await work.Db.StatementImports.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is null)
            {
                return DomainError.Missing("import");
            }
            if (row.Move(ImportAction.Cancel).Failed(out var ended))
            {
                return ended;
            }
            row.EndedAtUtc = work.Now;
            await StatementCleaning.RemoveAsync(work.Db, id, token);
            work.Audit(new AuditNote("statement.cancel", "statement_import", id));
            work.Touch(Topics.Statements, id);
            return View(row, []);
        }, cancellation);

    /// <summary>Accepts a statement that does not go on from the last one; from then on its lines are matched.</summary>
    public Task<Result<StatementView>> AcceptAsync(Guid id, string? reason, CancellationToken cancellation) =>
        transaction.RunAsync<StatementView>(new DeskCommand(Permission.StatementImport), async (work, token) =>
        {
            if (reason?.Trim() is not { Length: > 0 and <= ReasonLengthMax } why)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "reason",
                    $"reason is required and has at most {ReasonLengthMax} characters.");
            }
            var row = await work.Db.BankStatements.FirstOrDefaultAsync(one => one.Id == id && one.Status != "importing", token);
            if (row is null)
            {
                return DomainError.Missing("statement");
            }
            if (row.Status != Names.Snake(StatementStatus.DoesNotContinue))
            {
                return new DomainError(ErrorCode.WrongState, "Only a statement that does not continue is accepted.");
            }
            row.Status = Names.Snake(StatementStatus.Accepted);
            (row.AcceptedBy, row.AcceptReason) = (work.Actor.PersonId, why);
            var import = await work.Db.StatementImports.FirstAsync(one => one.Id == row.ImportId, token);
            (import.PlannedAtUtc, import.MatchedAtUtc) = (null, null);
            await LateLines.ReopenAsync(work, row, token);
            work.Audit(new AuditNote("statement.accept", "bank_statement", id)
            {
                FromStatus = Names.Snake(StatementStatus.DoesNotContinue), ToStatus = row.Status, Reason = why,
            });
            work.Touch(Topics.Statements, row.ImportId);
            var account = await work.Db.DeskAccounts.AsNoTracking().FirstAsync(one => one.Id == row.AccountId, token);
            return StatementShapes.View(row, account.Name);
        }, cancellation);

    private static async Task<Result<ImportView>> QueueAsync(DeskWork work, Guid id, string fileName, UploadChoice upload,
        StoredStatement stored, CancellationToken cancellation)
    {
        if (upload.AccountId is { } account && !await work.Db.DeskAccounts.AnyAsync(row => row.Id == account && row.IsActive, cancellation))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "account_id", "account_id is no active account of the desk.");
        }
        if (upload.MapId is { } map && !await work.Db.CsvMaps.AnyAsync(row => row.Id == map, cancellation))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "map_id", "map_id is no saved map.");
        }
        if (upload.Format == StatementFormat.Csv && (upload.MapId is null || upload.AccountId is null))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, upload.MapId is null ? "map_id" : "account_id",
                "A CSV file needs map_id and account_id: it names neither its columns nor its account.");
        }
        var row = new StatementImportRow
        {
            Id = id,
            FileName = fileName.Length > NameLengthMax ? fileName[..NameLengthMax] : fileName,
            Format = upload.Format is { } format ? Names.Snake(format) : null,
            MapId = upload.MapId,
            AccountId = upload.AccountId,
            Sha256 = stored.Sha256,
            SizeBytes = stored.SizeBytes,
            Status = Names.Snake(ImportStatus.Queued),
            RequestedBy = work.Actor.PersonId,
            RequestedByName = work.Actor.DisplayName,
            CreatedAtUtc = work.Now,
        };
        work.Db.StatementImports.Add(row);
        work.Audit(new AuditNote("statement.upload", "statement_import",
            id) { Changes = new { row.FileName, row.Sha256, row.SizeBytes, row.Format, row.AccountId } });
        work.Touch(Topics.Statements, id);
        return View(row, []);
    }

    private static async Task<IReadOnlyList<Guid>> StatementIdsAsync(BackofficeDbContext db, StatementImportRow row,
        CancellationToken cancellation) =>
        row.Status != Names.Snake(ImportStatus.Done) ? []
            : await db.BankStatements.AsNoTracking().Where(statement => statement.ImportId == row.Id)
            .OrderBy(statement => statement.Ordinal).Select(statement => statement.Id).ToListAsync(cancellation);

    internal static ImportView View(StatementImportRow row, IReadOnlyList<Guid> statements) => new(
        row.Id, row.FileName, row.Format, row.AccountId, Names.TryParse<ImportStatus>(row.Status, out var status) ? status
            : ImportStatus.Refused, row.LinesDone, row.LinesTotal,
        row.LinesNew, row.LinesKnown, statements, JsonSerializer.Deserialize<List<ImportFault>>(row.Faults, DeskJson.Options) ?? [],
        JsonSerializer.Deserialize<List<string>>(row.Notes, DeskJson.Options) ?? [], row.RequestedBy, row.RequestedByName, row.CreatedAtUtc,
            row.EndedAtUtc);
}

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

/// <summary>
/// Reads queued statement files. A file is read three times and never held: once to add it up, once to hold it against what
/// is on record, and once to write it. Until the last batch is written nobody sees a line, so that a refusal, a cancellation or
/// a crash leaves nothing behind; an import whose node died is begun again.
/// </summary>
internal sealed class StatementImportRun(DeskTransaction transaction, BackofficeDatabase database, IStatementFiles files,
    ILogger<StatementImportRun> log)
{
    private const int BatchLines = 1_000;

    private static readonly Actor Importer = Actor.System("statement_importer");
    private static readonly string[] Unfinished = [Names.Snake(ImportStatus.Queued), Names.Snake(ImportStatus.Running)];

    /// <summary>Reads everything that waits, the oldest first; answers how many files.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        await using (var db = database.CreateDbContext())
        {
            due = await db.StatementImports.AsNoTracking().Where(row => Unfinished.Contains(row.Status)).OrderBy(row => row.CreatedAtUtc)
                .ThenBy(row => row.Id).Select(row => row.Id).Take(20).ToListAsync(cancellation);
        }
        foreach (var id in due)
        {
            await RunAsync(id, cancellation);
        }
        return due.Count;
    }

    private async Task RunAsync(Guid id, CancellationToken cancellation)
    {
        var begun = await TellAsync(id, async (work, row, token) =>
        {
            _ = row.Move(ImportAction.Read).Value;
            (row.LinesDone, row.LinesTotal) = (0, 0);
            await StatementCleaning.RemoveAsync(work.Db, id, token);
        }, cancellation);
        if (begun is null)
        {
            return;
        }
        try
        {
            await using var content = await files.OpenAsync(id, begun.Sha256, cancellation);
            if (content is null)
            {
                await RefuseAsync(id, [new ImportFault(null, "STATEMENT_UNREADABLE", "The file is no longer there; send it again.")], [],
                    cancellation);
                return;
            }
            await ReadAsync(begun, content, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or OverflowException or StoreCorruptException)
        {
            log.ImportBroke(fault, id);
            await RefuseAsync(id, [new ImportFault(null, "STATEMENT_UNREADABLE", fault is OverflowException
                ? "The amounts of the file go beyond what an account can hold."
                : "The file could not be read from the disk; send it again.")], [], cancellation);
        }
    }

    private async Task ReadAsync(StatementImportRow import, Stream content, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var (map, account) = await AskedAsync(db, import, cancellation);
        StatementFormat? format = Names.TryParse<StatementFormat>(import.Format ?? "", out var named) ? named : null;
        IEnumerable<StatementPart> Parts()
        {
            content.Position = 0;
            return StatementFiles.Read(content, format, map, account?.Currency);
        }
        var survey = StatementSurvey.Of(Parts(), cancellation);
        if (survey.Faults.Count > 0)
        {
            await RefuseAsync(import.Id, survey.Faults.Take(StatementSurvey.FaultsMax).Select(Fault), survey.Notes, cancellation);
            return;
        }
        if (await TellAsync(import.Id, (_, row, _) =>
        {
            row.LinesTotal = survey.Lines;
            return Task.CompletedTask;
        }, cancellation) is null)
        {
            return;
        }
        var comparison = await StatementComparison.OfAsync(db, account, survey, Parts(), cancellation);
        if (comparison.Faults.Count > 0)
        {
            await RefuseAsync(import.Id, comparison.Faults.Select(Fault), [.. survey.Notes, .. comparison.Notes], cancellation);
            return;
        }
        if (await WriteAsync(import, survey, comparison, Parts(), cancellation))
        {
            await EndAsync(import.Id, survey, comparison, cancellation);
        }
    }

    private static async Task<(CsvMap? Map, DeskAccount? Account)> AskedAsync(BackofficeDbContext db, StatementImportRow import,
        CancellationToken cancellation)
    {
        var map = import.MapId is { } mapId ? await db.CsvMaps.AsNoTracking().FirstOrDefaultAsync(row => row.Id == mapId, cancellation)
            : null;
        var account = import.AccountId is { } accountId
            ? await db.DeskAccounts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == accountId, cancellation) : null;
        return (map is null ? null : CsvMapShapes.Read(map.Map), account);
    }

    // Statements that are known whole are passed over; of the others only the new lines are written.
    private async Task<bool> WriteAsync(StatementImportRow import, StatementSurvey survey, StatementComparison comparison,
        IEnumerable<StatementPart> parts, CancellationToken cancellation)
    {
        var writer = new StatementWriter(transaction, Importer, import, survey, comparison);
        if (!await writer.BeginAsync(cancellation))
        {
            return false;
        }
        var batch = new List<StatementEntry>(BatchLines);
        foreach (var line in parts.OfType<StatementEntry>())
        {
            batch.Add(line);
            if (batch.Count == BatchLines)
            {
                if (!await writer.WriteAsync(batch, cancellation))
                {
                    return false;
                }
                batch.Clear();
            }
        }
        return await writer.WriteAsync(batch, cancellation);
    }

    private async Task EndAsync(Guid id, StatementSurvey survey, StatementComparison comparison, CancellationToken cancellation)
    {
        await TellAsync(id, async (work, row, token) =>
        {
            var statements = await work.Db.BankStatements.Where(statement => statement.ImportId == id)
                .OrderBy(statement => statement.Ordinal).ToListAsync(token);
            foreach (var statement in statements)
            {
                statement.Status = Names.Snake(comparison.Of(statement.Ordinal).Status);
                statement.Lines = await work.Db.StatementEntries.CountAsync(line => line.StatementId == statement.Id, token);
                if (statement.Kind == StatementKind.Booked && statement.Status == Names.Snake(StatementStatus.Continues))
                {
                    await LateLines.ReopenAsync(work, statement, token);
                }
                work.Audit(new AuditNote("statement.import", "bank_statement", statement.Id)
                {
                    ToStatus = statement.Status,
                    Reason = statement.Sentence,
                    Changes = new { ImportId = id, statement.AccountId, statement.Number, statement.BankId, statement.FromDay,
                        statement.ToDay, statement.Lines },
                });
            }
            _ = row.Move(ImportAction.Keep).Value;
            row.LinesDone = row.LinesTotal;
            row.LinesNew = statements.Sum(statement => (long)statement.Lines);
            row.LinesKnown = row.LinesTotal - row.LinesNew;
            row.Notes = JsonSerializer.Serialize(survey.Notes.Concat(comparison.Notes), DeskJson.Options);
            // What does not continue is imported all the same, and is told with the reason for which it waits.
            var held = statements.Where(statement => statement.Status == Names.Snake(StatementStatus.DoesNotContinue))
                .Select(statement => Fault(new StatementFault(statement.Ordinal, StatementFaultCode.DoesNotContinue, statement.Sentence
                    ?? "The statement does not continue the one before.")));
            row.Faults = JsonSerializer.Serialize(held, DeskJson.Options);
        }, cancellation);
    }

    private Task<StatementImportRow?> RefuseAsync(Guid id, IEnumerable<ImportFault> faults, IEnumerable<string> notes,
        CancellationToken cancellation) =>
        TellAsync(id, async (work, row, token) =>
        {
            await StatementCleaning.RemoveAsync(work.Db, id, token);
            _ = row.Move(ImportAction.Refuse).Value;
            row.Faults = JsonSerializer.Serialize(faults, DeskJson.Options);
            row.Notes = JsonSerializer.Serialize(notes, DeskJson.Options);
            work.Audit(new AuditNote("statement.refuse", "statement_import",
                id) { Changes = new { Faults = faults.Take(5).Select(fault => fault.Code) } });
        }, cancellation);

    /// <summary>Changes the row unless it was called off; null when it was.</summary>
    private async Task<StatementImportRow?> TellAsync(Guid id, Func<DeskWork, StatementImportRow, CancellationToken, Task> change,
        CancellationToken cancellation)
    {
        var told = await transaction.RunAsAsync<StatementImportRow>(Importer, new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.StatementImports.FirstOrDefaultAsync(one => one.Id == id && Unfinished.Contains(one.Status), token);
            if (row is null)
            {
                return DomainError.Missing("import");
            }
            await change(work, row, token);
            if (!Unfinished.Contains(row.Status))
            {
                row.EndedAtUtc = work.Now;
            }
            work.Touch(Topics.StatementProgress, id);
            return row;
        }, cancellation);
        return told.IsSuccess ? told.Value : null;
    }

    private static ImportFault Fault(StatementFault fault) => new(fault.Line, fault.Wire, fault.Message);
}

internal static partial class StatementLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The import {ImportId} of a statement broke off")]
    public static partial void ImportBroke(this ILogger log, Exception fault, Guid importId);
}

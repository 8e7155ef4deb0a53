using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Reads statements, their lines, and the files that were sent.</summary>
public sealed class StatementQueries(DeskTransaction transaction, DeskGate gate, IStatementFiles files)
{
    /// <summary>Statements, the newest import first; of one account if one is named.</summary>
    public async Task<Result<Page<StatementView>>> ListAsync(Guid? accountId, string? cursor, int limit, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var decoded = Cursor.Decode(cursor);
        if (decoded.Failed(out var broken))
        {
            return broken;
        }
        var rows = reading.Db.BankStatements.Where(row => row.Status != "importing");
        rows = accountId is { } account ? rows.Where(row => row.AccountId == account) : rows;
        rows = decoded.Value is { } after ? rows.Where(row => row.Sequence < after.Millis) : rows;
        var page = await rows.OrderByDescending(row => row.Sequence).Take(limit + 1).ToListAsync(cancellation);
        var names = await reading.Db.DeskAccounts.ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return new Page<StatementView>(
            [.. page.Take(limit).Select(row => StatementShapes.View(row, names.GetValueOrDefault(row.AccountId, "")))],
            page.Count > limit ? new Cursor(page[limit - 1].Sequence, page[limit - 1].Id).Encode() : null);
    }

    /// <summary>One statement.</summary>
    public async Task<Result<StatementView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var row = await FindAsync(reading, id, cancellation);
        return row is null ? DomainError.Missing("statement")
            : StatementShapes.View(row,
                await reading.Db.DeskAccounts.Where(account => account.Id == row.AccountId).Select(account => account.Name)
                .FirstAsync(cancellation));
    }

    /// <summary>The lines of a statement in the order of the file.</summary>
    public async Task<Result<Page<StatementEntryView>>> LinesAsync(Guid id, string? cursor, int limit, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.StatementRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var decoded = Cursor.Decode(cursor);
        if (decoded.Failed(out var broken))
        {
            return broken;
        }
        if (await FindAsync(reading, id, cancellation) is null)
        {
            return DomainError.Missing("statement");
        }
        var after = decoded.Value?.Millis ?? 0;
        var page = await reading.Db.StatementEntries.Where(row => row.StatementId == id && row.LineNumber > after)
            .OrderBy(row => row.LineNumber).Take(limit + 1).ToListAsync(cancellation);
        return new Page<StatementEntryView>([.. page.Take(limit).Select(StatementShapes.View)],
            page.Count > limit ? new Cursor(page[limit - 1].LineNumber, page[limit - 1].Id).Encode() : null);
    }

    /// <summary>The file that a statement came in, as it was sent. Every fetch is on record.</summary>
    public async Task<Result<StatementFile>> OpenFileAsync(Guid id, CancellationToken cancellation)
    {
        var found = await transaction.RunAsync<StatementImportRow>(new DeskCommand(Permission.StatementRead), async (work, token) =>
        {
            var import = await work.Db.BankStatements.AsNoTracking().Where(row => row.Id == id && row.Status != "importing")
                .Join(work.Db.StatementImports.AsNoTracking(), row => row.ImportId, one => one.Id, (_, one) => one)
                .FirstOrDefaultAsync(token);
            if (import is null)
            {
                return DomainError.Missing("statement");
            }
            work.Audit(new AuditNote("statement.fetch", "bank_statement", id) { Changes = new { ImportId = import.Id, import.Sha256 } });
            return import;
        }, cancellation);
        if (found.Failed(out var refused))
        {
            return refused;
        }
        return await files.OpenAsync(found.Value.Id, found.Value.Sha256, cancellation) is { } content
            ? new StatementFile(content, found.Value.FileName) : DomainError.Missing("statement file");
    }

    private static Task<BankStatementRow?> FindAsync(DeskReading reading, Guid id, CancellationToken cancellation) =>
        reading.Db.BankStatements.FirstOrDefaultAsync(row => row.Id == id && row.Status != "importing", cancellation);
}

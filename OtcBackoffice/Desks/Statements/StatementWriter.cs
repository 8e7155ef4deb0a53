using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>Writes the new lines of a file in batches, each a transaction that stops when the import was called off.</summary>
internal sealed class StatementWriter(DeskTransaction transaction, Actor importer, StatementImportRow import, StatementSurvey survey,
    StatementComparison comparison)
{
    private const string Sequence = "bank_statement";

    private readonly Dictionary<int, BankStatementRow> _rows = [];
    private readonly Dictionary<int, ComparedStatement> _counting = [];
    private long _done;

    /// <summary>Writes the heads; false when the import was called off.</summary>
    public Task<bool> BeginAsync(CancellationToken cancellation) => RunAsync(async (work, token) =>
    {
        _rows.Clear();
        foreach (var one in comparison.New)
        {
            var row = new BankStatementRow
            {
                Id = work.NewId(),
                ImportId = import.Id,
                AccountId = one.Account.Id,
                Ordinal = one.Head.Statement,
                Kind = one.Head.Kind,
                Format = one.Head.Format,
                BankId = one.Head.BankId,
                Number = one.Head.Number,
                Currency = one.Account.Currency,
                FromDay = one.Head.From,
                ToDay = one.Head.To,
                OpeningMinor = one.Head.Opening?.Minor,
                ClosingMinor = one.Tally.Foot?.Closing?.Minor,
                Status = Names.Snake(StatementStatus.Importing),
                Sentence = one.Sentence,
                Sequence = await work.NextNumberAsync(Sequence, token),
                ImportedAtUtc = work.Now,
                ImportedBy = import.RequestedBy,
                ImportedByName = import.RequestedByName,
            };
            work.Db.BankStatements.Add(row);
            _rows[one.Head.Statement] = row;
            // The comparison has counted every line once; writing counts anew.
            _counting[one.Head.Statement] = new ComparedStatement(one.Head, one.Tally, one.Account) { StartsAtEnd = one.StartsAtEnd };
        }
    }, cancellation);

    /// <summary>Writes what is new of a batch; false when the import was called off.</summary>
    public async Task<bool> WriteAsync(IReadOnlyList<StatementEntry> batch, CancellationToken cancellation)
    {
        var wanted = batch.Where(line => _rows.ContainsKey(line.Statement)).GroupBy(line => line.Statement)
            .ToDictionary(group => group.Key, group => Keyed(_counting[group.Key], group));
        return await RunAsync(async (work, token) =>
        {
            foreach (var (ordinal, lines) in wanted)
            {
                await AddAsync(work, _rows[ordinal], _counting[ordinal], lines, token);
            }
            var row = await work.Db.StatementImports.FirstAsync(one => one.Id == import.Id, token);
            row.LinesDone = _done + batch.Count;
        }, cancellation) && (_done += batch.Count) >= 0;
    }

    private List<(StatementEntry Line, string Print, string Identity)> Keyed(ComparedStatement one, IEnumerable<StatementEntry> lines) =>
        [.. lines.Select(line => one.Tally.Settled(line)).Select(line => (Line: line, Print: LineIdentity.FingerprintOf(line)))
            .Select(pair => (pair.Line, pair.Print, LineKeys.Of(one, survey, pair.Line, pair.Print)))];

    private static async Task AddAsync(DeskWork work, BankStatementRow statement, ComparedStatement one,
        List<(StatementEntry Line, string Print, string Identity)> lines, CancellationToken cancellation)
    {
        var (identities, prints) = (lines.ConvertAll(line => line.Identity), lines.ConvertAll(line => line.Print));
        var known = await work.Db.StatementEntries.AsNoTracking()
            .Where(row => row.AccountId == statement.AccountId && identities.Contains(row.Identity))
            .Select(row => new { row.Identity, row.Fingerprint })
            .ToDictionaryAsync(row => row.Identity, row => row.Fingerprint, cancellation);
        var before = known.Count == 0 ? []
            : await work.Db.StatementEntries.AsNoTracking()
            .Where(row => row.AccountId == statement.AccountId && row.StatementId != statement.Id && prints.Contains(row.Fingerprint))
            .GroupBy(row => row.Fingerprint).Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellation);
        foreach (var (line, print, identity) in lines)
        {
            var own = identity;
            if (known.TryGetValue(identity, out var found))
            {
                if (found == print && (!one.StartsAtEnd || LineKeys.IsByReference(identity)))
                {
                    continue;
                }
                // An honest repeat in a later statement, or a reference that the bank gave out again: the next free number.
                var occurrence = LineKeys.IsByReference(identity) ? one.Identity.Occurrence(print)
                    : int.Parse(identity.AsSpan(identity.LastIndexOf('|') + 1), System.Globalization.CultureInfo.InvariantCulture);
                own = LineKeys.ByPrint(one, print, occurrence + before.GetValueOrDefault(print));
            }
            work.Db.StatementEntries.Add(StatementShapes.Row(work.NewId(), statement, line, print, own));
        }
    }

    private async Task<bool> RunAsync(Func<DeskWork, CancellationToken, Task> write, CancellationToken cancellation)
    {
        var written = await transaction.RunAsAsync<Unit>(importer, new DeskCommand(null), async (work, token) =>
        {
            if (!await work.Db.StatementImports.AnyAsync(row => row.Id == import.Id && row.Status == "running", token))
            {
                return DomainError.Missing("import");
            }
            await write(work, token);
            work.Touch(Topics.StatementProgress, import.Id);
            return Unit.Done;
        }, cancellation);
        return written.IsSuccess;
    }
}

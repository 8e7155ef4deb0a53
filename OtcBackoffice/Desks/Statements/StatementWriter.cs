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
    private readonly HashSet<(Guid Account, StatementKind Kind, string Identity)> _seen = [];
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
        }
        // The comparison has counted every line once; writing counts anew, those of statements on record too.
        foreach (var one in comparison.InTime)
        {
            _counting[one.Head.Statement] = one.Anew(one.Follows is { } before ? _counting[before] : null);
        }
    }, cancellation);

    /// <summary>Writes what is new of a batch; false when the import was called off.</summary>
    public async Task<bool> WriteAsync(IReadOnlyList<StatementEntry> batch, CancellationToken cancellation)
    {
        var wanted = batch.GroupBy(line => line.Statement).ToDictionary(group => group.Key, group => Keyed(_counting[group.Key], group))
            .Where(keyed => _rows.ContainsKey(keyed.Key)).ToList();
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

    // A line that stands in two statements of the file is written with the first.
    private List<KeyedLine> Keyed(ComparedStatement one, IEnumerable<StatementEntry> lines)
    {
        var hasSiblings = comparison.HasSiblings(one);
        var keyed = new List<KeyedLine>();
        foreach (var line in lines.Select(line => one.Tally.Settled(line)))
        {
            var print = LineIdentity.FingerprintOf(line);
            var identity = LineKeys.Of(one, survey, line, print);
            var isSeen = hasSiblings && !_seen.Add((one.Account.Id, one.Head.Kind, identity));
            if (!isSeen || one.StartsAtEnd)
            {
                keyed.Add(new KeyedLine(line, print, identity, LineKeys.Otherwise(one, line, print, identity)));
            }
        }
        return keyed;
    }

    private static async Task AddAsync(DeskWork work, BankStatementRow statement, ComparedStatement one, List<KeyedLine> lines,
        CancellationToken cancellation)
    {
        var asked = lines.SelectMany(line => new[] { line.Identity, line.Otherwise }).OfType<string>().Distinct().ToList();
        var known = await work.Db.StatementEntries.AsNoTracking()
            .Where(row => row.AccountId == statement.AccountId && asked.Contains(row.Identity))
            .Select(row => new { row.Identity, row.Fingerprint, row.BankReference })
            .ToDictionaryAsync(row => row.Identity, cancellation);
        var before = await CountedAsync(work, statement, one, lines.ConvertAll(line => line.Print), known.Count > 0, cancellation);
        foreach (var (line, print, identity, otherwise) in lines)
        {
            if (otherwise is not null && known.TryGetValue(otherwise, out var same) && same.Fingerprint == print
                && same.BankReference == line.BankReference)
            {
                continue;
            }
            var (own, isByReference) = (identity, LineKeys.IsByReference(identity));
            if (known.TryGetValue(identity, out var found) && found.Fingerprint == print && (isByReference || !one.StartsAtEnd))
            {
                continue;
            }
            // An honest repeat in a later statement, or a reference that the bank gave out again: the next free number.
            if (found is not null || (one.StartsAtEnd && !isByReference))
            {
                var occurrence = isByReference ? one.Identity.Occurrence(print)
                    : int.Parse(identity.AsSpan(identity.LastIndexOf('|') + 1), System.Globalization.CultureInfo.InvariantCulture);
                own = LineKeys.ByPrint(one, print, occurrence + before.GetValueOrDefault(print));
            }
            work.Db.StatementEntries.Add(StatementShapes.Row(work.NewId(), statement, line, print, own));
        }
    }

    // How many lines of each text were on record before this import.
    private static async Task<Dictionary<string, int>> CountedAsync(DeskWork work, BankStatementRow statement, ComparedStatement one,
        List<string> prints, bool hasKnown, CancellationToken cancellation)
    {
        var form = LineKeys.ByPrint(one, "", 0)[..^2];
        return !hasKnown && !one.StartsAtEnd ? [] : await work.Db.StatementEntries.AsNoTracking()
            .Where(row => row.AccountId == statement.AccountId && prints.Contains(row.Fingerprint) && row.Identity.StartsWith(form)
                && !work.Db.BankStatements.Any(other => other.Id == row.StatementId && other.ImportId == statement.ImportId))
            .GroupBy(row => row.Fingerprint).Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellation);
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

    private sealed record KeyedLine(StatementEntry Line, string Print, string Identity, string? Otherwise);
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>How one statement of a file stands against what is on record.</summary>
internal sealed class ComparedStatement(StatementHead head, StatementTally tally, DeskAccount account)
{
    public StatementHead Head => head;

    public StatementTally Tally => tally;

    public DeskAccount Account => account;

    /// <summary>Counts equal lines within the statement and those of the file that it goes on from.</summary>
    public LineIdentity Identity { get; private init; } = new();

    /// <summary>The statement of the same file that this one begins at the end of, as the pages of one day do.</summary>
    public int? Follows { get; private init; }

    public int Known { get; private set; }

    public int New { get; set; }

    public long KnownSum { get; private set; }

    public int KnownBooked { get; private set; }

    /// <summary>It begins exactly where the last one ended, so that equal lines are honest repeats.</summary>
    public bool StartsAtEnd { get; set; }

    /// <summary>A statement with its names, days and balances is on record.</summary>
    public bool IsOnRecord { get; set; }

    public StatementStatus Status { get; set; } = StatementStatus.Continues;

    public string? Sentence { get; set; }

    /// <summary>All of it is on record.</summary>
    public bool IsKnown { get; set; }

    public void CountKnown(StatementEntry line)
    {
        Known++;
        KnownBooked += line.Status == LineStatus.Booked ? 1 : 0;
        KnownSum = line.Status == LineStatus.Booked ? checked(KnownSum + line.Minor) : KnownSum;
    }

    /// <summary>The same statement, which goes on from another one of its file: equal lines of the two are two lines.</summary>
    public ComparedStatement After(ComparedStatement before) =>
        new(head, tally, account)
        {
            Identity = before.Identity, Follows = before.Head.Statement, StartsAtEnd = before.StartsAtEnd, IsOnRecord = IsOnRecord,
        };

    /// <summary>The same statement with nothing counted yet.</summary>
    public ComparedStatement Anew(ComparedStatement? before) => before is null ? new(head, tally, account) { StartsAtEnd = StartsAtEnd }
        : After(before);
}

/// <summary>Holds a whole file against what is on record, before any line of it is written.</summary>
internal sealed class StatementComparison
{
    private readonly Dictionary<int, ComparedStatement> _statements = [];
    private readonly HashSet<(Guid Account, StatementKind Kind, string Identity)> _seen = [];
    private readonly List<StatementFault> _faults = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<StatementFault> Faults => _faults;

    public IReadOnlyList<string> Notes => _notes;

    public ComparedStatement Of(int ordinal) => _statements[ordinal];

    /// <summary>Every statement, the earliest day first: banks list the newest first as well as the oldest.</summary>
    public IEnumerable<ComparedStatement> InTime => _statements.Values.All(one => one.Head.To is not null)
        ? _statements.Values.OrderBy(one => one.Head.To).ThenBy(one => one.Head.Statement)
        : _statements.Values.OrderBy(one => one.Head.Statement);

    public IEnumerable<ComparedStatement> New => InTime.Where(one => !one.IsKnown);

    /// <summary>Whether the file has more statements of this one's account, whose lines may be the same ones.</summary>
    public bool HasSiblings(ComparedStatement one) =>
        _statements.Values.Count(other => other.Account.Id == one.Account.Id && other.Head.Kind == one.Head.Kind) > 1;

    public static async Task<StatementComparison> OfAsync(
        BackofficeDbContext db, DeskAccount? asked, StatementSurvey survey, IEnumerable<StatementPart> parts,
        CancellationToken cancellation)
    {
        var comparison = new StatementComparison();
        await comparison.FindAccountsAsync(db, asked, survey, cancellation);
        if (comparison._faults.Count > 0)
        {
            return comparison;
        }
        await comparison.FindStartsAsync(db, cancellation);
        foreach (var batch in parts.OfType<StatementEntry>().Chunk(1_000))
        {
            await comparison.LookAsync(db, survey, batch, cancellation);
        }
        await comparison.DecideAsync(db, cancellation);
        return comparison;
    }

    private async Task FindAccountsAsync(BackofficeDbContext db, DeskAccount? asked, StatementSurvey survey, CancellationToken cancellation)
    {
        var accounts = await db.DeskAccounts.AsNoTracking().Where(row => row.IsActive).ToListAsync(cancellation);
        foreach (var (ordinal, tally) in survey.Statements)
        {
            var head = tally.Head!;
            var account = AccountNumbers.Find(accounts, head.Account, head.Currency, asked);
            if (account.Fault is { } code)
            {
                _faults.Add(new StatementFault(ordinal, code, account.Sentence!));
                continue;
            }
            _statements[ordinal] = new ComparedStatement(head, tally, account.Account!);
        }
    }

    private async Task FindStartsAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var before = new Dictionary<Guid, ComparedStatement>();
        foreach (var one in InTime.Where(one => one.Head.Kind == StatementKind.Booked).ToList())
        {
            var page = before.GetValueOrDefault(one.Account.Id);
            // A file that is sent once more may begin where the account stands by chance; what is on record is no repeat.
            one.IsOnRecord = await Twins(db, one).AnyAsync(cancellation);
            if (!one.IsOnRecord && page is null or { IsOnRecord: true } && one.Head.Opening is { } opening && one.Tally.Sum != 0)
            {
                one.StartsAtEnd = (await LastAsync(db, one, cancellation))?.ClosingMinor == opening.Minor;
            }
            if (!one.StartsAtEnd && page is not null && GoesOn(page, one))
            {
                _statements[one.Head.Statement] = one.After(page);
            }
            before[one.Account.Id] = _statements[one.Head.Statement];
        }
    }

    // Pages without balances of their own tell nothing, and wait for a person; no line of theirs is taken for one of another page.
    private static bool GoesOn(ComparedStatement page, ComparedStatement next) => page.Tally.IsTied && next.Tally.IsTied
        ? next.Tally.Sum != 0 && page.Tally.Foot!.Closing!.Minor == next.Head.Opening!.Minor
        : next.Head.Format != "csv";

    // Which lines of a batch are on record, and whether one that is says something else now.
    private async Task LookAsync(BackofficeDbContext db, StatementSurvey survey, StatementEntry[] batch, CancellationToken cancellation)
    {
        foreach (var group in batch.GroupBy(line => line.Statement))
        {
            var one = _statements[group.Key];
            var lines = group.Select(line => one.Tally.Settled(line)).Select(line => (Line: line, Print: LineIdentity.FingerprintOf(line)))
                .ToList();
            var identities = lines.ConvertAll(pair => LineKeys.Of(one, survey, pair.Line, pair.Print));
            var others = lines.Select((pair, at) => LineKeys.Otherwise(one, pair.Line, pair.Print, identities[at])).ToList();
            var asked = identities.Concat(others.OfType<string>()).Distinct().ToList();
            var known = await db.StatementEntries.AsNoTracking()
                .Where(row => row.AccountId == one.Account.Id && asked.Contains(row.Identity))
                .Select(row => new { row.Identity, row.Fingerprint, row.BookingDate, row.StatementId, row.LineNumber, row.BankReference })
                .ToDictionaryAsync(row => row.Identity, cancellation);
            var hasSiblings = HasSiblings(one);
            for (var i = 0; i < lines.Count; i++)
            {
                var (line, print) = lines[i];
                var isSeen = hasSiblings && !_seen.Add((one.Account.Id, one.Head.Kind, identities[i]));
                var isTold = (isSeen && !one.StartsAtEnd)
                    || (others[i] is { } other && known.TryGetValue(other, out var same) && same.Fingerprint == print
                        && same.BankReference == line.BankReference);
                if (isTold)
                {
                    one.CountKnown(line);
                }
                else if (!known.TryGetValue(identities[i], out var found)
                    || (found.Fingerprint != print && found.BookingDate != line.BookingDate)
                    || (one.StartsAtEnd && !LineKeys.IsByReference(identities[i])))
                {
                    one.New++;
                }
                else if (found.Fingerprint != print)
                {
                    _faults.Add(new StatementFault(line.Statement, StatementFaultCode.LineChanged,
                        $"Entry {line.Number} (row {line.Row}) has the bank's reference {line.BankReference} of line {found.LineNumber} "
                            + $"of statement {await NameAsync(db, found.StatementId, cancellation)}, and another amount, date, sender or text; "
                        + "expected the same facts. Ask the bank which of the two is right.") { Line = line.Number });
                }
                else
                {
                    one.CountKnown(line);
                }
            }
        }
    }

    private async Task DecideAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var closings = new Dictionary<Guid, StatementBalance>();
        foreach (var one in InTime)
        {
            var ordinal = one.Head.Statement;
            var twin = await TwinAsync(db, one, cancellation);
            if (one.New == 0 && (one.Known > 0 || twin is not null))
            {
                one.IsKnown = true;
                one.Sentence = await KnownSentenceAsync(db, one, twin, cancellation);
                _notes.Add(one.Sentence);
            }
            else if (twin is not null && one.Head.Kind == StatementKind.Booked)
            {
                _faults.Add(new StatementFault(ordinal, StatementFaultCode.LineChanged,
                    $"Statement {Name(one)} is on record with the same number, days and balances since "
                        + $"{twin.ImportedAtUtc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, "
                    + $"and {one.New} of its lines say something else now; expected the same lines."));
            }
            else if (one.Head.Kind == StatementKind.Booked)
            {
                var before = closings.TryGetValue(one.Account.Id, out var inFile) ? inFile : await LastClosingAsync(db, one, cancellation);
                var (outcome, sentence) =
                    StatementContinuity.Of(one.Head.Opening, one.KnownSum, one.KnownBooked, before,
                    one.Tally.IsTied || one.Head.Format == "csv");
                (one.Status, one.Sentence) =
                    (outcome == StatementContinuation.DoesNotContinue ? StatementStatus.DoesNotContinue : StatementStatus.Continues,
                    sentence);
            }
            if (one.Head.Kind == StatementKind.Booked && one.Tally.Foot?.Closing is { } closing)
            {
                closings[one.Account.Id] = closing;
            }
        }
        if (_statements.Count > 0 && _faults.Count == 0 && _statements.Values.All(one => one.IsKnown))
        {
            _faults.AddRange(_statements.OrderBy(pair => pair.Key)
                .Select(pair => new StatementFault(pair.Key, StatementFaultCode.AlreadyImported, pair.Value.Sentence!)));
            _notes.Clear();
        }
    }

    private static async Task<string> KnownSentenceAsync(BackofficeDbContext db, ComparedStatement one, BankStatementRow? twin,
        CancellationToken cancellation)
    {
        var known = twin ?? await db.BankStatements.AsNoTracking()
            .Where(row => row.AccountId == one.Account.Id && row.Kind == one.Head.Kind).OrderByDescending(row => row.Sequence)
            .FirstOrDefaultAsync(cancellation);
        return known is null
            ? $"The lines of statement {Name(one)} of {one.Account.Name} stand in another statement of the file; they are read once."
            : $"Statement {Name(one)} of {one.Account.Name} is on record already: imported on "
            + $"{known.ImportedAtUtc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC by {known.ImportedByName} "
            + $"as statement {known.Number ?? known.BankId ?? $"{known.FromDay:yyyy-MM-dd} to {known.ToDay:yyyy-MM-dd}"}, "
            + $"{(one.Known == 0 ? "which has no lines" : $"lines 1 to {one.Known}")}. "
            + $"Nothing was added.";
    }

    // The identity of a statement: account, the bank's id, its number and its days, because numbers come again every year (R6).
    private static Task<BankStatementRow?> TwinAsync(BackofficeDbContext db, ComparedStatement one, CancellationToken cancellation) =>
        Twins(db, one).Where(row => row.BankId != null || row.Number != null).OrderBy(row => row.Sequence)
            .FirstOrDefaultAsync(cancellation);

    private static IQueryable<BankStatementRow> Twins(BackofficeDbContext db, ComparedStatement one)
    {
        var (opening, closing) = (one.Head.Opening?.Minor, one.Tally.Foot?.Closing?.Minor);
        return db.BankStatements.AsNoTracking()
            .Where(row => row.AccountId == one.Account.Id && row.Kind == one.Head.Kind && row.BankId == one.Head.BankId
            && row.Number == one.Head.Number
            && row.FromDay == one.Head.From && row.ToDay == one.Head.To && row.OpeningMinor == opening && row.ClosingMinor == closing
            && row.Status != "importing");
    }

    private static Task<BankStatementRow?> LastAsync(BackofficeDbContext db, ComparedStatement one, CancellationToken cancellation) =>
        db.BankStatements.AsNoTracking()
            .Where(row => row.AccountId == one.Account.Id && row.Kind == StatementKind.Booked && row.Status != "importing"
            && row.ClosingMinor != null
                && (one.Head.To == null || row.ToDay == null || row.ToDay <= one.Head.To))
            .OrderByDescending(row => row.ToDay).ThenByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellation);

    // A statement that comes late is held against the one after it, when there is none before.
    private static async Task<StatementBalance?> LastClosingAsync(BackofficeDbContext db, ComparedStatement one,
        CancellationToken cancellation)
    {
        if (await LastAsync(db, one, cancellation) is { } last)
        {
            return new StatementBalance(last.ClosingMinor!.Value, last.Currency, last.ToDay);
        }
        var next = await db.BankStatements.AsNoTracking()
            .Where(row => row.AccountId == one.Account.Id && row.Kind == StatementKind.Booked && row.Status != "importing"
            && row.OpeningMinor != null)
            .OrderBy(row => row.ToDay).ThenBy(row => row.Sequence).FirstOrDefaultAsync(cancellation);
        return next is null || next.OpeningMinor == one.Tally.Foot?.Closing?.Minor ? null
            : new StatementBalance(next.OpeningMinor!.Value, next.Currency, next.FromDay);
    }

    private static async Task<string> NameAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var row = await db.BankStatements.AsNoTracking().FirstAsync(one => one.Id == id, cancellation);
        return row.Number ?? row.BankId ?? id.ToString();
    }

    private static string Name(ComparedStatement one) =>
        one.Head.Number ?? one.Head.BankId ?? $"{one.Head.From:yyyy-MM-dd} to {one.Head.To:yyyy-MM-dd}";
}

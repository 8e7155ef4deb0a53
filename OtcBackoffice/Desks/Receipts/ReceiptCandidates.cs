using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>Loads what matching decides on: the records that receipts may be for, whose senders are whose, and what else waits.</summary>
internal static class ReceiptCandidates
{
    // A single receipt asks for its own few candidates by index; a whole import reads what waits once.
    private const int SingleMax = 200, RowsMax = 2_000, ChunkSize = 500, OfOneReference = 25;

    private static readonly Expression<Func<Deposit, TargetRow>> AsTarget = row => new TargetRow(row.Id, row.Number, row.MerchantId,
        row.FiatCurrency, row.FiatAmountMinor, row.ReceivedMinor, row.DifferenceOutcome, row.Status, row.ReferenceKey,
        row.PaymentReference, row.SenderAccountName, row.SenderAccountNumberLast4, row.TransferDate);

    private static readonly Func<Deposit, TargetRow> OfDeposit = AsTarget.Compile();

    /// <summary>Matches receipts with what waits for money.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="receipts">The receipts; those that are not stored yet as well.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="fresh">A deposit that is not stored yet, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<MatchOutcome> MatchAsync(
        BackofficeDbContext db, IReadOnlyCollection<Receipt> receipts, MatchingRules rules, Deposit? fresh, CancellationToken cancellation)
    {
        var lines = receipts.Where(receipt => receipt.RemainingMinor != 0).Select(MatchLine.Of).ToList();
        var targets = await TargetsAsync(db, lines, rules, fresh, cancellation);
        var all = lines.Concat(await RivalsAsync(db, lines, targets, cancellation)).DistinctBy(line => line.Id).ToList();
        return Matching.Run(all, targets, await SendersAsync(db, all, cancellation), rules);
    }

    /// <summary>
    /// Decides for a whole import: everything that waits is read once, in the few columns that are compared, and nothing is proposed.
    /// </summary>
    /// <param name="db">Where to read.</param>
    /// <param name="lines">The receipts of the import.</param>
    /// <param name="others">Which receipts are not of the import: those of them that wait could be for the same records.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<MatchDecisions> DecideAsync(BackofficeDbContext db, List<MatchLine> lines, IQueryable<Receipt> others,
        MatchingRules rules, CancellationToken cancellation)
    {
        var targets = await WaitingAsync(db, lines, cancellation);
        List<MatchLine> all = [.. lines];
        await foreach (var rival in others.AsNoTracking().Where(row => row.Status == ReceiptStatus.Unmatched).AsAsyncEnumerable()
            .WithCancellation(cancellation))
        {
            all.Add(MatchLine.Of(rival));
        }
        return Matching.Decide(all, targets, await SendersAsync(db, all, cancellation), rules);
    }

    /// <summary>The same for receipts as if some of them had not been matched yet: what other rules would have done.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="lines">The receipts as they came.</param>
    /// <param name="loose">What is thought of as not matched: by deposit, in its minor units.</param>
    /// <param name="rules">The rules to try.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<MatchOutcome> TryAsync(
        BackofficeDbContext db, List<MatchLine> lines, IReadOnlyDictionary<Guid, long> loose, MatchingRules rules,
        CancellationToken cancellation)
    {
        var targets = (await TargetsAsync(db, lines, rules, null, cancellation)).ToDictionary(target => target.Id);
        foreach (var id in loose.Keys.Where(id => !targets.ContainsKey(id)))
        {
            if (await db.Deposits.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } deposit)
            {
                targets[id] = Target(deposit);
            }
        }
        var before = targets.Values.Select(target => loose.TryGetValue(target.Id, out var minor)
            ? target with { MissingMinor = Math.Min(target.AskedMinor, target.MissingMinor + minor), State = MatchState.Open } : target)
            .ToList();
        return Matching.Run(lines, before, await SendersAsync(db, lines, cancellation), rules);
    }

    /// <summary>The unmatched receipts that may be for a deposit.</summary>
    public static async Task<List<Receipt>> ForDepositAsync(BackofficeDbContext db, Deposit deposit, int most,
        CancellationToken cancellation)
    {
        var (currency, missing) = (deposit.FiatCurrency, deposit.FiatAmountMinor - (deposit.ReceivedMinor ?? 0));
        var (key, own) = (deposit.ReferenceKey, ReferenceText.Key(deposit.HumanId));
        var sender = SenderName.Key(deposit.SenderAccountName);
        var rows = await db.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched
            && (row.ReferenceKey == own || (key != null && row.ReferenceKey == key)))
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(most).ToListAsync(cancellation);
        rows.AddRange(await db.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched && row.Asset == currency
            && row.RemainingMinor == missing)
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(most).ToListAsync(cancellation));
        if (sender is not null)
        {
            rows.AddRange(await db.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched && row.Asset == currency
                && row.PayerKey == sender)
                .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(most).ToListAsync(cancellation));
        }
        return [.. rows.DistinctBy(row => row.Id)];
    }

    private static async Task<List<MatchTarget>> TargetsAsync(
        BackofficeDbContext db, List<MatchLine> lines, MatchingRules rules, Deposit? fresh, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, MatchTarget>();
        if (fresh is not null)
        {
            found[fresh.Id] = Target(fresh);
        }
        var fiat = lines.Where(line => !line.Asset.Contains('.', StringComparison.Ordinal)).ToList();
        var keys = fiat.SelectMany(line => line.Parts).Distinct(StringComparer.Ordinal).ToList();
        var numbers = Numbers(keys);
        foreach (var chunk in keys.Chunk(ChunkSize))
        {
            Take(found, await OfReferencesAsync(Bank(db), chunk, cancellation));
        }
        foreach (var chunk in numbers.Chunk(ChunkSize))
        {
            Take(found, await Bank(db).Where(row => chunk.Contains(row.Number)).Select(AsTarget).ToListAsync(cancellation));
        }
        foreach (var currency in fiat.Select(line => line.Asset).Distinct(StringComparer.Ordinal))
        {
            var waiting = Bank(db).Where(row => row.FiatCurrency == currency && row.Status == DepositStatus.Pending);
            Take(found, await waiting.Where(row => row.ReceivedMinor != null && row.ReceivedMinor != row.FiatAmountMinor)
                .OrderBy(row => row.Id).Take(RowsMax).Select(AsTarget).ToListAsync(cancellation));
            if (fiat.Count > SingleMax)
            {
                await foreach (var row in waiting.Where(row => row.ReceivedMinor == null).Select(AsTarget).AsAsyncEnumerable()
                    .WithCancellation(cancellation))
                {
                    found.TryAdd(row.Id, Target(row));
                }
                continue;
            }
            foreach (var minor in fiat.Where(line => line.Asset == currency).Select(line => line.AmountMinor).Distinct())
            {
                var tolerance = rules.Rules.Max(rule => rule.ToleranceFor(minor));
                var (low, high) = (minor - tolerance, minor + tolerance);
                Take(found, await waiting.Where(row => row.FiatAmountMinor >= low && row.FiatAmountMinor <= high).OrderBy(row => row.Id)
                    .Take(RowsMax).Select(AsTarget).ToListAsync(cancellation));
            }
        }
        return [.. found.Values];
    }

    // Everything open in the currencies of the lines, and what else their texts name.
    private static async Task<List<MatchTarget>> WaitingAsync(BackofficeDbContext db, List<MatchLine> lines,
        CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, MatchTarget>();
        var currencies = lines.Select(line => line.Asset).Distinct(StringComparer.Ordinal).ToList();
        var waiting = Bank(db).Where(row => row.Status == DepositStatus.Pending && currencies.Contains(row.FiatCurrency));
        await foreach (var row in waiting.Select(AsTarget).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            found[row.Id] = Target(row);
        }
        var others = Bank(db).Where(row => row.Status != DepositStatus.Pending || !currencies.Contains(row.FiatCurrency));
        foreach (var chunk in lines.SelectMany(line => line.Parts).Distinct(StringComparer.Ordinal).Chunk(ChunkSize))
        {
            Take(found, await OfReferencesAsync(others, chunk, cancellation));
            var numbers = Numbers(chunk);
            if (numbers.Count > 0)
            {
                Take(found, await others.Where(row => numbers.Contains(row.Number)).Select(AsTarget).ToListAsync(cancellation));
            }
        }
        return [.. found.Values];
    }

    private static List<long> Numbers(IEnumerable<string> keys) =>
        [.. keys.Where(key => key.StartsWith("DEP", StringComparison.Ordinal)).Select(key =>
            long.TryParse(key.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    // One reference that thousands share hides no other: where there are too many, each is asked for its own few, of which so many are
    // left to people anyway.
    private static async Task<List<TargetRow>> OfReferencesAsync(IQueryable<Deposit> deposits, string[] keys,
        CancellationToken cancellation)
    {
        var rows = await deposits.Where(row => row.ReferenceKey != null && keys.Contains(row.ReferenceKey)).OrderBy(row => row.Id)
            .Take(RowsMax).Select(AsTarget).ToListAsync(cancellation);
        if (rows.Count < RowsMax)
        {
            return rows;
        }
        rows.Clear();
        foreach (var key in keys)
        {
            rows.AddRange(await deposits.Where(row => row.ReferenceKey == key).OrderBy(row => row.Id).Take(OfOneReference)
                .Select(AsTarget).ToListAsync(cancellation));
        }
        return rows;
    }

    // Receipts that wait already and could be for the same records: two for one are told to a person.
    private static async Task<List<MatchLine>> RivalsAsync(BackofficeDbContext db, List<MatchLine> lines, List<MatchTarget> targets,
        CancellationToken cancellation)
    {
        var rivals = new List<Receipt>();
        var keys = targets.Select(target => target.ReferenceKey).Concat(lines.Select(line => line.ReferenceKey)).OfType<string>()
            .Distinct(StringComparer.Ordinal);
        foreach (var chunk in keys.Chunk(ChunkSize))
        {
            rivals.AddRange(await db.Receipts.AsNoTracking()
                .Where(row => row.Status == ReceiptStatus.Unmatched && row.ReferenceKey != null && chunk.Contains(row.ReferenceKey))
                .OrderBy(row => row.Id).Take(RowsMax).ToListAsync(cancellation));
        }
        foreach (var chunk in lines.Select(line => line.PayerKey).OfType<string>().Distinct(StringComparer.Ordinal).Chunk(ChunkSize))
        {
            rivals.AddRange(await db.Receipts.AsNoTracking()
                .Where(row => row.Status == ReceiptStatus.Unmatched && row.PayerKey != null && chunk.Contains(row.PayerKey))
                .OrderBy(row => row.Id).Take(RowsMax).ToListAsync(cancellation));
        }
        var own = lines.Select(line => line.Id).ToHashSet();
        return [.. rivals.DistinctBy(row => row.Id).Where(row => !own.Contains(row.Id)).Select(MatchLine.Of)];
    }

    private static async Task<SenderBook> SendersAsync(BackofficeDbContext db, List<MatchLine> lines, CancellationToken cancellation)
    {
        var book = new SenderBook();
        if (lines.Count == 0)
        {
            return book;
        }
        foreach (var merchant in await db.Merchants.AsNoTracking().Select(row => new { row.Id, row.ParentId, row.Name })
            .ToListAsync(cancellation))
        {
            book.AddOwn(merchant.ParentId ?? merchant.Id, SenderName.Key(merchant.Name));
        }
        foreach (var chunk in lines.Select(line => line.PayerKey).OfType<string>().Distinct(StringComparer.Ordinal).Chunk(ChunkSize))
        {
            foreach (var learnt in await db.LearntSenders.AsNoTracking()
                .Where(row => row.WithdrawnAtUtc == null && chunk.Contains(row.SenderKey)).ToListAsync(cancellation))
            {
                book.AddLearnt(learnt.MerchantId, learnt.SenderKey);
            }
        }
        return book;
    }

    private static IQueryable<Deposit> Bank(BackofficeDbContext db) => db.Deposits.AsNoTracking()
        .Where(row => row.Method == DepositMethod.Bank && row.Status != DepositStatus.Draft && row.Status != DepositStatus.Priced);

    private static void Take(Dictionary<Guid, MatchTarget> found, List<TargetRow> rows)
    {
        foreach (var row in rows)
        {
            found.TryAdd(row.Id, Target(row));
        }
    }

    /// <summary>A deposit as matching sees it.</summary>
    public static MatchTarget Target(Deposit deposit) => Target(OfDeposit(deposit));

    private static MatchTarget Target(TargetRow row)
    {
        var isClosed = row.Status == DepositStatus.Pending && row.Outcome is not null;
        return new MatchTarget(ReceiptTarget.Deposit, row.Id, $"DEP-{row.Number}", row.MerchantId, row.Currency, row.AskedMinor,
            isClosed ? 0 : Math.Max(0, row.AskedMinor - (row.ReceivedMinor ?? 0)))
        {
            ReferenceKey = row.ReferenceKey,
            Reference = row.Reference,
            SenderKey = SenderName.Key(row.Sender),
            AccountEnd = row.AccountEnd,
            Day = row.Day,
            State = row.Status switch
            {
                DepositStatus.Pending => MatchState.Open,
                DepositStatus.Rejected or DepositStatus.Abandoned => MatchState.Ended,
                _ => MatchState.Decided,
            },
            StateWord = Names.Snake(row.Status),
        };
    }

    // The few columns of a deposit that are compared; an import reads them of everything that waits.
    private sealed record TargetRow(Guid Id, long Number, Guid MerchantId, string Currency, long AskedMinor, long? ReceivedMinor,
        DifferenceOutcome? Outcome, DepositStatus Status, string? ReferenceKey, string? Reference, string? Sender, string? AccountEnd,
        DateOnly? Day);
}

using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Deposits;

/// <content>How a queue is cut, ordered and added up.</content>
public sealed partial class DepositQueries
{
    private const int CandidatesMax = 5_000, NamesMax = 500;

    private static readonly int[] Scales = [0, 1, 2, 3, 4];

    /// <summary>Some deposits as lines, for what stands beside them elsewhere.</summary>
    public async Task<Result<IReadOnlyList<DepositLine>>> LinesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Domain.Access.Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await DepositLines.ReadAsync(reading.Db, reading.Db.Deposits.Where(row => ids.Contains(row.Id)),
            await WithAsync(reading, cancellation), cancellation);
    }

    /// <summary>Some deposits as comma-separated values, oldest due first; a text that a spreadsheet could run stands behind an
    /// apostrophe.</summary>
    public async Task<Result<string>> SelectionAsync(IReadOnlyList<Guid> ids, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Domain.Access.Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        if (ids is not { Count: > 0 and <= 500 })
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "ids", "ids must name 1 to 500 deposits.");
        }
        var rows = Ordered(reading.Db.Deposits.Where(row => ids.Contains(row.Id)), QueueSort.Due, true);
        var lines = await DepositLines.ReadAsync(reading.Db, rows, await WithAsync(reading, cancellation), cancellation);
        var text = new System.Text.StringBuilder(
            "number,merchant,status,method,fiat_amount,fiat_currency,crypto_amount,asset,network,due_at,held_by\r\n");
        foreach (var line in lines)
        {
            string?[] cells = [line.HumanId, line.MerchantName, Domain.Lifecycles.Names.Snake(line.Status), line.Method, line.FiatAmount,
                line.FiatCurrency, line.CryptoAmount, line.Asset, line.Network,
                line.DueAtUtc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), line.AssigneeName];
            text.AppendJoin(',', cells.Select(cell =>
                $"\"{Ports.CellText.Harmless(cell ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        }
        return text.ToString();
    }

    private async Task<LineReading> WithAsync(DeskReading reading, CancellationToken cancellation) =>
        new(feed.Tallies, (await LimitsReader.ReadAsync(reading.Rows, settings.Limits, cancellation)).OfficerCapUsdCents,
            clock.UtcNowMillis());

    private static async Task<IQueryable<Deposit>> CutAsync(
        DeskReading reading, DepositQueueCut cut, DepositStatus? status, LineReading with, CancellationToken cancellation)
    {
        var (db, now) = (reading.Db, with.Now);
        var rows = Narrow(reading, new DepositFilter(status, cut.MerchantId, cut.AssigneeId));
        if (cut.Mine)
        {
            var me = reading.Actor.PersonId;
            rows = rows.Where(row => row.AssigneeUserId == me && row.ClaimExpiresAtUtc > now);
        }
        rows = cut.Currency is { } currency ? rows.Where(row => row.FiatCurrency == currency) : rows;
        if (cut.Network is { } network)
        {
            var assets = Domain.Catalog.Asset.All.Where(asset => asset.Network.Code == network).Select(asset => asset.Code.Text).ToList();
            rows = rows.Where(row => assets.Contains(row.Asset));
        }
        rows = cut.Min is { } min ? rows.Where(Amounts(min, atLeast: true)) : rows;
        rows = cut.Max is { } max ? rows.Where(Amounts(max, atLeast: false)) : rows;
        if (cut.From is { } from)
        {
            var begin = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.CreatedAtUtc >= begin);
        }
        if (cut.To is { } to)
        {
            var end = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.CreatedAtUtc < end);
        }
        rows = cut.WithoutSnoozed ? rows.Where(row => !db.RecordSnoozes.Any(asleep => asleep.RecordId == row.Id && asleep.UntilUtc > now))
            : rows;
        return cut.Flag is { } flag ? await FlaggedAsync(db, rows, flag, with, cancellation) : rows;
    }

    private static async Task<IQueryable<Deposit>> FlaggedAsync(BackofficeDbContext db, IQueryable<Deposit> rows, QueueFlag flag,
        LineReading with, CancellationToken cancellation)
    {
        var now = with.Now;
        return flag switch
        {
            QueueFlag.Late => rows.Where(row => row.Status == DepositStatus.Pending && row.ClockPausedAtUtc == null
                && row.DecisionDueAtUtc < now),
            QueueFlag.Question => rows.Where(row => row.Status == DepositStatus.Pending && row.Question != null && row.Answer == null),
            QueueFlag.Answered => rows.Where(row => row.Status == DepositStatus.Pending && row.Answer != null),
            QueueFlag.SecondPerson => rows.Where(row => db.Approvals.Any(waiting => waiting.EntityId == row.Id
                && waiting.Status == ApprovalStates.Waiting && waiting.ExpiresAtUtc > now)),
            QueueFlag.Snoozed => rows.Where(row => db.RecordSnoozes.Any(asleep => asleep.RecordId == row.Id && asleep.UntilUtc > now)),
            QueueFlag.Repeated => rows.Where(row => (row.PaymentReference != null && db.Deposits.Any(other =>
                other.PaymentReference == row.PaymentReference && other.Id != row.Id))
                || (row.ProofSha256 != null && db.Deposits.Any(other => other.ProofSha256 == row.ProofSha256 && other.Id != row.Id))),
            QueueFlag.AboveCap => await AboveCapAsync(rows, with, cancellation),
        };
    }

    // The value is worked out from the price, which no database does as the desk does; what waits is few enough to look through.
    private static async Task<IQueryable<Deposit>> AboveCapAsync(IQueryable<Deposit> rows, LineReading with, CancellationToken cancellation)
    {
        var waiting = await rows.Where(row => row.Status == DepositStatus.Pending).OrderBy(row =>
            row.Id).Take(CandidatesMax).ToListAsync(cancellation);
        var above = waiting.Where(row => row.NotionalUsdCents() > with.CapUsdCents).Select(row => row.Id).ToList();
        return rows.Where(row => above.Contains(row.Id));
    }

    // Amounts lie in minor units, so a bound is another number for each number of decimals.
    private static System.Linq.Expressions.Expression<Func<Deposit, bool>> Amounts(decimal bound, bool atLeast)
    {
        var (none, one, two, three, four) = (Minor(bound, 0, atLeast), Minor(bound, 1, atLeast), Minor(bound, 2, atLeast), Minor(bound, 3,
            atLeast), Minor(bound, 4, atLeast));
        return atLeast
            ? row => (row.FiatScale == 0 && row.FiatAmountMinor >= none) || (row.FiatScale == 1 && row.FiatAmountMinor >= one)
                || (row.FiatScale == 2 && row.FiatAmountMinor >= two)
                || (row.FiatScale == 3 && row.FiatAmountMinor >= three) || (row.FiatScale == 4 && row.FiatAmountMinor >= four)
            : row => (row.FiatScale == 0 && row.FiatAmountMinor <= none) || (row.FiatScale == 1 && row.FiatAmountMinor <= one)
                || (row.FiatScale == 2 && row.FiatAmountMinor <= two)
                || (row.FiatScale == 3 && row.FiatAmountMinor <= three) || (row.FiatScale == 4 && row.FiatAmountMinor <= four);
    }

    private static long Minor(decimal bound, int scale, bool atLeast)
    {
        var scaled = Scales[..scale].Aggregate(bound, (value, _) => value > long.MaxValue / 10m ? long.MaxValue : value * 10m);
        return scaled >= long.MaxValue ? long.MaxValue : (long)(atLeast ? decimal.Ceiling(scaled) : decimal.Floor(scaled));
    }

    private static IQueryable<Deposit> Ordered(IQueryable<Deposit> rows, QueueSort sort, bool ascending) => (sort, ascending) switch
    {
        (QueueSort.Due, true) => rows.OrderBy(row => row.DecisionDueAtUtc ?? row.CreatedAtUtc).ThenBy(row => row.Id),
        (QueueSort.Due, false) => rows.OrderByDescending(row => row.DecisionDueAtUtc ?? row.CreatedAtUtc).ThenByDescending(row => row.Id),
        (QueueSort.Amount, true) => rows.OrderBy(row => row.FiatAmountMinor).ThenBy(row => row.Id),
        (QueueSort.Amount, false) => rows.OrderByDescending(row => row.FiatAmountMinor).ThenByDescending(row => row.Id),
        (QueueSort.Created, var up) => Keyset(rows, up, null),
    };

    private static IQueryable<Deposit> After(IQueryable<Deposit> rows, QueueSort sort, bool ascending, Cursor cursor)
    {
        var (key, id) = (cursor.Millis, cursor.Id);
        var time = sort == QueueSort.Amount ? default : UtcMillis.To(key);
        return (sort, ascending) switch
        {
            (QueueSort.Due, true) => rows.Where(row => (row.DecisionDueAtUtc ?? row.CreatedAtUtc) > time
                || ((row.DecisionDueAtUtc ?? row.CreatedAtUtc) == time && row.Id > id)),
            (QueueSort.Due, false) => rows.Where(row => (row.DecisionDueAtUtc ?? row.CreatedAtUtc) < time
                || ((row.DecisionDueAtUtc ?? row.CreatedAtUtc) == time && row.Id < id)),
            (QueueSort.Amount, true) => rows.Where(row => row.FiatAmountMinor > key || (row.FiatAmountMinor == key && row.Id > id)),
            (QueueSort.Amount, false) => rows.Where(row => row.FiatAmountMinor < key || (row.FiatAmountMinor == key && row.Id < id)),
            (QueueSort.Created, true) => rows.Where(row => row.CreatedAtUtc >= time && (row.CreatedAtUtc > time || row.Id > id)),
            (QueueSort.Created, false) => rows.Where(row => row.CreatedAtUtc <= time && (row.CreatedAtUtc < time || row.Id < id)),
        };
    }

    private static async Task<DepositQueue> AddedUpAsync(DeskReading reading, DepositQueue queue, DepositQueueCut cut, LineReading with,
        CancellationToken cancellation)
    {
        var (db, now, sums) = (reading.Db, with.Now, new List<(string Currency, int Scale, int Count, long Minor)>());
        IEnumerable<DepositStatus?> statuses = cut.Statuses.Count == 0 ? [null] : cut.Statuses.Cast<DepositStatus?>();
        foreach (var status in statuses)
        {
            var rows = await CutAsync(reading, cut, status, with, cancellation);
            var found = await rows.GroupBy(row => new { row.FiatCurrency, row.FiatScale })
                .Select(group => new { group.Key.FiatCurrency, group.Key.FiatScale, Count = group.Count(), Minor = group.Sum(row =>
                    row.FiatAmountMinor) }).ToListAsync(cancellation);
            sums.AddRange(found.Select(one => (one.FiatCurrency, one.FiatScale, one.Count, one.Minor)));
        }
        var pending = db.Deposits.Where(row => row.Status == DepositStatus.Pending);
        return queue with
        {
            Totals = [.. sums.GroupBy(one => (one.Currency, one.Scale)).OrderBy(one => one.Key.Currency, StringComparer.Ordinal)
                .Select(one => new QueueTotal(one.Key.Currency, DecimalText.Format(one.Sum(row => row.Minor), one.Key.Scale),
                    one.Sum(row => row.Count)))],
            Total = sums.Sum(one => one.Count),
            Late = await pending.CountAsync(row => row.ClockPausedAtUtc == null && row.DecisionDueAtUtc < now, cancellation),
            Snoozed = await pending.CountAsync(row => db.RecordSnoozes.Any(asleep => asleep.RecordId == row.Id && asleep.UntilUtc > now),
                cancellation),
        };
    }

    private static async Task<QueueNames> NamesAsync(BackofficeDbContext db, CancellationToken cancellation) => new(
        await db.Merchants.OrderBy(row => row.Name).ThenBy(row => row.Id).Take(NamesMax).Select(row => new QueueName(row.Id,
            row.Name)).ToListAsync(cancellation),
        await db.Users.Where(row => !row.IsDisabled && row.MerchantId == null).OrderBy(row => row.DisplayName).ThenBy(row =>
            row.Id).Take(NamesMax)
            .Select(row => new QueueName(row.Id, row.DisplayName)).ToListAsync(cancellation));
}

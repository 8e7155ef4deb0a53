using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Ledger;

/// <summary>An account as it is shown; the balance is credits less debits.</summary>
public sealed record LedgerAccountView(string Key, string Family, string Asset, Guid? OwnerId, string Debit, string Credit, string Balance);

/// <summary>One line of the trial balance: an asset's debits, credits and their difference, which must be zero.</summary>
public sealed record TrialBalanceLine(string Asset, string Debit, string Credit, string Difference);

/// <summary>What the books say about themselves.</summary>
public sealed record LedgerView(IReadOnlyList<TrialBalanceLine> TrialBalance, bool IsHalted, string? HaltReason, DateTime? CheckedAtUtc);

/// <summary>A check of the books or the record: what was looked at, and the first thing that was wrong, or null.</summary>
public sealed record LedgerCheck(string Name, string Scope, string? Fault);

/// <summary>One invariant as it was last checked: green, red or unknown.</summary>
public sealed record InvariantView(string Name, string State, string Scope, string? Fault, DateTime? CheckedAtUtc, string Advice);

/// <summary>The invariants of the books, whether money stands still, up to where the check has looked, and when it last looked at
/// everything.</summary>
public sealed record InvariantBoard(IReadOnlyList<InvariantView> Invariants, bool IsHalted, DateTime? WatermarkUtc,
    DateTime? LastFullAtUtc);

/// <summary>Reads the books, re-derives them from the postings, and halts money when they do not agree.</summary>
public sealed class LedgerDesk(DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts,
    TimeProvider clock)
{
    /// <summary>The trial balance, and whether money stands still.</summary>
    public async Task<Result<LedgerView>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.LedgerRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var scales = await ScalesAsync(reading.Db, cancellation);
        var rows = await reading.Db.LedgerAccounts.OrderBy(row => row.Key).ToListAsync(cancellation);
        var health = await reading.Db.LedgerHealth.FirstOrDefaultAsync(cancellation);
        var balance = rows.GroupBy(row => row.Asset).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new TrialBalanceLine(group.Key,
            Text(group.Sum(row => row.DebitMinor), group.Key, scales), Text(group.Sum(row => row.CreditMinor), group.Key, scales),
            Text(group.Sum(row => row.DebitMinor - row.CreditMinor), group.Key, scales))).ToList();
        return new LedgerView(balance, health?.IsHalted ?? false, health?.Reason, health?.CheckedAtUtc);
    }

    /// <summary>What the list of accounts can be asked.</summary>
    public static ListRules<LedgerAccountView> Rules => LedgerList.Accounts;

    /// <summary>A page of the accounts.</summary>
    public async Task<Result<ListPage<LedgerAccountView>>> AccountsAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.LedgerRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var scales = await ScalesAsync(reading.Db, cancellation);
        var page = await LedgerList.Accounts.CutAsync(reading.Db.LedgerAccounts, ask, new ListMoment(reading.Db, DateTime.UnixEpoch),
            cancellation);
        return page.With(page.Rows.Select(row => View(row, scales)).ToList());
    }

    /// <summary>Whether money stands still.</summary>
    public async Task<Result<bool>> IsHaltedAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.LedgerRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.LedgerHealth.AnyAsync(row => row.IsHalted, cancellation);
    }

    /// <summary>Re-derives every balance and entry from the postings; the first fault of each check is named.</summary>
    public async Task<IReadOnlyList<LedgerCheck>> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        return [await EntriesAsync(db, cancellation), await AccountsAsync(db, cancellation), await AssetsAsync(db, cancellation),
            .. await RevenueRecount.CheckAsync(db, cancellation), await WithdrawalsAsync(db, cancellation),
            .. await ReceiptsRecount.CheckAsync(db, cancellation)];
    }

    /// <summary>
    /// Checks what came since the last run, and everything once a day; when something is wrong, halts every money move until a later
    /// run finds the books in order. What was found stands on the board.
    /// </summary>
    public Task<IReadOnlyList<LedgerCheck>> GuardAsync(CancellationToken cancellation) =>
        GuardAsync(LedgerWatermark.PostingsOfSmallDesk, cancellation);

    /// <summary>The same for a desk of which everything is looked at each time below so many postings.</summary>
    internal async Task<IReadOnlyList<LedgerCheck>> GuardAsync(long smallDesk, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        IReadOnlyList<LedgerCheck>? since;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            await using var snapshot = await db.BeginSnapshotAsync(cancellation);
            since = await LedgerWatermark.SinceAsync(db, now, smallDesk, cancellation);
        }
        var checks = since ?? await VerifyAsync(cancellation);
        var reason = checks.FirstOrDefault(check => check.Fault is not null)?.Fault;
        LedgerMark? mark = null;
        if (reason is null)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var snapshot = await db.BeginSnapshotAsync(cancellation);
            mark = await LedgerWatermark.NextAsync(db, now, since is null, smallDesk, cancellation);
        }
        await transaction.RunAsAsync<Unit>(Actor.System("ledger_check"), new DeskCommand(null), async (work, token) =>
        {
            var wasHalted = await work.Session.ScalarAsync("SELECT COUNT(*) FROM ledger_health WHERE is_halted", token) > 0;
            work.Session.Queue(
                "INSERT INTO ledger_health (id, is_halted, reason, checked_at_utc) VALUES (1, @p0, @p1, @p2) "
                + "ON CONFLICT (id) DO UPDATE SET is_halted = @p0, reason = @p1, checked_at_utc = @p2", reason is not null, reason,
                work.Now);
            foreach (var check in checks)
            {
                work.Session.Queue(
                    "INSERT INTO ledger_invariants (name, state, scope, fault, checked_at_utc) VALUES (@p0, @p1, @p2, @p3, @p4) "
                    + "ON CONFLICT (name) DO UPDATE SET state = @p1, scope = @p2, fault = @p3, checked_at_utc = @p4", check.Name,
                    check.Fault is null ? "green" : "red", check.Scope, check.Fault, work.Now);
            }
            if (mark is not null)
            {
                LedgerWatermark.Write(work.Session, mark);
            }
            if (wasHalted != (reason is not null))
            {
                work.Audit(new AuditNote(reason is null ? "ledger.resume" : "ledger.halt", "ledger", Guid.Empty) { Reason = reason });
            }
            return Unit.Done;
        }, cancellation);
        return checks;
    }

    /// <summary>The board: every invariant as it was last checked, with what to do when it is red.</summary>
    public async Task<Result<InvariantBoard>> InvariantsAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.LedgerRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.LedgerInvariants.OrderBy(row => row.Name).ToListAsync(cancellation);
        var mark = await reading.Db.LedgerWatermarks.FirstOrDefaultAsync(cancellation);
        var isHalted = await reading.Db.LedgerHealth.AnyAsync(row => row.IsHalted, cancellation);
        // Before the first run nothing is known, and the board says so.
        return new InvariantBoard(rows.Count == 0
                ? [new InvariantView("entries balance", "unknown", "", null, null,
                    "The ledger check has not run yet; it runs every minute.")]
                : rows.ConvertAll(row =>
                    new InvariantView(row.Name, row.State, row.Scope, row.Fault, row.CheckedAtUtc,
                    row.State == "red" ? InvariantAdvice.For(row.Name) : "")),
            isHalted, mark?.AtUtc, mark?.LastFullAtUtc);
    }

    private static async Task<LedgerCheck> EntriesAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var count = await db.LedgerEntries.LongCountAsync(cancellation);
        var broken = await db.LedgerPostings.GroupBy(row => new { row.EntryId, row.Asset })
            .Where(group => group.Sum(row => row.SignedMinor) != 0)
            .Select(group => new { group.Key.EntryId, group.Key.Asset, Sum = group.Sum(row => row.SignedMinor) })
            .OrderBy(row => row.EntryId).FirstOrDefaultAsync(cancellation);
        return new LedgerCheck("entries balance", $"{count} journal entries",
            broken is null ? null : $"Journal entry {broken.EntryId} is {broken.Sum} minor units of {broken.Asset} out of balance.");
    }

    private static async Task<LedgerCheck> AccountsAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var accounts = await db.LedgerAccounts.AsNoTracking()
            .ToDictionaryAsync(row => row.Key, row => (row.DebitMinor, row.CreditMinor), cancellation);
        var derived = await db.LedgerPostings.GroupBy(row => row.AccountKey).Select(group => new
        {
            group.Key,
            Debit = group.Sum(row => row.SignedMinor > 0 ? row.SignedMinor : 0),
            Credit = group.Sum(row => row.SignedMinor < 0 ? -row.SignedMinor : 0),
        }).OrderBy(row => row.Key).ToListAsync(cancellation);
        var wrong = derived.FirstOrDefault(row => !accounts.TryGetValue(row.Key, out var kept) || kept != (row.Debit, row.Credit))?.Key
            ?? accounts.Keys.Except(derived.Select(row => row.Key)).Order(StringComparer.Ordinal)
            .FirstOrDefault(key => accounts[key] != (0, 0));
        return new LedgerCheck("balances equal their postings", $"{accounts.Count} accounts",
            wrong is null ? null : $"Account {wrong} does not equal its postings.");
    }

    private static async Task<LedgerCheck> AssetsAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var sums = await db.LedgerPostings.GroupBy(row => row.Asset)
            .Select(group => new { Asset = group.Key, Sum = group.Sum(row => row.SignedMinor) }).OrderBy(row => row.Asset)
            .ToListAsync(cancellation);
        var wrong = sums.FirstOrDefault(row => row.Sum != 0);
        return new LedgerCheck("every asset sums to zero", $"{sums.Count} assets",
            wrong is null ? null : $"{wrong.Asset} sums to {wrong.Sum} minor units.");
    }

    // What stands locked must be what open withdrawals have put aside, merchant by merchant.
    private static async Task<LedgerCheck> WithdrawalsAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var open = await db.Withdrawals.Where(row => row.Status == WithdrawalStatus.Pending || row.Status == WithdrawalStatus.Approved)
            .GroupBy(row => new { row.MerchantId, row.Asset })
            .Select(group => new { group.Key.MerchantId, group.Key.Asset, Sum = group.Sum(row => row.CryptoMinor) })
            .ToListAsync(cancellation);
        var locked = await db.LedgerPostings.Where(row => row.AccountKey.StartsWith("merchant_locked:")
            && db.LedgerEntries.Any(entry => entry.Id == row.EntryId && entry.SubjectKind == "withdrawal"))
            .GroupBy(row => row.AccountKey).Select(group => new { group.Key, Sum = -group.Sum(row => row.SignedMinor) })
            .ToListAsync(cancellation);
        var expected = open.ToDictionary(row => new AccountKey(AccountFamily.MerchantLocked, new AssetCode(row.Asset), row.MerchantId).Text,
            row => row.Sum);
        var found = locked.Where(row => row.Sum != 0).ToDictionary(row => row.Key, row => row.Sum);
        var wrong = expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal)
            .FirstOrDefault(key => expected.GetValueOrDefault(key) != found.GetValueOrDefault(key));
        return new LedgerCheck("locks equal open withdrawals", $"{expected.Count} accounts",
            wrong is null ? null : $"Account {wrong} does not hold what open withdrawals have put aside.");
    }

    private static async Task<Dictionary<string, int>> ScalesAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var scales = await db.FiatCurrencies.AsNoTracking().ToDictionaryAsync(row => row.IsoCode, row => row.FractionDigits, cancellation);
        foreach (var asset in Asset.All)
        {
            scales[asset.Code.Text] = asset.Scale;
        }
        return scales;
    }

    private static LedgerAccountView View(LedgerAccountRow row, Dictionary<string, int> scales) =>
        new(row.Key, row.Family, row.Asset, row.OwnerId,
        Text(row.DebitMinor, row.Asset, scales), Text(row.CreditMinor, row.Asset, scales),
            Text(row.CreditMinor - row.DebitMinor, row.Asset, scales));

    private static string Text(long minor, string asset, Dictionary<string, int> scales) =>
        DecimalText.Format(minor, scales.GetValueOrDefault(asset, 2));
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>A ban as it is shown.</summary>
public sealed record BanView(Guid Id, string Address, int Level, DateTime BannedAtUtc, DateTime UntilUtc, DateTime? LiftedAtUtc, bool Holds)
{
    /// <summary>How it stands, in a word: banned, over or lifted.</summary>
    public string State => Holds ? "banned" : LiftedAtUtc is null ? "over" : "lifted";

    internal static BanView Of(AddressBan row, DateTime now) =>
        new(row.Id, row.Address, row.Level, row.BannedAtUtc, row.UntilUtc, row.LiftedAtUtc, row.HoldsAt(now));
}

/// <summary>
/// The bans that hold, in memory, so that a banned caller costs no query. Read from the database at the first need and again
/// every few seconds: what another node has banned or somebody lifted there counts here too.
/// </summary>
public sealed class BanBook : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly BackofficeDatabase _database;
    private readonly TimeProvider _clock;
    private readonly IDisposable _listening;
    private volatile bool _isStale;
    private volatile ConcurrentDictionary<string, DateTime>? _until;
    private long _readAt;

    /// <summary>Follows what other nodes ban and lift.</summary>
    public BanBook(BackofficeDatabase database, TimeProvider clock, DeskSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        (_database, _clock) = (database, clock);
        _listening = signals.Listen(signal => _isStale |= signal.Topic == Topics.Bans && signal.IsFromAfar);
    }

    /// <summary>How much longer an address is shut out; null when it is not.</summary>
    public async ValueTask<TimeSpan?> RemainingAsync(string address, CancellationToken cancellation)
    {
        var known = _until is { } read && _clock.GetElapsedTime(_readAt) < Fresh && !_isStale ? read : await ReadAsync(cancellation);
        var now = _clock.UtcNowMillis();
        return known.TryGetValue(address, out var until) && until > now ? until - now : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening.Dispose();
        _gate.Dispose();
    }

    /// <summary>Notes what was just decided, without waiting for the next reading.</summary>
    internal void Note(string address, DateTime? untilUtc)
    {
        if (_until is not { } known)
        {
            return;
        }
        if (untilUtc is { } until)
        {
            known[address] = until;
        }
        else
        {
            known.TryRemove(address, out _);
        }
    }

    private async Task<ConcurrentDictionary<string, DateTime>> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_until is { } read && _clock.GetElapsedTime(_readAt) < Fresh && !_isStale)
            {
                return read;
            }
            _isStale = false;
            await using var db = _database.CreateDbContext();
            var now = _clock.UtcNowMillis();
            var rows = await db.AddressBans.AsNoTracking().Where(row => row.LiftedAtUtc == null && row.UntilUtc > now)
                .Select(row => new { row.Address, row.UntilUtc }).ToListAsync(cancellation);
            var known = new ConcurrentDictionary<string, DateTime>(rows.Select(row => KeyValuePair.Create(row.Address, row.UntilUtc)),
                StringComparer.Ordinal);
            (_until, _readAt) = (known, _clock.GetTimestamp());
            return known;
        }
        catch (System.Data.Common.DbException) when (_until is not null)
        {
            // While the database cannot be asked, what was known last goes on counting.
            return _until;
        }
        finally
        {
            _gate.Release();
        }
    }
}

/// <summary>Shuts addresses out that went on after 429, shows them, and lets them in again.</summary>
public sealed class BanDesk(DeskTransaction transaction, DeskGate gate, BanBook book, TimeProvider clock)
{
    private const int RowsMax = 10_000;

    /// <summary>Shuts an address out, for twice as long as the last time; while a ban holds nothing changes.</summary>
    public async Task<Result<BanView>> ImposeAsync(string address, BanTerms terms, CancellationToken cancellation)
    {
        var imposed = await transaction.RunAsAsync<BanView>(Actor.System("rate_limits"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.AddressBans.FirstOrDefaultAsync(one => one.Address == address, token);
            if (row is not null && row.HoldsAt(work.Now))
            {
                return BanView.Of(row, work.Now);
            }
            if (row is null)
            {
                await MakeRoomAsync(work, token);
                row = AddressBan.Impose(work.NewId(), address, terms, work.Now);
                work.Db.AddressBans.Add(row);
            }
            else
            {
                row.Repeat(terms, work.Now);
            }
            work.Touch(Topics.Bans, row.Id);
            work.Audit(new AuditNote("ban.impose", "address_ban", row.Id) { Changes = new { row.Address, row.Level, row.UntilUtc } });
            return BanView.Of(row, work.Now);
        }, cancellation);
        if (imposed.IsSuccess)
        {
            book.Note(address, imposed.Value.UntilUtc);
        }
        return imposed;
    }

    /// <summary>What the list of bans can be asked.</summary>
    public static ListRules<BanView> Rules => CredentialLists.Bans;

    /// <summary>A page of the addresses that were ever shut out; those that still are come first unless asked otherwise.</summary>
    public async Task<Result<ListPage<BanView>>> ListAsync(ListAsk ask, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.BanRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var now = clock.UtcNowMillis();
        var page = await CredentialLists.Bans.CutAsync(reading.Db.AddressBans, ask, new ListMoment(reading.Db, now), cancellation);
        return page.With(page.Rows.Select(row => BanView.Of(row, now)).ToList());
    }

    /// <summary>Lets an address in again and forgets how often it was shut out.</summary>
    public async Task<Result<BanView>> LiftAsync(Guid id, CancellationToken cancellation)
    {
        var lifted = await transaction.RunAsync<BanView>(new DeskCommand(Permission.BanLift), async (work, token) =>
        {
            var row = await work.Db.AddressBans.FirstOrDefaultAsync(one => one.Id == id, token);
            if (row is null)
            {
                return DomainError.Missing("ban");
            }
            row.Lift(work.Now);
            work.Touch(Topics.Bans, id);
            work.Audit(new AuditNote("ban.lift", "address_ban", id) { Changes = new { row.Address, row.Level } });
            return BanView.Of(row, work.Now);
        }, cancellation);
        if (lifted.IsSuccess)
        {
            book.Note(lifted.Value.Address, null);
        }
        return lifted;
    }

    // Whoever has a million addresses fills no disk: the bans that ended first go first.
    private static async Task MakeRoomAsync(DeskWork work, CancellationToken cancellation)
    {
        if (await work.Db.AddressBans.CountAsync(cancellation) < RowsMax)
        {
            return;
        }
        var oldest = await work.Db.AddressBans.OrderBy(row => row.UntilUtc).Take(RowsMax / 10).ToListAsync(cancellation);
        work.Db.AddressBans.RemoveRange(oldest);
    }
}

using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>The door of every query: a fresh read of who asks and whether they may, and a context to read with.</summary>
public sealed class DeskGate(
    BackofficeDatabase database, TimeProvider clock, IActorSource actors, DeskSettings settings, ReportDatabase reports)
{
    /// <summary>Opens a reading context for somebody who holds the permission.</summary>
    public async Task<Result<DeskReading>> OpenAsync(Permission permission, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        if (opened.Value.Actor.May(permission))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, $"This needs one of the roles {string.Join(", ",
            PermissionTable.HoldersOf(permission).Select(role => Domain.Lifecycles.Names.Snake(role)))}.");
    }

    /// <summary>
    /// Opens a context for figures and searches, which may lie behind and say so, for somebody who holds the permission: whether
    /// they do is read where it is true now.
    /// </summary>
    public async Task<Result<DeskReading>> OpenReportAsync(Permission permission, CancellationToken cancellation)
    {
        var opened = await OpenAsync(permission, cancellation);
        if (!opened.IsSuccess || !reports.HasReplica)
        {
            return opened;
        }
        // Never a second connection while the first is held.
        var actor = opened.Value.Actor;
        await opened.Value.DisposeAsync();
        var (chosen, lag) = await reports.ChooseAsync(cancellation);
        return new DeskReading(chosen, await chosen.RentReaderAsync(cancellation)) { Actor = actor, AsOfUtc = clock.UtcNowMillis() - lag };
    }

    /// <summary>Opens a reading context for anybody who is signed in; the caller checks further.</summary>
    public Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation) => OpenAsync(new DeskCommand(null), cancellation);

    /// <summary>Opens a reading context for the actor's own account, also before a second factor is set up.</summary>
    public Task<Result<DeskReading>> OpenOwnAsync(CancellationToken cancellation) => OpenAsync(new DeskCommand(null) { IsOwnAccount = true }, cancellation);

    private async Task<Result<DeskReading>> OpenAsync(DeskCommand command, CancellationToken cancellation)
    {
        if (actors.Current is not { } actor)
        {
            return new DomainError(ErrorCode.Unauthenticated, "Nobody is signed in.");
        }
        DeskReading? reading = null;
        try
        {
            var rows = await database.RentReaderAsync(cancellation);
            var now = clock.UtcNowMillis();
            reading = new DeskReading(database, rows) { AsOfUtc = now };
            var standing = await Standings.ReadAsync(rows, actor, now, cancellation);
            var refused = standing.IsSuccess ? SignInRules.Refusal(standing.Value, command, settings, now) : standing.Error;
            refused ??= await SpendAsync(actor, cancellation);
            if (refused is null)
            {
                reading.Actor = standing.Value;
                return reading;
            }
            await reading.DisposeAsync();
            return refused;
        }
        catch (Exception fault)
        {
            if (reading is not null)
            {
                await reading.DisposeAsync();
            }
            if (DeskTransaction.Away(fault) is { } away)
            {
                return away;
            }
            throw;
        }
    }

    private async Task<DomainError?> SpendAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Call is not { IsSpent: false } call)
        {
            return null;
        }
        try
        {
            return await SignedCalls.SpendAloneAsync(database.Lane, call, cancellation);
        }
        catch (Exception fault) when (Conflicts.IsConflict(fault))
        {
            return new DomainError(ErrorCode.Unauthenticated, "This signed request was used before. Sign a new one.");
        }
    }
}

/// <summary>What one query reads with, and who asks. Hot pages read rows by prepared statements, the others by the context.</summary>
public sealed class DeskReading : IAsyncDisposable
{
    private readonly BackofficeDatabase _database;
    private BackofficeDbContext? _db;

    internal DeskReading(BackofficeDatabase database, ReadSession rows)
    {
        _database = database;
        Rows = rows;
    }

    /// <summary>Prepared statements.</summary>
    public ReadSession Rows { get; }

    /// <summary>A context that tracks nothing.</summary>
    public BackofficeDbContext Db
    {
        get
        {
            if (_db is null)
            {
                _db = _database.CreateDbContext();
                _db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            }
            return _db;
        }
    }

    /// <summary>The moment that what is read was true at.</summary>
    public DateTime AsOfUtc { get; internal init; }

    /// <summary>Who asks, as the database says now.</summary>
    public ActorStanding Actor { get; internal set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_db is not null)
        {
            await _db.DisposeAsync();
        }
        await Rows.DisposeAsync();
    }
}

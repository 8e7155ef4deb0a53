using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>The door of every query: a fresh read of who asks and whether they may, and a context to read with.</summary>
public sealed class DeskGate(IDbContextFactory<BackofficeDbContext> contexts, IActorSource actors)
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

    /// <summary>Opens a reading context for anybody who is signed in; the caller checks further.</summary>
    public async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        if (actors.Current is not { } actor)
        {
            return new DomainError(ErrorCode.Unauthenticated, "Nobody is signed in.");
        }
        var db = await contexts.CreateDbContextAsync(cancellation);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var standing = await Standings.ReadAsync(db, actor, cancellation);
        if (!standing.Failed(out var refused))
        {
            return new DeskReading(db, standing.Value);
        }
        await db.DisposeAsync();
        return refused;
    }
}

/// <summary>A context for one query, and who asks.</summary>
public sealed record DeskReading(BackofficeDbContext Db, ActorStanding Actor) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Db.DisposeAsync();
}

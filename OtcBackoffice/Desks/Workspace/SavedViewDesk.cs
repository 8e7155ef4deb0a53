using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>What a view is made or changed with; what is null stays.</summary>
public sealed record ViewWish(string? Name, string? Queue, string? Query, bool? Shared);

/// <summary>Cuts of queues under names: a person's own, and those that are shared with everybody at the desk.</summary>
public sealed class SavedViewDesk(DeskTransaction transaction, DeskGate gate)
{
    private const int NameMax = 60, QueryMax = 1_000;

    /// <summary>The queues that can be cut.</summary>
    public static IReadOnlyList<string> Queues { get; } = ["deposits", "withdrawals", "exchanges", "block_trades", "receipts",
        "gateway_payments"];

    /// <summary>The actor's own views and the shared ones, by name.</summary>
    public async Task<Result<IReadOnlyList<SavedViewView>>> ListAsync(string? queue, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var me = reading.Actor.PersonId;
        var rows = await reading.Db.SavedViews.Where(row => (row.OwnerId == me || row.Shared) && (queue == null || row.Queue == queue))
            .OrderBy(row => row.Name).ThenBy(row => row.Id).ToListAsync(cancellation);
        return rows.ConvertAll(row => View(row, me));
    }

    /// <summary>Keeps a view.</summary>
    public Task<Result<SavedViewView>> CreateAsync(ViewWish wish, CancellationToken cancellation) =>
        transaction.RunAsync<SavedViewView>(new DeskCommand(Permission.DepositReadAll), (work, _) =>
        {
            var row = new SavedView { Id = work.NewId(), OwnerId = work.Actor.PersonId, OwnerName = work.Actor.DisplayName,
                CreatedAtUtc = work.Now };
            if (Fault(wish with { Name = wish.Name ?? "", Queue = wish.Queue ?? "", Query = wish.Query ?? "" }) is { } wrong)
            {
                return Task.FromResult<Result<SavedViewView>>(wrong);
            }
            Write(work, row, wish);
            work.Db.SavedViews.Add(row);
            return Task.FromResult<Result<SavedViewView>>(View(row, work.Actor.PersonId));
        }, cancellation);

    /// <summary>Changes a view of the actor's own; an admin may change a shared one.</summary>
    public Task<Result<SavedViewView>> ChangeAsync(Guid id, ViewWish wish, CancellationToken cancellation) =>
        transaction.RunAsync<SavedViewView>(new DeskCommand(Permission.DepositReadAll), async (work, token) =>
        {
            if (await OwnAsync(work, id, token) is not { } row)
            {
                return DomainError.Missing("view");
            }
            if (Fault(wish) is { } wrong)
            {
                return wrong;
            }
            Write(work, row, wish);
            return View(row, work.Actor.PersonId);
        }, cancellation);

    /// <summary>Drops a view.</summary>
    public Task<Result<SavedViewView>> DeleteAsync(Guid id, CancellationToken cancellation) =>
        transaction.RunAsync<SavedViewView>(new DeskCommand(Permission.DepositReadAll), async (work, token) =>
        {
            if (await OwnAsync(work, id, token) is not { } row)
            {
                return DomainError.Missing("view");
            }
            work.Db.SavedViews.Remove(row);
            return View(row, work.Actor.PersonId);
        }, cancellation);

    private static async Task<SavedView?> OwnAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        await work.Db.SavedViews.FirstOrDefaultAsync(one => one.Id == id, cancellation) is { } row
            && (row.OwnerId == work.Actor.PersonId || (row.Shared && work.Actor.Is(Role.Admin))) ? row : null;

    private static void Write(DeskWork work, SavedView row, ViewWish wish)
    {
        row.Name = wish.Name?.Trim() ?? row.Name;
        row.Queue = wish.Queue ?? row.Queue;
        row.Query = wish.Query?.TrimStart('?') ?? row.Query;
        row.Shared = wish.Shared ?? row.Shared;
        row.UpdatedAtUtc = work.Now;
    }

    private static DomainError? Fault(ViewWish wish) =>
        wish.Name is { } name && name.Trim().Length is 0 or > NameMax ? DomainError.Of(ErrorCode.InvalidRequest, "name",
            $"name must have 1 to {NameMax} characters.")
        : wish.Queue is { } queue && !Queues.Contains(queue) ? DomainError.Of(ErrorCode.InvalidRequest, "queue",
            $"queue must be one of {string.Join(", ", Queues)}.")
        : wish.Query is { Length: > QueryMax } ? DomainError.Of(ErrorCode.InvalidRequest, "query",
            $"query must have {QueryMax} characters at most.")
        : null;

    private static SavedViewView View(SavedView row, Guid me) => new(row.Id, row.Name, row.Queue, row.Query, row.Shared, row.OwnerName,
        row.OwnerId == me);
}

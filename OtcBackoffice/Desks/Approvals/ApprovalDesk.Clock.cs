using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Approvals;

/// <content>What time does to stored commands. The methods judge the time themselves as well, so a late run grants nothing.</content>
public sealed partial class ApprovalDesk
{
    private const int BatchMax = 200;

    /// <summary>Expires what nobody decided and does what was agreed for a later time; answers how many.</summary>
    public async Task<int> KeepTimeAsync(CancellationToken cancellation)
    {
        var due = await transaction.RunAsAsync<List<StoredCommand>>(Actor.System("approval_clock"), new DeskCommand(null), async (work, token) => await work.Db.Approvals
            .Where(row => (row.Status == ApprovalStates.Waiting && row.ExpiresAtUtc <= work.Now)
                || (row.Status == ApprovalStates.Scheduled && row.EffectiveAtUtc <= work.Now))
            .AsNoTracking().OrderBy(row => row.CreatedAtUtc).Take(BatchMax).ToListAsync(token), cancellation);
        var moved = 0;
        foreach (var row in due.IsSuccess ? due.Value : [])
        {
            if (row.Status == ApprovalStates.Scheduled)
            {
                await PrepareAsync(row, cancellation);
            }
            moved += await KeepTimeOfAsync(row.Id, cancellation) is { IsSuccess: true, Value: true } ? 1 : 0;
        }
        return moved;
    }

    private async Task<Result<bool>> KeepTimeOfAsync(Guid id, CancellationToken cancellation)
    {
        var kept = await transaction.RunAsAsync<bool>(Actor.System("approval_clock"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.Approvals.FirstAsync(one => one.Id == id, token);
            if (row.Status == ApprovalStates.Waiting && row.ExpiresAtUtc <= work.Now)
            {
                End(work, row, ApprovalAction.Expire, "Nobody decided in time.");
                return true;
            }
            if (row.Status != ApprovalStates.Scheduled || !(row.EffectiveAtUtc <= work.Now))
            {
                return false;
            }
            return await ApplyDueAsync(work, row, token);
        }, cancellation);
        // A command that its desk refuses when its time has come would otherwise come back at every run.
        return kept.Failed(out var refused) && refused.Kind is not (ErrorKind.Unavailable or ErrorKind.Conflict)
            ? await GiveUpAsync(id, refused, cancellation) : kept;
    }

    private async Task<Result<bool>> ApplyDueAsync(DeskWork work, StoredCommand row, CancellationToken cancellation)
    {
        var replay = _replays[row.Operation];
        if (await StalenessAsync(work, row, replay, cancellation) is { } because)
        {
            End(work, row, ApprovalAction.GoStale, because);
            return true;
        }
        var applied = await ApplyAsync(work, row, replay, cancellation);
        return applied.Failed(out var refused) ? refused : true;
    }

    private Task<Result<bool>> GiveUpAsync(Guid id, DomainError refused, CancellationToken cancellation) =>
        transaction.RunAsAsync<bool>(Actor.System("approval_clock"), new DeskCommand(null), async (work, token) =>
        {
            var row = await work.Db.Approvals.FirstAsync(one => one.Id == id, token);
            if (row.Status is not (ApprovalStates.Waiting or ApprovalStates.Scheduled))
            {
                return false;
            }
            End(work, row, ApprovalAction.GoStale, refused.Message);
            return true;
        }, cancellation);
}

using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Approvals;

/// <content>What waits, and who could decide it.</content>
public sealed partial class ApprovalDesk
{
    private const int RowsMax = 200;

    /// <summary>What waits, oldest first, or what came of others, newest first.</summary>
    public async Task<Result<Page<ApprovalView>>> ListAsync(string? status, PageAsk page, CancellationToken cancellation)
    {
        var asked = status ?? ApprovalStates.Waiting;
        var now = clock.UtcNowMillis();
        return (await ReadAsync(rows => (asked == ApprovalStates.Waiting
            ? rows.Where(row => row.Status == asked && row.ExpiresAtUtc > now).OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id)
            : rows.Where(row => row.Status == asked).OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id))
            .Skip(page.Skip).Take(page.Take), cancellation)).Map(page.Of);
    }

    /// <summary>What waits about one record and has not run out, oldest first.</summary>
    public Task<Result<IReadOnlyList<ApprovalView>>> WaitingForAsync(Guid entityId, CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        return ReadAsync(rows =>
            rows.Where(row => row.EntityId == entityId && row.Status == ApprovalStates.Waiting && row.ExpiresAtUtc > now)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).Take(RowsMax), cancellation);
    }

    /// <summary>What waits about records of one kind, or was agreed for a later time; oldest first.</summary>
    public Task<Result<IReadOnlyList<ApprovalView>>> OpenOnAsync(string entityKind, CancellationToken cancellation)
    {
        var now = clock.UtcNowMillis();
        return ReadAsync(rows =>
            rows.Where(row => row.EntityKind == entityKind
            && ((row.Status == ApprovalStates.Waiting && row.ExpiresAtUtc > now) || row.Status == ApprovalStates.Scheduled))
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).Take(RowsMax), cancellation);
    }

    /// <summary>One stored command, with who could decide it.</summary>
    public async Task<Result<ApprovalView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var found = await ReadAsync(rows => rows.Where(row => row.Id == id), cancellation);
        if (found.Failed(out var refused))
        {
            return refused;
        }
        if (found.Value.Count == 0)
        {
            return DomainError.Missing("approval");
        }
        var opened = await gate.OpenAsync(Permission.ApprovalRead, cancellation);
        if (opened.Failed(out var closed))
        {
            return closed;
        }
        await using var reading = opened.Value;
        return found.Value[0] with { About = await ApprovalSubject.ReadAsync(reading.Db, found.Value[0], cancellation) };
    }

    private async Task<Result<IReadOnlyList<ApprovalView>>> ReadAsync(Func<IQueryable<StoredCommand>, IQueryable<StoredCommand>> narrow,
        CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ApprovalRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var page = await narrow(reading.Db.Approvals).ToListAsync(cancellation);
        if (page.Count == 0)
        {
            return Array.Empty<ApprovalView>();
        }
        var ids = page.ConvertAll(row => row.Id);
        var votes = await reading.Db.ApprovalVotes.Where(vote => ids.Contains(vote.ApprovalId)).OrderBy(vote => vote.AtUtc)
            .ToListAsync(cancellation);
        var staff = page.Exists(row => row.Status == ApprovalStates.Waiting) ? await Eligibility.StaffAsync(reading.Db, cancellation) : [];
        return page.ConvertAll(row => View(row, [.. votes.Where(vote => vote.ApprovalId == row.Id)], staff, reading.Actor));
    }

    private static ApprovalView View(StoredCommand row, List<ApprovalVote> votes, List<StaffMember> staff, ActorStanding viewer) =>
        ApprovalView.Of(row) with
    {
        Votes = votes.ConvertAll(vote => new ApprovalVoteView(vote.PersonId, vote.PersonName, vote.AtUtc)),
        EligibleApprovers = row.Status != ApprovalStates.Waiting ? []
            : [.. staff.Where(person => Eligibility.Refusal(row, votes, person.Id, person.Roles) is null)
                .Select(person => new EligibleApprover(person.Id, person.Name, person.Roles.ToNames()))],
        DecideBlockedBecause = row.Status != ApprovalStates.Waiting ? $"This is {row.Status}."
            : Eligibility.Refusal(row, votes, viewer.PersonId, viewer.Roles)?.Message,
        CallOffBlockedBecause = row.Status != ApprovalStates.Scheduled ? $"This is {row.Status}."
            : Eligibility.CallOffRefusal(row, viewer.PersonId, viewer.Roles)?.Message,
    };
}

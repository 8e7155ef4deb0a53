using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>How one member of the team stands.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">The name.</param>
/// <param name="Holds">Deposits that the person holds now.</param>
/// <param name="Late">How many of them wait too long.</param>
/// <param name="Decided">Decisions in the last 24 hours.</param>
/// <param name="MedianSeconds">Half of them took at most this long from submission to decision; null when there is none.</param>
/// <param name="HeldIds">The deposits that the person holds.</param>
public sealed record TeamMember(Guid Id, string Name, int Holds, int Late, int Decided, long? MedianSeconds, IReadOnlyList<Guid> HeldIds);

/// <summary>How long what waits has still to go.</summary>
public sealed record TeamAgeing(int Late, int UnderQuarter, int UnderHour, int Later, int Paused);

/// <summary>The team, in the order of names: figures of persons are no ranking.</summary>
public sealed record TeamView(IReadOnlyList<TeamMember> Members, TeamAgeing Ageing);

/// <summary>Reads the supervisor's page.</summary>
public sealed class TeamDesk(DeskGate gate, TimeProvider clock)
{
    private const int RowsMax = 5_000;

    /// <summary>Load and pace of everybody who may decide, and how old what waits is.</summary>
    public async Task<Result<TeamView>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositAssign, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var (db, now) = (reading.Db, clock.UtcNowMillis());
        var since = now.AddHours(-24);
        var staff = (await Approvals.Eligibility.StaffAsync(db, cancellation)).Where(person => PermissionTable.Allows(person.Roles,
            Permission.DepositDecide)).ToList();
        var waiting = await db.Deposits.Where(row => row.Status == DepositStatus.Pending).OrderBy(row => row.Id).Take(RowsMax)
            .Select(row => new { row.Id, row.DecisionDueAtUtc, row.ClockPausedAtUtc, row.AssigneeUserId,
                row.ClaimExpiresAtUtc }).ToListAsync(cancellation);
        var decided = await db.Deposits.Where(row => row.ConfirmedAtUtc > since || row.RejectedAtUtc > since).OrderBy(row =>
            row.Id).Take(RowsMax)
            .Select(row => new { By = row.RejectedBy ?? row.ConfirmedBy, row.SubmittedAtUtc,
                At = row.RejectedAtUtc ?? row.ConfirmedAtUtc }).ToListAsync(cancellation);
        bool IsLate(DateTime? due, DateTime? paused) => paused is null && due < now;
        var members = staff.ConvertAll(person =>
        {
            var held = waiting.Where(row => row.AssigneeUserId == person.Id && row.ClaimExpiresAtUtc > now).ToList();
            var times = decided.Where(row => row.By == person.Id && row.SubmittedAtUtc is not null && row.At is not null)
                .Select(row => (long)(row.At!.Value - row.SubmittedAtUtc!.Value).TotalSeconds).Order().ToList();
            return new TeamMember(person.Id, person.Name, held.Count, held.Count(row => IsLate(row.DecisionDueAtUtc, row.ClockPausedAtUtc)),
                decided.Count(row => row.By == person.Id), times.Count == 0 ? null : times[times.Count / 2], held.ConvertAll(row =>
                    row.Id));
        });
        int Due(int fromMinutes, int toMinutes) => waiting.Count(row => row.ClockPausedAtUtc is null
            && row.DecisionDueAtUtc >= now.AddMinutes(fromMinutes)
            && row.DecisionDueAtUtc < now.AddMinutes(toMinutes));
        var ageing = new TeamAgeing(waiting.Count(row => IsLate(row.DecisionDueAtUtc, row.ClockPausedAtUtc)), Due(0, 15), Due(15, 60),
            Due(60, 1_000_000),
            waiting.Count(row => row.ClockPausedAtUtc is not null));
        return new TeamView(members, ageing);
    }
}

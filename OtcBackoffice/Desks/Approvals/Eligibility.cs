using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>Somebody who is not disabled and works at the desk.</summary>
internal sealed record StaffMember(Guid Id, string Name, RoleSet Roles);

/// <summary>Who may be the second person. The same answer refuses the wrong one and names the right ones.</summary>
internal static class Eligibility
{
    /// <summary>Why somebody may not decide, or null when they may.</summary>
    public static DomainError? Refusal(StoredCommand row, IEnumerable<ApprovalVote> votes, Guid personId, RoleSet roles)
    {
        if (row.MakerId == personId)
        {
            return new DomainError(ErrorCode.MakerMayNotCheck,
                "Whoever asked for it may not approve it. Another person can.") { Facts = Facts(row) };
        }
        var group = ApproverSeats.Read(row.Approvers);
        if (!PermissionTable.Allows(roles, Permission.ApprovalDecide) || !group.Admits(roles))
        {
            return new DomainError(ErrorCode.Forbidden, $"This needs {group.Words()}. Rule: {row.Rule}.") { Facts = Facts(row) };
        }
        if (ApproverSeats.People(row.Excluded).Contains(personId))
        {
            return new DomainError(ErrorCode.MakerMayNotCheck,
                $"You took an earlier step on the same case, or it is about yourself. Another person can decide. Rule: {row.Rule}.") { Facts = Facts(row) };
        }
        return votes.Any(vote => vote.PersonId == personId)
            ? new DomainError(ErrorCode.AlreadySigned, "You have agreed to this already. Another person is needed.") { Facts = Facts(row) }
            : null;
    }

    /// <summary>Why somebody may not call off what was agreed for a later time, or null when they may.</summary>
    public static DomainError? CallOffRefusal(StoredCommand row, Guid personId, RoleSet roles)
    {
        var group = ApproverSeats.Read(row.Approvers);
        return PermissionTable.Allows(roles, Permission.ApprovalDecide) && (row.MakerId == personId || group.Admits(roles)) ? null
            : new DomainError(ErrorCode.Forbidden,
                $"This needs whoever asked for it, or {group.Words()}. Rule: {row.Rule}.") { Facts = Facts(row) };
    }

    /// <summary>Everybody at the desk with their roles now.</summary>
    public static async Task<List<StaffMember>> StaffAsync(BackofficeDbContext db, CancellationToken cancellation)
    {
        var rows = await (from user in db.Users
                          where !user.IsDisabled && user.MerchantId == null
                          join held in db.UserRoles on user.Id equals held.UserId
                          join role in db.Roles on held.RoleId equals role.Id
                          select new { user.Id, user.DisplayName, Role = role.Name! }).AsNoTracking().ToListAsync(cancellation);
        return [.. rows.GroupBy(row => (row.Id, row.DisplayName)).OrderBy(person => person.Key.DisplayName, StringComparer.Ordinal)
            .Select(person => new StaffMember(person.Key.Id, person.Key.DisplayName, RoleSet.FromNames(person.Select(row => row.Role))))];
    }

    /// <summary>The roles that these people hold now; who left holds none.</summary>
    public static async Task<Dictionary<Guid, RoleSet>> RolesOfAsync(BackofficeDbContext db, List<Guid> people,
        CancellationToken cancellation) => people.Count == 0
        ? [] : (await StaffAsync(db, cancellation)).Where(person => people.Contains(person.Id))
        .ToDictionary(person => person.Id, person => person.Roles);

    private static Dictionary<string, string> Facts(StoredCommand row) =>
        new() { ["rule"] = row.Rule, ["approval_id"] = row.Id.ToString() };
}

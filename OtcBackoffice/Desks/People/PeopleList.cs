using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.People;

/// <summary>How the list of people is ordered, cut and shown.</summary>
internal static class PeopleList
{
    private static readonly string[] States = ["active", "invited", "locked", "disabled"],
        Roles = ["admin", "otc_officer", "treasury", "auditor", "merchant"];

    public static readonly ListShape<BackofficeUser, PersonView> Shape = ListShape<BackofficeUser, PersonView>.By("name", row => row.Id)
        .Column("name", "Name", row => row.DisplayName, row => row.DisplayName.ToLower())
        .Column("email", "E-mail", row => row.Email, row => row.NormalizedEmail, isSpare: true)
        .Show("roles", "Roles", row => string.Join(' ', row.Roles))
        .ColumnAt<string?>("merchant", "Acts for", row => row.MerchantName,
            at => row => at.Db.Merchants.Where(one => one.Id == row.MerchantId).Select(one => one.Name.ToLower()).FirstOrDefault(),
            isSpare: true)
        .Column("second_factor", "Second factor", row => row.HasSecondFactor ? "yes" : "no", row => row.TwoFactorEnabled)
        .ColumnAt<DateTime?>("last_seen_at", "Last seen", row => Time(row.LastSeenAtUtc),
            at => row => at.Db.UserSessions.Where(one => one.UserId == row.Id).Max(one => (DateTime?)one.LastSeenAtUtc))
        .ColumnAt<int>("state", "State", row => row.State,
            at => row => row.IsDisabled ? 3 : row.PasswordHash == null ? 1 : row.LockoutEnd > new DateTimeOffset(at.Now) ? 2 : 0)
        .Column("created_at", "Since", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc, isSpare: true)
        .Find("Name or e-mail", (text, _) => row => row.DisplayName.ToLower().Contains(text) || row.Email!.ToLower().Contains(text))
        .Words("role", "Role", Roles, (role, at) => row =>
            at.Db.UserRoles.Any(link => link.UserId == row.Id && at.Db.Roles.Any(one => one.Id == link.RoleId && one.Name == role)))
        .Words("state", "State", States, (state, at) => state switch
        {
            "disabled" => row => row.IsDisabled,
            "invited" => row => !row.IsDisabled && row.PasswordHash == null,
            "locked" => row => !row.IsDisabled && row.PasswordHash != null && row.LockoutEnd > new DateTimeOffset(at.Now),
            _ => row => !row.IsDisabled && row.PasswordHash != null
                && (row.LockoutEnd == null || row.LockoutEnd <= new DateTimeOffset(at.Now)),
        });

    private static string? Time(DateTime? utc) => ListShape<BackofficeUser, PersonView>.Time(utc);
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>Reads what an actor may do now; a disabled person or a revoked credential is refused at once.</summary>
internal static class Standings
{
    private const string PersonSql =
        "SELECT u.display_name, u.merchant_id, u.is_disabled, r.name FROM users u LEFT JOIN user_roles ur ON ur.user_id = u.id "
        + "LEFT JOIN roles r ON r.id = ur.role_id WHERE u.id = @p0";

    private const string CredentialSql = "SELECT revoked_at_utc, expires_at_utc FROM api_credentials WHERE id = @p0";

    public static async Task<Result<ActorStanding>> ReadAsync(WriteSession session, Actor actor, DateTime now, CancellationToken cancellation)
    {
        if (actor.Kind == ActorKind.System)
        {
            return new ActorStanding(actor, default, null, actor.Name);
        }
        if (actor.CredentialId is { } credential)
        {
            var found = await session.ReadAsync(CredentialSql, ReadCredential, cancellation, credential);
            if (found.Count == 0 || found[0].Revoked || found[0].Expires <= now)
            {
                return Refused();
            }
        }
        return Standing(actor, await session.ReadAsync(PersonSql, ReadPerson, cancellation, actor.PersonId));
    }

    public static async Task<Result<ActorStanding>> ReadAsync(BackofficeDbContext db, Actor actor, CancellationToken cancellation)
    {
        if (actor.Kind == ActorKind.System)
        {
            return new ActorStanding(actor, default, null, actor.Name);
        }
        var rows = await db.Users.AsNoTracking().Where(user => user.Id == actor.PersonId)
            .SelectMany(
                user => db.UserRoles.Where(link => link.UserId == user.Id).DefaultIfEmpty(),
                (user, link) => new { user.DisplayName, user.MerchantId, user.IsDisabled, Role = db.Roles.Where(role => role.Id == link!.RoleId).Select(role => role.Name).FirstOrDefault() })
            .ToListAsync(cancellation);
        return Standing(actor, [.. rows.Select(row => new PersonRow(row.DisplayName, row.MerchantId, row.IsDisabled, row.Role))]);
    }

    private static Result<ActorStanding> Standing(Actor actor, List<PersonRow> rows) => rows.Count == 0 || rows[0].IsDisabled
        ? Refused()
        : new ActorStanding(actor, RoleSet.FromNames(rows.Select(row => row.Role).OfType<string>()), rows[0].MerchantId, rows[0].DisplayName);

    private static DomainError Refused() => new(ErrorCode.Unauthenticated, "This account or credential may no longer act.");

    private static PersonRow ReadPerson(DbDataReader row) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3));

    private static (bool Revoked, DateTime? Expires) ReadCredential(DbDataReader row) =>
        (!row.IsDBNull(0), row.IsDBNull(1) ? null : UtcMillis.To(row.GetInt64(1)));

    private sealed record PersonRow(string DisplayName, Guid? MerchantId, bool IsDisabled, string? Role);
}

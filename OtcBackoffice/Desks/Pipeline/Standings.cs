using System.Data.Common;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Data.Reading;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>Reads what an actor may do now; a disabled person or a revoked credential is refused at once.</summary>
internal static class Standings
{
    private const string Sql =
        "SELECT u.display_name, u.merchant_id, u.is_disabled, r.name, c.id, c.revoked_at_utc, c.expires_at_utc FROM users u "
        + "LEFT JOIN api_credentials c ON c.id = @p1 AND c.owner_user_id = u.id "
        + "LEFT JOIN user_roles ur ON ur.user_id = u.id LEFT JOIN roles r ON r.id = ur.role_id WHERE u.id = @p0";

    private const string MachineSql =
        "SELECT c.name, c.merchant_id, c.revoked_at_utc, c.expires_at_utc FROM api_credentials c WHERE c.id = @p0 AND c.owner_user_id IS NULL";

    public static Task<Result<ActorStanding>> ReadAsync(WriteSession session, Actor actor, DateTime now, CancellationToken cancellation) =>
        IsMachine(actor)
            ? ReadMachineAsync(actor, () => session.ReadAsync(MachineSql, row => ReadMachine(row, now), cancellation, actor.PersonId))
            : ReadAsync(actor, () => session.ReadAsync(Sql, row => Read(row, now), cancellation, actor.PersonId, actor.CredentialId));

    public static Task<Result<ActorStanding>> ReadAsync(ReadSession session, Actor actor, DateTime now, CancellationToken cancellation) =>
        IsMachine(actor)
            ? ReadMachineAsync(actor, () => session.ReadAsync(MachineSql, row => ReadMachine(row, now), cancellation, actor.PersonId))
            : ReadAsync(actor, () => session.ReadAsync(Sql, row => Read(row, now), cancellation, actor.PersonId, actor.CredentialId));

    private static async Task<Result<ActorStanding>> ReadAsync(Actor actor, Func<Task<List<PersonRow>>> read)
    {
        if (actor.Kind == ActorKind.System)
        {
            return new ActorStanding(actor, default, null, actor.Name);
        }
        var rows = await read();
        return actor.CredentialId is not null && rows is not [{ CredentialHolds: true }, ..] ? Refused() : Standing(actor, rows);
    }

    // A credential of a merchant stands for no person: it acts as itself, with what a merchant may do.
    private static bool IsMachine(Actor actor) => actor.Kind == ActorKind.Credential && actor.CredentialId == actor.PersonId;

    private static async Task<Result<ActorStanding>> ReadMachineAsync(Actor actor, Func<Task<List<MachineRow>>> read) =>
        await read() is [{ Holds: true } row]
            ? new ActorStanding(actor, RoleSet.Of(Role.Merchant), row.MerchantId, row.Name)
            : Refused();

    private static MachineRow ReadMachine(DbDataReader row, DateTime now) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.IsDBNull(2) && (row.IsDBNull(3) || UtcMillis.To(row.GetInt64(3)) > now));

    private static Result<ActorStanding> Standing(Actor actor, List<PersonRow> rows) => rows.Count == 0 || rows[0].IsDisabled
        ? Refused()
        : new ActorStanding(actor, RoleSet.FromNames(rows.Select(row => row.Role).OfType<string>()), rows[0].MerchantId, rows[0].DisplayName);

    private static DomainError Refused() => new(ErrorCode.Unauthenticated, "This account or credential may no longer act.");

    private static PersonRow Read(DbDataReader row, DateTime now) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3))
    {
        CredentialHolds = !row.IsDBNull(4) && row.IsDBNull(5) && (row.IsDBNull(6) || UtcMillis.To(row.GetInt64(6)) > now),
    };

    private sealed record MachineRow(string Name, Guid? MerchantId, bool Holds);

    private sealed record PersonRow(string DisplayName, Guid? MerchantId, bool IsDisabled, string? Role)
    {
        /// <summary>Whether the credential that was used is the person's, not revoked and not expired.</summary>
        public bool CredentialHolds { get; init; }
    }
}

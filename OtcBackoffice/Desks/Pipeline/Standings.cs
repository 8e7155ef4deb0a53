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
        "SELECT u.display_name, u.merchant_id, u.is_disabled, r.name, c.id, c.revoked_at_utc, c.expires_at_utc, s.id, s.ended_at_utc, "
            + "s.fresh_at_utc, s.has_second_factor FROM users u "
        + "LEFT JOIN api_credentials c ON c.id = @p1 AND c.owner_user_id = u.id "
        + "LEFT JOIN user_sessions s ON s.id = @p2 AND s.user_id = u.id "
        + "LEFT JOIN user_roles ur ON ur.user_id = u.id LEFT JOIN roles r ON r.id = ur.role_id WHERE u.id = @p0";

    private const string MachineSql =
        "SELECT c.name, c.merchant_id, c.revoked_at_utc, c.expires_at_utc FROM api_credentials c WHERE c.id = @p0 AND c.owner_user_id IS NULL";

    public static Task<Result<ActorStanding>> ReadAsync(WriteSession session, Actor actor, DateTime now, CancellationToken cancellation) =>
        IsMachine(actor)
            ? ReadMachineAsync(actor, () => session.ReadAsync(MachineSql, row => ReadMachine(row, now), cancellation, actor.PersonId))
            : ReadAsync(actor, () =>
                session.ReadAsync(Sql, row => Read(row, now), cancellation, actor.PersonId, actor.CredentialId, actor.SessionId));

    public static Task<Result<ActorStanding>> ReadAsync(ReadSession session, Actor actor, DateTime now, CancellationToken cancellation) =>
        IsMachine(actor)
            ? ReadMachineAsync(actor, () => session.ReadAsync(MachineSql, row => ReadMachine(row, now), cancellation, actor.PersonId))
            : ReadAsync(actor, () =>
                session.ReadAsync(Sql, row => Read(row, now), cancellation, actor.PersonId, actor.CredentialId, actor.SessionId));

    private static async Task<Result<ActorStanding>> ReadAsync(Actor actor, Func<Task<List<PersonRow>>> read)
    {
        if (actor.Kind == ActorKind.System)
        {
            return new ActorStanding(actor, default, null, actor.Name);
        }
        var rows = await read();
        return actor.CredentialId is not null && rows is not [{ CredentialHolds: true }, ..] || actor.SessionId is not null
            && rows is not [{ SessionHolds: true }, ..]
            ? Refused()
            : Standing(actor, rows);
    }

    // A credential of a merchant stands for no person: it acts as itself, with what a merchant may do.
    private static bool IsMachine(Actor actor) => actor.Kind == ActorKind.Credential && actor.CredentialId == actor.PersonId;

    private static async Task<Result<ActorStanding>> ReadMachineAsync(Actor actor, Func<Task<List<MachineRow>>> read) =>
        await read() is [{ Holds: true } row]
            ? new ActorStanding(actor, RoleSet.Of(Role.Merchant), row.MerchantId, row.Name)
            : Refused();

    private static MachineRow ReadMachine(DbDataReader row, DateTime now) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.IsDBNull(2)
            && (row.IsDBNull(3) || UtcMillis.To(row.GetInt64(3)) > now));

    private static Result<ActorStanding> Standing(Actor actor, List<PersonRow> rows) => rows.Count == 0 || rows[0].IsDisabled
        ? Refused()
        : new ActorStanding(actor, RoleSet.FromNames(rows.Select(row => row.Role).OfType<string>()), rows[0].MerchantId,
            rows[0].DisplayName)
        {
            FreshAtUtc = rows[0].FreshAtUtc,
            HasSecondFactor = rows[0].HasSecondFactor,
        };

    private static DomainError Refused() => new(ErrorCode.Unauthenticated, "This account or credential may no longer act.");

    private static PersonRow Read(DbDataReader row, DateTime now) => new(
        row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3))
    {
        CredentialHolds = !row.IsDBNull(4) && row.IsDBNull(5) && (row.IsDBNull(6) || UtcMillis.To(row.GetInt64(6)) > now),
        SessionHolds = !row.IsDBNull(7) && row.IsDBNull(8),
        FreshAtUtc = row.IsDBNull(9) ? null : UtcMillis.To(row.GetInt64(9)),
        HasSecondFactor = !row.IsDBNull(10) && row.GetBoolean(10),
    };

    private sealed record MachineRow(string Name, Guid? MerchantId, bool Holds);

    private sealed record PersonRow(string DisplayName, Guid? MerchantId, bool IsDisabled, string? Role)
    {
        /// <summary>Whether the credential that was used is the person's, not revoked and not expired.</summary>
        public bool CredentialHolds { get; init; }

        /// <summary>Whether the session that was used is the person's and has not been ended.</summary>
        public bool SessionHolds { get; init; }

        public DateTime? FreshAtUtc { get; init; }

        public bool HasSecondFactor { get; init; }
    }
}

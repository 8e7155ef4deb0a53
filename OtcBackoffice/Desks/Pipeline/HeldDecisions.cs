using System.Text.Json;
using OtcBackoffice.Data.Conventions;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>A decision that is held, as others see it.</summary>
/// <param name="Action">confirm, reject.</param>
/// <param name="ById">Who took it.</param>
/// <param name="By">The name of who took it.</param>
/// <param name="UntilUtc">When it is carried out.</param>
public sealed record HeldDecisionView(string Action, Guid ById, string By, DateTime UntilUtc);

/// <summary>
/// How a desk carries out one kind of held decision. Each desk registers its own, so that it is written through the method
/// that decides at once and nothing else.
/// </summary>
/// <param name="Kind">The kind of record.</param>
/// <param name="Action">The decision.</param>
/// <param name="Permission">What whoever took it must still be permitted.</param>
/// <param name="VersionAsync">The version of the record now, or null when it is gone.</param>
/// <param name="RunAsync">Carries it out as who took it; answers what came of it.</param>
public sealed record HeldReplay(
    string Kind, string Action, Permission Permission, Func<DeskWork, Guid, CancellationToken, Task<int?>> VersionAsync,
    Func<DeskWork, HeldDecision, CancellationToken, Task<Result<string>>> RunAsync);

/// <summary>
/// Decisions that can be taken back for some seconds. Only the row is written when one is taken; the record stays as it was,
/// and nobody hears of it. Until it is carried out or taken back nobody else decides about the record.
/// </summary>
internal static class HeldDecisions
{
    /// <summary>The states of a held decision.</summary>
    public const string Held = "held", Done = "done", Undone = "undone", Void = "void";

    /// <summary>Why nothing else is decided about the record now, or null. Merchants and jobs go on; what they change voids the
    /// decision.</summary>
    public static async Task<DomainError?> RefusalAsync(DeskWork work, IRecord record, CancellationToken cancellation)
    {
        if (work.Actor.IsSystem || !work.Actor.Roles.IsStaff || work.Carrying is not null)
        {
            return null;
        }
        return await FindAsync(work, record.Id, cancellation) is { } held ? Refusal(record.HumanId, held) : null;
    }

    /// <summary>The refusal, naming who decided what.</summary>
    public static DomainError Refusal(string number, HeldDecisionView held) => new(ErrorCode.DecisionHeld,
        $"{held.By} has decided to {held.Action} {number}; that is carried out at {held.UntilUtc:HH:mm:ss} UTC, and nothing else is "
            + $"decided meanwhile.")
    {
        Facts = new Dictionary<string, string> { ["held_action"] = held.Action, ["held_by"] = held.By },
    };

    /// <summary>The decision that is held on a record, or null.</summary>
    public static async Task<HeldDecisionView?> FindAsync(DeskWork work, Guid recordId, CancellationToken cancellation) =>
        (await work.Session.ReadAsync(
            "SELECT action, actor_id, actor_name, until_utc FROM held_decisions WHERE record_id = @p0 AND state = 'held'",
            row => new HeldDecisionView(row.GetString(0), row.GetGuid(1), row.GetString(2), UtcMillis.To(row.GetInt64(3))), cancellation,
                recordId)).FirstOrDefault();

    /// <summary>Holds a decision with the command and leaves its trail; it is carried out after the seconds.</summary>
    public static void Take<T>(DeskWork work, T record, string action, object command, int seconds)
        where T : IRecord
    {
        var actor = work.Actor;
        var row = new HeldDecision
        {
            Id = work.NewId(),
            Kind = T.Kind.Name,
            RecordId = record.Id,
            RecordNumber = record.HumanId,
            MerchantId = record.MerchantId,
            Action = action,
            Command = JsonSerializer.Serialize(command, DeskJson.Options),
            RecordVersion = record.Version,
            ActorId = actor.PersonId,
            ActorName = actor.DisplayName,
            SessionId = actor.Actor.SessionId,
            Cause = actor.Actor.Cause,
            Address = actor.Actor.Address,
            TakenAtUtc = work.Now,
            UntilUtc = work.Now.AddSeconds(seconds),
            Version = 1,
        };
        work.Db.HeldDecisions.Add(row);
        RecordTrail.Record(work, record, $"hold_{action}", record.StatusName, null, new { Until = row.UntilUtc });
        work.WakeAt(Topics.WorkDue, row.Id, row.UntilUtc);
    }
}

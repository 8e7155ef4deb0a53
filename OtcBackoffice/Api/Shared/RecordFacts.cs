using System.Text.Json.Nodes;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Shared;

/// <summary>A record as an answer tells it, and who reads that answer: all that the offer of an action depends on.</summary>
/// <param name="Record">The record on the wire.</param>
/// <param name="ReaderId">Who reads.</param>
/// <param name="Roles">The reader's roles.</param>
/// <param name="Now">The time, which ends claims.</param>
internal sealed record RecordFacts(JsonObject Record, Guid ReaderId, RoleSet Roles, DateTime Now)
{
    /// <summary>Where the record stands.</summary>
    public string Status => Text("status") ?? Text("state") ?? "";

    /// <summary>A member as text, or null.</summary>
    public string? Text(string name) =>
        Record[name]?.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string?)Record[name] : null;

    /// <summary>Whether a member is there and says something.</summary>
    public bool Has(string name) => Record[name] is not null;

    /// <summary>Whether a moment has come.</summary>
    public bool IsOver(string name) => Text(name) is { } text && ExactTime.TryInstant(text, out var moment) && moment <= Now;

    /// <summary>Whether a permission is among the reader's.</summary>
    public bool May(Permission permission) => PermissionTable.Allows(Roles, permission);

    /// <summary>The facts of a part of the record that is claimed and decided by itself, or null.</summary>
    public RecordFacts? Part(string name) => Record[name] is JsonObject part ? this with { Record = part } : null;

    /// <summary>Why the reader may not take the record, or null: one holder at a time.</summary>
    public string? TakeFault() => Holder is { } holder && holder != ReaderId ? ByAnother : null;

    /// <summary>Why the reader may not give it back, or null; whoever may assign may take it away.</summary>
    public string? GiveFault(Permission assign) => Taken is not { } holder ? "Nobody has claimed it."
        : holder != ReaderId && !May(assign) ? ByAnother : null;

    /// <summary>Why a colleague's claim keeps the reader from deciding, or null. Treasury and admins decide past it.</summary>
    public string? DecisionFault() => StandsAbove ? null : TakeFault();

    /// <summary>The same for what only its holder decides: who is no treasury and no admin claims first.</summary>
    public string? HolderFault() => DecisionFault() ?? (StandsAbove || Holder is not null ? null : "Claim it first.");

    private const string ByAnother = "Somebody else has claimed it.";

    private bool StandsAbove => Roles.Has(Role.Treasury) || Roles.Has(Role.Admin);

    private Guid? Taken => Guid.TryParse(Text("assignee_user_id") ?? Text("claimed_by") ?? Text("owner_user_id"), out var id) ? id : null;

    private Guid? Holder => IsOver("claim_expires_at") ? null : Taken;
}

/// <summary>An action that a kind of record offers over HTTP.</summary>
/// <param name="Name">The last part of its route, in snake case.</param>
/// <param name="Key">The key that does it on the page, or null.</param>
/// <param name="Needs">Who may do it at all.</param>
/// <param name="Blocked">Why not now, in a sentence, or null.</param>
internal sealed record ActionRule(string Name, string? Key, Permission Needs, Func<RecordFacts, string?> Blocked)
{
    /// <summary>The action for one reader of one record.</summary>
    public RecordActionView For(RecordFacts facts)
    {
        var why = !facts.May(Needs) ? "Your roles do not include this." : Blocked(facts);
        return new RecordActionView(Name, Key, why is null, why);
    }

    /// <summary>An action that the lifecycle allows in some statuses, and that something else may keep the reader from.</summary>
    public static ActionRule Of<TStatus, TAction>(TransitionTable<TStatus, TAction> table, TAction action, string name, string? key,
        Permission needs, Func<RecordFacts, string?>? blocked = null)
        where TStatus : struct, Enum
        where TAction : struct, Enum =>
        In([.. table.Moves.Where(move => EqualityComparer<TAction>.Default.Equals(move.Action, action))
            .Select(move => Names.Snake(move.From)).Distinct()], name, key, needs, blocked);

    /// <summary>An action that is possible in some statuses.</summary>
    public static ActionRule In(IReadOnlyList<string> statuses, string name, string? key, Permission needs,
        Func<RecordFacts, string?>? blocked = null) => new(name, key, needs, facts => statuses.Contains(facts.Status)
            ? blocked?.Invoke(facts) : $"Not possible while it is {facts.Status.Replace('_', ' ')}.");
}

using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What somebody may do with a deposit, with the keys of the page and the reasons of what they may not.</summary>
internal static class DepositActions
{
    private static readonly Dictionary<DepositAction, string> Keys = new()
    {
        [DepositAction.Claim] = "C",
        [DepositAction.Confirm] = "1",
        [DepositAction.Ask] = "2",
        [DepositAction.Reject] = "3",
        [DepositAction.Credit] = "4",
        [DepositAction.Assign] = "A",
    };

    /// <summary>The actions by their names on the wire.</summary>
    public static IReadOnlyList<RecordActionView> Of(DepositView view, IReadOnlyList<DepositChoice> choices, ActorStanding actor)
    {
        var isMine = view.HeldDecision is { } held && held.ById == actor.PersonId;
        var works = actor.May(Permission.DepositDecide) ? null : "Your roles do not include this.";
        var open = view.Status is DepositStatus.Pending or DepositStatus.Confirmed ? null : "Nothing waits for anybody.";
        return
        [
            .. choices.Select(choice => new RecordActionView(Names.Snake(choice.Action), Keys.GetValueOrDefault(choice.Action),
                choice.IsOpen, choice.BlockedBecause)),
            Other("snooze", "H", works ?? open),
            Other("note", "N", works),
            Other("follow", "F", null),
            Other("undo", "U", isMine ? null : "There is no decision of yours to take back."),
        ];
    }

    private static RecordActionView Other(string name, string key, string? why) => new(name, key, why is null, why);
}

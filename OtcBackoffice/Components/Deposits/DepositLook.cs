using OtcBackoffice.Components.Shared;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <summary>How the states of a deposit are drawn.</summary>
internal static class DepositLook
{
    private static readonly Dictionary<DepositStatus, StatusLook> Statuses =
        Enum.GetValues<DepositStatus>().ToDictionary(status => status, status => StatusLook.For(Names.Snake(status)));

    public static StatusLook Status(DepositStatus status) => Statuses[status];

    /// <summary>What is next for a confirmed deposit.</summary>
    public static StatusLook Settlement(SettlementState state) => state switch
    {
        SettlementState.None => new StatusLook("To credit", Tones.Warn, "hourglass"),
        SettlementState.Proposed => new StatusLook("Waits for signatures", Tones.Hold, "edit"),
        SettlementState.Signing => new StatusLook("Partly signed", Tones.Hold, "edit"),
        SettlementState.Broadcast => new StatusLook("On its way", Tones.Info, "send"),
        SettlementState.Final => new StatusLook("Final", Tones.Ok, "check"),
        SettlementState.AwaitingTransaction => new StatusLook("Waits for its transaction", Tones.Hold, "hourglass"),
        SettlementState.OutcomeUnknown => new StatusLook("Outcome unknown", Tones.Warn, "question"),
    };
}

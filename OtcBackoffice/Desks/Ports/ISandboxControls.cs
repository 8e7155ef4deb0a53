using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Ports;

/// <summary>A prompt on a phone that nobody has answered yet.</summary>
public sealed record OpenPush(string CheckoutRequestId, string PhoneNumber, long Shillings, DateTime AtUtc);

/// <summary>A fault point with what it stands for and what is armed there.</summary>
public sealed record FaultPointState(string Point, string Meaning, FaultMode? Mode, int TimesLeft);

/// <summary>What the owner of a phone answers. A member that is absent is as it was asked for; one without text is left out.</summary>
public sealed record PhoneAnswer(string? CheckoutRequestId, int? ResultCode)
{
    public SaidText? ReceiptNumber { get; init; }

    public SaidText? Amount { get; init; }

    public SaidText? PhoneNumber { get; init; }
}

/// <summary>A member that was said: with a text, or with nothing on purpose.</summary>
public sealed record SaidText(string? Text);

/// <summary>What became of a phone's answer: <c>lost</c> when the operator's call was, else what the desk made of it.</summary>
public sealed record PhoneOutcome(string Outcome, Guid? DepositId)
{
    /// <summary>The outcome of a call that was lost on the way.</summary>
    public const string Lost = "lost";
}

/// <summary>
/// Moves the simulated outside world, in the same way for the routes under <c>/sandbox</c> and for the console's drawer. Whoever calls
/// it has made sure that the caller may. It exists in the sandbox alone.
/// </summary>
public interface ISandboxControls
{
    /// <summary>The simulated networks.</summary>
    IReadOnlyList<string> Networks { get; }

    /// <summary>Prompts that wait for their phones, oldest first.</summary>
    IReadOnlyList<OpenPush> OpenPushes();

    /// <summary>Every fault point.</summary>
    IReadOnlyList<FaultPointState> Faults();

    /// <summary>Moves the clock forward, runs what became due, and answers what time it is then.</summary>
    Task<Result<DateTime>> AdvanceAsync(long? seconds, CancellationToken cancellation);

    /// <summary>Mines blocks, one without a number, and runs what became due.</summary>
    Task<Result<ChainHead>> MineAsync(string? network, int? count, CancellationToken cancellation);

    /// <summary>A wire arrives on the desk's statement.</summary>
    Task<Result<StatementLineView>> WireAsync(BankCredit credit, CancellationToken cancellation);

    /// <summary>A phone's owner answers, and the operator calls back.</summary>
    Task<Result<PhoneOutcome>> AnswerAsync(PhoneAnswer answer, CancellationToken cancellation);

    /// <summary>Arms a fault point, once without a number; null when it was armed.</summary>
    DomainError? Arm(string? point, string? mode, int? times);
}

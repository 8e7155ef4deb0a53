using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Ports;

/// <summary>Asks a screening house whether an address or a name may be paid (sanctions, stolen funds, known theft).</summary>
public interface IScreening
{
    /// <summary>What verdicts of it are called, and what pages of treasury say of it.</summary>
    string Provider { get; }

    /// <summary>
    /// Whether everything passes because somebody chose in words that nothing is screened (<c>Screening:Provider = none</c>).
    /// </summary>
    bool IsOff => false;

    /// <summary>Screens one subject. It may throw or take its time; the caller takes either for no answer.</summary>
    Task<ScreeningAnswer> ScreenAsync(ScreeningQuestion question, CancellationToken cancellation);
}

/// <summary>What is asked.</summary>
/// <param name="Kind">An address or a name.</param>
/// <param name="Network">The network's canonical code; null for a name.</param>
/// <param name="Text">The canonical address, or the name as it is known.</param>
public sealed record ScreeningQuestion(ScreeningSubjectKind Kind, string? Network, string Text);

/// <summary>What the screening house said.</summary>
/// <param name="Verdict">Only <see cref="ScreeningVerdict.Clear"/> lets a payment go on.</param>
/// <param name="Reference">What the provider calls its answer.</param>
/// <param name="Reason">One sentence for staff, never for the merchant; null when clear.</param>
public sealed record ScreeningAnswer(ScreeningVerdict Verdict, string Reference, string? Reason);

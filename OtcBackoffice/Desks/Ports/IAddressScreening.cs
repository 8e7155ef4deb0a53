namespace OtcBackoffice.Desks.Ports;

/// <summary>Asks a screening house whether an address may be paid (sanctions, stolen funds, known theft).</summary>
public interface IAddressScreening
{
    /// <summary>Screens one canonical address. It answers <see cref="ScreeningOutcome.Unavailable"/> instead of throwing.</summary>
    Task<ScreeningAnswer> ScreenAsync(string network, string address, CancellationToken cancellation);
}

/// <summary>What the screening house said.</summary>
/// <param name="Outcome">Only <see cref="ScreeningOutcome.Clear"/> lets a payment go on.</param>
/// <param name="Reason">One sentence for staff, never for the merchant; null when clear.</param>
/// <param name="Source">Who answered.</param>
public sealed record ScreeningAnswer(ScreeningOutcome Outcome, string? Reason, string Source);

/// <summary>The three answers of a screening.</summary>
public enum ScreeningOutcome
{
    /// <summary>Nothing known against the address.</summary>
    Clear,

    /// <summary>The address must not be paid.</summary>
    Refused,

    /// <summary>No answer; it counts as a refusal for now and may be asked again.</summary>
    Unavailable,
}

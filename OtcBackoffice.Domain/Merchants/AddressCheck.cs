namespace OtcBackoffice.Domain.Merchants;

/// <summary>What <see cref="AddressFormat"/> found: the canonical address, or one sentence saying why it is refused.</summary>
public readonly record struct AddressCheck
{
    private AddressCheck(string? canonical, string? reason)
    {
        Canonical = canonical;
        Reason = reason;
    }

    /// <summary>The one spelling under which the address is stored and compared; null when refused.</summary>
    public string? Canonical { get; }

    /// <summary>Why the text is refused, fit to be shown to the person who typed it; null when valid.</summary>
    public string? Reason { get; }

    /// <summary>Whether there is a canonical address.</summary>
    public bool IsValid => Canonical is not null;

    internal static AddressCheck Valid(string canonical) => new(canonical, null);

    internal static AddressCheck Refused(string reason) => new(null, reason);
}

namespace OtcBackoffice.Tests.Support;

/// <summary>What a bank's credit advice says, as its customer would print it. All texts appear verbatim.</summary>
public sealed record BankAdvice
{
    public string Bank { get; init; } = "Example Bank Kenya";

    public string Account { get; init; } = "0110 2233 4455";

    public string Sender { get; init; } = "Acacia Traders";

    public string Amount { get; init; } = "1,250,000.00";

    public string Currency { get; init; } = "KES";

    public string Reference { get; init; } = "DEP-000123";

    public string ValueDate { get; init; } = "16 Mar 2026";

    public int Pages { get; init; } = 1;
}

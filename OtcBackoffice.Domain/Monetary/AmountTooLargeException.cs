namespace OtcBackoffice.Domain.Monetary;

/// <summary>
/// An amount that was worked out of what somebody sent is larger than the books can hold. It is no defect: the pipelines
/// answer it as an invalid amount, and nothing was changed.
/// </summary>
public sealed class AmountTooLargeException : OverflowException
{
    /// <summary>The largest amount in minor units, for whoever is told.</summary>
    public const string Bound = "9223372036854775807 minor units";

    /// <summary>Says it.</summary>
    public AmountTooLargeException()
        : this($"An amount that follows from this is larger than the books can hold ({Bound}).")
    {
    }

    /// <inheritdoc cref="AmountTooLargeException()"/>
    public AmountTooLargeException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="AmountTooLargeException()"/>
    public AmountTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace OtcBackoffice.Domain.Monetary;

/// <summary>Which way a division that does not come out even goes. There is no default: every caller decides.</summary>
public enum Rounding
{
    /// <summary>Toward zero; what a customer receives.</summary>
    Down,

    /// <summary>Away from zero; what a customer pays, such as a fee.</summary>
    Up,
}

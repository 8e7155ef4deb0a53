namespace OtcBackoffice.Domain.Access;

/// <summary>
/// What a password must be: long, and not what a guesser tries first. Classes of characters are not asked for; they make
/// passwords worse.
/// </summary>
public static class PasswordRule
{
    /// <summary>Fewest and most characters.</summary>
    public const int LengthMin = 12, LengthMax = 256;

    private const int DistinctMin = 5;

    private static readonly string[] Common =
        ["password", "passwort", "qwerty", "letmein", "welcome", "1234567890", "backoffice", "administrator"];

    /// <summary>Why the password is refused, as a sentence, or null.</summary>
    public static string? Fault(string? password, string email)
    {
        if (password is null || password.Length < LengthMin)
        {
            return $"A password must have at least {LengthMin} characters.";
        }
        if (password.Length > LengthMax)
        {
            return $"A password may have {LengthMax} characters at most.";
        }
        if (password.Distinct().Count() < DistinctMin)
        {
            return $"A password must have at least {DistinctMin} different characters.";
        }
        var name = email.Split('@')[0];
        if (name.Length >= 4 && password.Contains(name, StringComparison.OrdinalIgnoreCase))
        {
            return "A password may not contain the e-mail address.";
        }
        return Common.Any(one => password.Contains(one, StringComparison.OrdinalIgnoreCase) && password.Length < one.Length + 8)
            ? "This password is among the first that somebody would guess."
            : null;
    }
}

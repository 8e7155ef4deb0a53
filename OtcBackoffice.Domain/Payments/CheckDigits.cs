namespace OtcBackoffice.Domain.Payments;

/// <summary>Check digits of Latin American account and tax numbers.</summary>
public static class CheckDigits
{
    /// <summary>Digits of a CLABE, of a CVU and of a CUIT.</summary>
    public const int ClabeLength = 18, CvuLength = 22, CuitLength = 11;

    private static readonly int[] ClabeWeights = [3, 7, 1], BankWeights = [7, 1, 3, 9, 7, 1, 3],
        AccountWeights = [3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3],
        CuitWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    /// <summary>Whether this is a CLABE: 18 digits, the last of which checks the others.</summary>
    public static bool IsClabe(string? text) => IsDigits(text, ClabeLength) && text![17] - '0' == ClabeDigit(text[..17]);

    /// <summary>Whether this is a CVU or CBU: 22 digits in two blocks, each with its check digit.</summary>
    public static bool IsCvu(string? text) =>
        IsDigits(text, CvuLength) && text![7] - '0' == Tens(text[..7], BankWeights) && text[21] - '0' == Tens(text[8..21], AccountWeights);

    /// <summary>Whether this has the form of a CUIT: eleven digits.</summary>
    public static bool HasCuitForm(string? text) => IsDigits(text, CuitLength);

    /// <summary>Whether the last digit of a CUIT checks the others.</summary>
    public static bool IsCuit(string? text)
    {
        if (!HasCuitForm(text))
        {
            return false;
        }
        var digit = 11 - (CuitWeights.Select((weight, at) => weight * (text![at] - '0')).Sum() % 11);
        return text![10] - '0' == (digit == 11 ? 0 : digit == 10 ? 9 : digit);
    }

    /// <summary>Makes a CLABE of its first 17 digits.</summary>
    public static string MakeClabe(string first17) => first17 + (char)('0' + ClabeDigit(first17));

    /// <summary>Makes a CVU of its bank block and account block, 7 and 13 digits.</summary>
    public static string MakeCvu(string bank, string account) =>
        $"{bank}{(char)('0' + Tens(bank, BankWeights))}{account}{(char)('0' + Tens(account, AccountWeights))}";

    private static int ClabeDigit(string first17) =>
        (10 - (first17.Select((digit, at) => (digit - '0') * ClabeWeights[at % 3] % 10).Sum() % 10)) % 10;

    private static int Tens(string digits, int[] weights) =>
        (10 - (digits.Select((digit, at) => (digit - '0') * weights[at]).Sum() % 10)) % 10;

    private static bool IsDigits(string? text, int length) => text is not null && text.Length == length && text.All(char.IsAsciiDigit);
}

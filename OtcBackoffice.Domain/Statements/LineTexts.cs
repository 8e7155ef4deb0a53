namespace OtcBackoffice.Domain.Statements;

/// <summary>Texts of a line as they are kept in fields of their own; the whole text and the bytes stand beside them.</summary>
internal static class LineTexts
{
    /// <summary>Longest reference or name that is kept.</summary>
    public const int LengthMax = 200;

    public static string? Cut(string? text)
    {
        var plain = text?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(plain) ? null : plain.Length > LengthMax ? plain[..LengthMax] : plain;
    }
}

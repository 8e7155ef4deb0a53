namespace OtcBackoffice.Desks.Ports;

/// <summary>Keeps a spreadsheet from running what somebody wrote into a name or a reference.</summary>
internal static class CellText
{
    // A program that opens the file may take any of these for the start of a formula, the full-width forms included.
    private const string Starters = "=+-@\t\r\n＝＋－＠|%";

    /// <summary>The text behind an apostrophe when it could be taken for a formula, also behind spaces or quotes.</summary>
    public static string Harmless(string text)
    {
        var first = text.AsSpan().TrimStart(" \"'\u00a0\ufeff");
        return first.Length > 0 && Starters.AsSpan().Contains(first[0]) || (text.Length > 0 && Starters.AsSpan().Contains(text[0])) ? "'" + text : text;
    }
}

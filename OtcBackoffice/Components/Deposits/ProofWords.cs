using System.Globalization;

namespace OtcBackoffice.Components.Deposits;

/// <summary>The spellings under which a declared fact may stand in a bank's document. The viewer looks for any of them.</summary>
internal static class ProofWords
{
    private static readonly string[] DateShapes = ["yyyy-MM-dd", "d MMM yyyy", "dd MMM yyyy", "d MMMM yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "dd.MM.yyyy", "MMM d, yyyy", "MMMM d, yyyy", "dd-MMM-yyyy", "ddMMyyyy"];

    /// <summary>The amount; the viewer itself ignores blanks and group separators. A bank may leave out empty decimals.</summary>
    public static string Amount(string amount) => amount.EndsWith(".00", StringComparison.Ordinal) ? $"{amount}|{amount[..^3]}" : amount;

    public static string Date(DateOnly date) => string.Join('|', DateShapes.Select(shape => date.ToString(shape, CultureInfo.InvariantCulture)).Distinct());
}

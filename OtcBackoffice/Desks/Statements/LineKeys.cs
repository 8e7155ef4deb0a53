using System.Globalization;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Statements;

/// <summary>
/// The identities of lines as they are kept: by the bank's reference, else by what they say and the number of their occurrence.
/// Announced lines have identities of their own, because the booked line is another record.
/// </summary>
internal static class LineKeys
{
    public static string Of(ComparedStatement statement, StatementSurvey survey, StatementEntry line, string fingerprint) =>
        line.BankReference is { } reference && survey.IsUnique(reference) && line.Status == LineStatus.Booked
            ? $"{Kind(statement)}r|{reference}"
            : ByPrint(statement, fingerprint, statement.Identity.Occurrence(fingerprint));

    /// <summary>
    /// The identity under which the same line may be on record from a file in which its reference stood once, or more than
    /// once; null where a line can have one identity alone. A repeat that the balances prove is no line of before.
    /// </summary>
    public static string? Otherwise(ComparedStatement statement, StatementEntry line, string fingerprint, string identity) =>
        line.BankReference is not { } reference || line.Status != LineStatus.Booked || statement.StartsAtEnd ? null
            : IsByReference(identity) ? ByPrint(statement, fingerprint, 1)
            : identity.EndsWith("|1", StringComparison.Ordinal) ? $"{Kind(statement)}r|{reference}" : null;

    public static string ByPrint(ComparedStatement statement, string fingerprint, int occurrence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind(statement)}f|{fingerprint}|{occurrence}");

    public static bool IsByReference(string identity) =>
        identity.Contains("r|", StringComparison.Ordinal) && identity.IndexOf("r|", StringComparison.Ordinal) <= 1;

    private static string Kind(ComparedStatement statement) => statement.Head.Kind == StatementKind.Booked ? "" : "a";
}

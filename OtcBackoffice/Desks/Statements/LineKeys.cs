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

    public static string ByPrint(ComparedStatement statement, string fingerprint, int occurrence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind(statement)}f|{fingerprint}|{occurrence}");

    public static bool IsByReference(string identity) =>
        identity.Contains("r|", StringComparison.Ordinal) && identity.IndexOf("r|", StringComparison.Ordinal) <= 1;

    private static string Kind(ComparedStatement statement) => statement.Head.Kind == StatementKind.Booked ? "" : "a";
}

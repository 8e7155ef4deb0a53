namespace OtcBackoffice.Domain.Statements;

/// <summary>How a statement goes on from what the desk has of the account (R4).</summary>
public enum StatementContinuation
{
    /// <summary>It begins where the last one ended, or is the first.</summary>
    Continues,

    /// <summary>It begins before the last one ended, and every line of the common days is known.</summary>
    Overlaps,

    /// <summary>There is a gap, or an overlap that known lines do not explain.</summary>
    DoesNotContinue,
}

/// <summary>Holds a statement against the last closing balance of its account.</summary>
public static class StatementContinuity
{
    /// <summary>Decides, and says why in a sentence where it does not go on.</summary>
    /// <param name="opening">The opening balance of the statement, or null when the file has none.</param>
    /// <param name="knownSum">Sum of its booked lines that are on record.</param>
    /// <param name="knownLines">How many those are.</param>
    /// <param name="lastClosing">The closing balance of the last statement of the account, or null when there is none.</param>
    /// <param name="isTied">Whether the statement has two balances, or need not have any.</param>
    public static (StatementContinuation Outcome, string? Sentence) Of(StatementBalance? opening, long knownSum, int knownLines,
        StatementBalance? lastClosing, bool isTied)
    {
        if (!isTied)
        {
            return (StatementContinuation.DoesNotContinue,
                "The statement lacks a balance, so that nothing holds its lines; it waits for a person.");
        }
        if (opening is null || lastClosing is null)
        {
            return (knownLines > 0 ? StatementContinuation.Overlaps : StatementContinuation.Continues, null);
        }
        if (opening.Minor == lastClosing.Minor && knownLines == 0)
        {
            return (StatementContinuation.Continues, null);
        }
        // The skipped lines do not shift the start: opening and known lines must lead to where the account stood.
        if (knownLines > 0 && checked(opening.Minor + knownSum) == lastClosing.Minor)
        {
            return (StatementContinuation.Overlaps, null);
        }
        var text = (long minor) => StatementAmount.Format(minor, opening.Currency);
        return (StatementContinuation.DoesNotContinue, knownLines == 0
            ? $"The statement opens with {text(opening.Minor)}, the last one closed with {text(lastClosing.Minor)}: "
            + $"{text(checked(opening.Minor - lastClosing.Minor))} are missing between them."
            : $"The statement opens with {text(opening.Minor)}; with its {knownLines} known lines it should reach "
            + $"{text(lastClosing.Minor)}, where the last one closed, and reaches {text(checked(opening.Minor + knownSum))}.");
    }
}

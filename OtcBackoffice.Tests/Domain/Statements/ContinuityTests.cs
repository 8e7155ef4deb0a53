using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Tests.Domain.Statements;

/// <summary>Whether a statement goes on from the last one, and what makes a line that line (R3, R4).</summary>
public sealed class ContinuityTests
{
    [Theory]
    [InlineData(1_000L, 0L, 0, 1_000L, StatementContinuation.Continues)]
    [InlineData(1_000L, 0L, 0, null, StatementContinuation.Continues)]
    [InlineData(500L, 500L, 2, 1_000L, StatementContinuation.Overlaps)]
    [InlineData(500L, 400L, 2, 1_000L, StatementContinuation.DoesNotContinue)]
    [InlineData(1_500L, 0L, 0, 1_000L, StatementContinuation.DoesNotContinue)]
    public void Opening_and_known_lines_must_lead_to_the_last_closing_balance(long opening, long known, int lines, long? last,
        StatementContinuation expected) =>
        Assert.Equal(expected, StatementContinuity.Of(new StatementBalance(opening, "EUR", null), known, lines,
            last is { } minor ? new StatementBalance(minor, "EUR", null) : null, true).Outcome);

    [Fact]
    public void A_gap_is_told_by_its_amount_and_a_statement_without_balances_waits()
    {
        var gap = StatementContinuity.Of(new StatementBalance(1_500, "EUR", null), 0, 0, new StatementBalance(1_000, "EUR", null), true);
        Assert.Contains("5.00 are missing", gap.Sentence, StringComparison.Ordinal);
        Assert.Equal(StatementContinuation.DoesNotContinue, StatementContinuity.Of(null, 0, 0, null, false).Outcome);
    }

    [Fact]
    public void Equal_lines_have_one_fingerprint_and_numbers_of_their_own()
    {
        var line = new StatementEntry(1, 1, 1_000, "EUR") { BookingDate = new DateOnly(2026, 3, 30), Text = "a  b", Reference = "R" };
        var print = LineIdentity.FingerprintOf(line);
        Assert.Equal(print, LineIdentity.FingerprintOf(line with { Number = 2, Text = "a b", Raw = new byte[] { 1 } }));
        Assert.NotEqual(print, LineIdentity.FingerprintOf(line with { Minor = -1_000 }));
        Assert.NotEqual(print, LineIdentity.FingerprintOf(line with { ValueDate = new DateOnly(2026, 3, 31) }));
        var identity = new LineIdentity();
        Assert.Equal([1, 2, 1], new[] { identity.Occurrence(print), identity.Occurrence(print), identity.Occurrence("other") });
    }

    [Theory]
    [InlineData("DE75512108001245126199", true)]
    [InlineData("DE75512108001245126198", false)]
    [InlineData("GB36GSLD04296250000970", true)]
    [InlineData("DE75", false)]
    public void An_IBAN_is_checked_by_its_digits(string iban, bool isValid) => Assert.Equal(isValid, IbanCheck.IsValid(iban));
}

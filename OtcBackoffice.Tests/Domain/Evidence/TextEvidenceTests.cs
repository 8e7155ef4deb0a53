using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Tests.Domain.Evidence;

/// <summary>When a reference, a date or a name in a proof is the declared one.</summary>
public sealed class TextEvidenceTests
{
    [Theory]
    [InlineData("Reference FT26-7788", "FT26-7788 on page 1, same reference")]
    [InlineData("Ref:ft26-7788", "ft26-7788 on page 1, same reference after ignoring case")]
    [InlineData("Reference FT26 7788", "FT26 7788 on page 1, same reference after ignoring blanks and dashes")]
    [InlineData("FT 26-77 88", "FT 26-77 88 on page 1, same reference after ignoring blanks and dashes")]
    public void A_reference_matches_whatever_blanks_dashes_and_case_it_is_set_in(string line, string how)
    {
        var found = ProofPage.Check(EvidenceField.Reference, ProofPage.Facts, line);

        Assert.Equal((EvidenceOutcome.Match, how), (found.Outcome, found.How));
    }

    [Theory]
    [InlineData("Reference FT26-77881", EvidenceOutcome.Differs)]
    [InlineData("Reference: FT26-7789", EvidenceOutcome.Differs)]
    [InlineData("Reference No | FT26-7787", EvidenceOutcome.Differs)]
    [InlineData("Reference FT26-77B8", EvidenceOutcome.CheckByEye)]
    [InlineData("XFT26-7788", EvidenceOutcome.NotFound)]
    [InlineData("for your reference only", EvidenceOutcome.NotFound)]
    public void A_longer_or_another_reference_is_not_the_declared_one(string line, EvidenceOutcome outcome)
    {
        Assert.Equal(outcome, ProofPage.Check(EvidenceField.Reference, ProofPage.Facts, line).Outcome);
    }

    [Fact]
    public void A_reference_that_is_too_short_to_tell_is_left_to_the_eye()
    {
        Assert.Equal(EvidenceOutcome.CheckByEye,
            ProofPage.Check(EvidenceField.Reference, ProofPage.Facts with { Reference = "A-1" }, "Reference A1").Outcome);
    }

    [Theory]
    [InlineData("Value date 2026-11-12", "2026-11-12 on page 1, same date")]
    [InlineData("Value date 12 Nov 2026", "date 12 Nov 2026 on page 1 equals 2026-11-12")]
    [InlineData("Date: 12-NOV-26", "date 12-NOV-26 on page 1 equals 2026-11-12")]
    [InlineData("November 12, 2026", "date November 12, 2026 on page 1 equals 2026-11-12")]
    [InlineData("Date | 12.11.2026", "date 12.11.2026 on page 1 equals 2026-11-12")]
    [InlineData("20261112", "date 20261112 on page 1 equals 2026-11-12")]
    [InlineData("12th November 2026", "date 12th November 2026 on page 1 equals 2026-11-12")]
    public void A_date_matches_in_every_common_form(string line, string how)
    {
        var found = ProofPage.Check(EvidenceField.ValueDate, ProofPage.Facts, line);

        Assert.Equal((EvidenceOutcome.Match, how), (found.Outcome, found.How));
    }

    [Fact]
    public void Day_and_month_that_can_be_swapped_are_left_to_the_eye_unless_the_proof_shows_which_comes_first()
    {
        var alone = ProofPage.Check(EvidenceField.ValueDate, ProofPage.Facts, "Value date 12/11/2026");
        var dayFirst = ProofPage.Check(EvidenceField.ValueDate, ProofPage.Facts, "Value date 12/11/2026", "Printed 23/11/2026");
        var monthFirst = ProofPage.Check(EvidenceField.ValueDate, ProofPage.Facts, "Value date 12/11/2026", "Printed 11/23/2026");

        Assert.Equal((EvidenceOutcome.CheckByEye, "12/11/2026 on page 1 can be 12 Nov 2026 or 11 Dec 2026"), (alone.Outcome, alone.How));
        Assert.Equal(EvidenceOutcome.Match, dayFirst.Outcome);
        Assert.Equal(EvidenceOutcome.Differs, monthFirst.Outcome);
    }

    [Theory]
    [InlineData("Value date 13 Nov 2026", EvidenceOutcome.Differs)]
    [InlineData("Printed 13 Nov 2026", EvidenceOutcome.NotFound)]
    [InlineData("Value date 31/11/2026", EvidenceOutcome.NotFound)]
    [InlineData("Value date | 13 Nov 2026 | Printed | 12 Nov 2026", EvidenceOutcome.CheckByEye)]
    public void Another_value_date_differs_and_a_date_elsewhere_does_not_count_against_it(string line, EvidenceOutcome outcome)
    {
        Assert.Equal(outcome, ProofPage.Check(EvidenceField.ValueDate, ProofPage.Facts, line).Outcome);
    }

    [Theory]
    [InlineData("Acacia Traders", "Received from | Acacia Traders", "Acacia Traders on page 1, same name")]
    [InlineData("Acacia Traders", "Sender ACACIA TRADERS LTD.",
        "ACACIA TRADERS LTD. on page 1, same name after ignoring case, accents and punctuation")]
    [InlineData("Café São João Limited", "Sender: Cafe Sao Joao Ltd",
        "Cafe Sao Joao Ltd on page 1, same name after ignoring case, accents and punctuation")]
    [InlineData("Łukasz Øster", "Lukasz Oster", "Lukasz Oster on page 1, same name after ignoring case, accents and punctuation")]
    [InlineData("株式会社 東京", "Sender | 株式会社 東京", "株式会社 東京 on page 1, same name")]
    public void A_name_matches_without_case_accents_and_the_form_of_the_company(string declared, string line, string how)
    {
        var found = ProofPage.Check(EvidenceField.Sender, ProofPage.Facts with { Sender = declared }, line);

        Assert.Equal((EvidenceOutcome.Match, how), (found.Outcome, found.How));
    }

    [Theory]
    [InlineData("Acacia Traders", "Sender Baobab Mining", EvidenceOutcome.Differs)]
    [InlineData("Acacia Traders", "Received from | Acacia Trading", EvidenceOutcome.Differs)]
    [InlineData("Acacia Traders", "Sender Baobab | To Acacia Traders", EvidenceOutcome.Match)]
    [InlineData("Acacia", "Welcome to Acacia Mall", EvidenceOutcome.CheckByEye)]
    [InlineData("Acacia", "Sender | Acacia", EvidenceOutcome.Match)]
    [InlineData("Jane Otieno", "Otieno, Jane", EvidenceOutcome.CheckByEye)]
    [InlineData("Acacia Traders", "nobody is named here", EvidenceOutcome.NotFound)]
    public void Another_sender_differs_and_half_a_name_is_left_to_the_eye(string declared, string line, EvidenceOutcome outcome)
    {
        Assert.Equal(outcome, ProofPage.Check(EvidenceField.Sender, ProofPage.Facts with { Sender = declared }, line).Outcome);
    }

    [Fact]
    public void The_declared_name_elsewhere_does_not_outweigh_another_one_beside_the_label()
    {
        var found = ProofPage.Check(EvidenceField.Sender, ProofPage.Facts, "Sender Baobab Mining", "Beneficiary Acacia Traders");

        Assert.Equal(EvidenceOutcome.CheckByEye, found.Outcome);
    }

    [Theory]
    [InlineData("Example Bank Kenya", EvidenceOutcome.Match)]
    [InlineData("Sending bank | Other Bank", EvidenceOutcome.Differs)]
    [InlineData("Bank | Other Bank", EvidenceOutcome.NotFound)]
    public void Only_a_bank_that_the_proof_calls_the_senders_contradicts_the_declaration(string line, EvidenceOutcome outcome)
    {
        Assert.Equal(outcome, ProofPage.Check(EvidenceField.Bank, ProofPage.Facts, line).Outcome);
    }

    [Fact]
    public void Letters_that_end_in_the_middle_of_a_surrogate_do_no_harm()
    {
        var found = ProofPage.Check(EvidenceField.Sender, ProofPage.Facts with { Sender = "A\ud800 B" }, "Sender A\ud83d B\udc00 \uffff");

        Assert.NotEqual(EvidenceOutcome.NotDeclared, found.Outcome);
    }
}

using System.Globalization;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Tests.Domain.Evidence;

/// <summary>When a number in a proof is the declared amount, and when only a person can tell.</summary>
public sealed class AmountEvidenceTests
{
    [Theory]
    [InlineData("Amount KES 1234.50", "1234.50 on page 1, same amount")]
    [InlineData("Amount KES 1,234.50", "1,234.50 on page 1, same amount with thousands separators")]
    [InlineData("Amount | KES 1.234,50", "1.234,50 on page 1, same amount with thousands separators and a decimal comma")]
    [InlineData("Amount | KES 1 234,50", "1 234,50 on page 1, same amount with thousands separators and a decimal comma")]
    [InlineData("Amount KES 1\u00a0234.50", "1 234.50 on page 1, same amount with thousands separators")]
    [InlineData("Amount 1'234.50 KES", "1'234.50 on page 1, same amount with thousands separators")]
    [InlineData("Amount: KES1,234.50", "1,234.50 on page 1, same amount with thousands separators")]
    [InlineData("Paid Ksh. 1,234.50/=", "1,234.50 on page 1, same amount with thousands separators")]
    [InlineData("Kshs 1234,50", "1234,50 on page 1, same amount with a decimal comma")]
    public void The_same_amount_matches_however_its_digits_are_grouped(string line, string how)
    {
        var found = ProofPage.Amount(123_450, line);

        Assert.Equal((EvidenceOutcome.Match, how), (found.Outcome, found.How));
        Assert.NotEmpty(found.Boxes);
    }

    [Theory]
    [InlineData("Amount KES 1,243.50", "differs: proof says 1,243.50 on page 1")]
    [InlineData("Amount KES 123,450.00", "differs: proof says 123,450.00 on page 1")]
    [InlineData("Total 11,234.50", "differs: proof says 11,234.50 on page 1")]
    [InlineData("KES 1 234.51", "differs: proof says 1 234.51 on page 1")]
    public void Another_amount_beside_the_label_or_the_currency_differs(string line, string how)
    {
        var found = ProofPage.Amount(123_450, line);

        Assert.Equal((EvidenceOutcome.Differs, how), (found.Outcome, found.How));
        Assert.NotEmpty(found.Boxes);
    }

    [Theory]
    [InlineData("Credit advice, page 1 of 2")]
    [InlineData("Account 0110 2233 4455")]
    [InlineData("Reference FT26-1234.50")]
    [InlineData("Fee KES 35.00")]
    [InlineData("no number at all")]
    public void A_number_that_is_nobodys_amount_is_not_found_rather_than_different(string line)
    {
        Assert.Equal(EvidenceOutcome.NotFound, ProofPage.Amount(123_450, line).Outcome);
    }

    [Theory]
    [InlineData("Balance KES 1,234.50")]
    [InlineData("Fee 1,234.50 KES")]
    [InlineData("House 1234.50 Amount 999.00 KES")]
    public void A_balance_a_fee_or_a_rival_amount_is_left_to_the_eye(string line)
    {
        Assert.Equal(EvidenceOutcome.CheckByEye, ProofPage.Amount(123_450, line).Outcome);
    }

    [Theory]
    [InlineData("KWD 1.234", 1_234_000, 3, "KWD")]
    [InlineData("KWD 1.234", 1_234, 3, "KWD")]
    [InlineData("KWD 1,234", 1_234_000, 3, "KWD")]
    [InlineData("KES 100.000", 10_000_000, 2, "KES")]
    [InlineData("KES 100.000", 10_000, 2, "KES")]
    [InlineData("Main Street 100", 10_000, 2, "KES")]
    public void What_can_be_read_in_two_ways_is_never_a_match(string line, long minor, int scale, string currency)
    {
        Assert.Equal(EvidenceOutcome.CheckByEye, ProofPage.Amount(minor, line, scale, currency).Outcome);
    }

    [Theory]
    [InlineData("KES 100,000", 10_000_000)]
    [InlineData("Amount KES 1,000,000", 100_000_000)]
    [InlineData("Amount INR 12,34,567.00", 123_456_700)]
    public void Whole_amounts_match_without_their_empty_decimals(string line, long minor)
    {
        var currency = line.Contains("INR", StringComparison.Ordinal) ? "INR" : "KES";

        Assert.Equal(EvidenceOutcome.Match, ProofPage.Amount(minor, line, 2, currency).Outcome);
    }

    [Fact]
    public void The_declared_amount_in_another_currency_differs()
    {
        var lines = new[] { "Amount USD 1,234.50" };

        Assert.Equal("differs: 1,234.50 on page 1 is in USD", ProofPage.Check(EvidenceField.Amount, ProofPage.Facts, lines).How);
        Assert.Equal("differs: proof says USD beside 1,234.50 on page 1",
            ProofPage.Check(EvidenceField.Currency, ProofPage.Facts, lines).How);
    }

    [Theory]
    [InlineData(EvidenceOutcome.Match, "Amount KES 1,234.50")]
    [InlineData(EvidenceOutcome.Match, "Amount (KES) | 1,234.50")]
    [InlineData(EvidenceOutcome.Match, "All amounts in KES", "Amount 1,234.50")]
    [InlineData(EvidenceOutcome.CheckByEye, "KES to USD transfer", "Amount 1,234.50")]
    [InlineData(EvidenceOutcome.NotFound, "Amount $ 1,234.50")]
    public void The_currency_is_what_stands_beside_the_amount_or_the_only_one_named(EvidenceOutcome outcome, params string[] lines)
    {
        Assert.Equal(outcome, ProofPage.Check(EvidenceField.Currency, ProofPage.Facts, lines).Outcome);
    }

    [Fact]
    public void The_head_of_a_column_labels_the_numbers_under_it()
    {
        var found = ProofPage.Check(EvidenceField.Amount, ProofPage.Facts, "Text | Amount | Balance", "Wire | 1,999.00 | 1,234.50");

        Assert.Equal((EvidenceOutcome.CheckByEye, "1,234.50"), (found.Outcome, found.InProof));
    }

    [Fact]
    public void Every_amount_matches_itself_in_every_style_and_never_its_neighbour()
    {
        var random = new Random(20_261_112);
        var styles = new[] { (Group: ",", Point: "."), (Group: ".", Point: ","), (Group: " ", Point: ","), (Group: "'", Point: "."),
            (Group: "", Point: ".") };
        for (var i = 0; i < 2_000; i++)
        {
            var minor = random.NextInt64(1, 10_000_000_000);
            var (group, point) = styles[i % styles.Length];
            var whole = (minor / 100).ToString("#,0", CultureInfo.InvariantCulture).Replace(",", group, StringComparison.Ordinal);
            var line = $"Amount KES {whole}{point}{minor % 100:D2}";

            Assert.Equal(EvidenceOutcome.Match, ProofPage.Amount(minor, line).Outcome);
            Assert.Equal(EvidenceOutcome.Differs, ProofPage.Amount(minor + 1, line).Outcome);
            Assert.NotEqual(EvidenceOutcome.Match, ProofPage.Amount(minor * 100, line).Outcome);
            Assert.NotEqual(EvidenceOutcome.Match, ProofPage.Amount(minor * 1_000, line).Outcome);
        }
    }
}

using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Tests.Domain.Evidence;

/// <summary>What holds for every field alike.</summary>
public sealed class ProofEvidenceTests
{
    private static readonly string[] Advice =
        ["Example Bank Kenya", "Received from | Acacia Traders", "Amount | KES 1,234.50", "Reference | FT26-7788",
            "Value date | 12 Nov 2026"];

    private static readonly IReadOnlySet<EvidenceField> Nothing = new HashSet<EvidenceField>();

    [Fact]
    public void An_honest_advice_matches_in_every_field()
    {
        var found = ProofEvidence.Check(ProofPage.Facts, ProofPage.Of(Advice));

        Assert.Equal(Enum.GetValues<EvidenceField>(), found.Select(one => one.Field));
        Assert.All(found, one => Assert.Equal(EvidenceOutcome.Match, one.Outcome));
        Assert.All(found, one => Assert.NotEmpty(one.Boxes));
        Assert.Null(ProofEvidence.Refusal(found, Nothing));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proof_without_text_is_checked_by_eye_and_never_matches(bool isUnreadable)
    {
        var found = ProofEvidence.Check(ProofPage.Facts, isUnreadable ? null : ProofText.None);

        Assert.All(found, one => Assert.Equal(EvidenceOutcome.CheckByEye, one.Outcome));
        Assert.All(found, one => Assert.Contains("by eye", one.How, StringComparison.Ordinal));
        Assert.Null(ProofEvidence.Refusal(found, Nothing));
    }

    [Fact]
    public void What_was_not_declared_is_not_looked_for()
    {
        var facts = ProofPage.Facts with { Reference = " ", ValueDate = null, Sender = null, Bank = "" };

        var found = ProofEvidence.Check(facts, ProofPage.Of(Advice));

        Assert.All(found.Skip(2), one => Assert.Equal(EvidenceOutcome.NotDeclared, one.Outcome));
    }

    [Fact]
    public void What_is_not_found_in_a_part_may_stand_in_the_rest()
    {
        var part = ProofPage.Of("Welcome to your bank") with { IsWhole = false };

        Assert.All(ProofEvidence.Check(ProofPage.Facts, part), one => Assert.Equal(EvidenceOutcome.CheckByEye, one.Outcome));
    }

    [Fact]
    public void A_contradiction_holds_the_decision_up_until_every_one_of_them_is_accepted()
    {
        var found = ProofEvidence.Check(ProofPage.Facts, ProofPage.Of("Amount | KES 1,243.50", "Reference | FT26-9999"));

        var refusal = ProofEvidence.Refusal(found, Nothing);
        Assert.Equal(ErrorCode.ProofDiffers, refusal!.Code);
        Assert.Contains("1,243.50", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(ProofEvidence.Refusal(found, new HashSet<EvidenceField> { EvidenceField.Amount }));
        Assert.Null(ProofEvidence.Refusal(found, new HashSet<EvidenceField> { EvidenceField.Amount, EvidenceField.Reference }));
    }

    [Fact]
    public void No_text_whatever_makes_the_check_fail_or_answer_without_a_word()
    {
        var random = new Random(4);
        const string letters = "0123456789.,:;'/-() KESUSD$€Ref\u00a0éØ\u202e\ud83d\udcb6|";
        for (var i = 0; i < 1_000; i++)
        {
            var lines = Enumerable.Range(0, 5)
                .Select(_ => string.Concat(Enumerable.Range(0, 40).Select(_ => letters[random.Next(letters.Length)]))).ToArray();

            var found = ProofEvidence.Check(ProofPage.Facts, ProofPage.Of(lines));

            Assert.All(found, one => Assert.NotEqual("", one.How));
            Assert.All(found, one =>
                Assert.True(one.Outcome is EvidenceOutcome.NotFound or EvidenceOutcome.CheckByEye || one.Boxes.Count > 0));
        }
    }
}

using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Tests.Domain.Evidence;

/// <summary>What a proof says of itself, in five languages, and what a part of it may not decide.</summary>
public sealed class ProofFlagTests
{
    [Theory]
    [InlineData("Status: FAILED - funds returned to sender")]
    [InlineData("Transaction status Pending")]
    [InlineData("Payment reversed")]
    [InlineData("REVERSED")]
    [InlineData("This transfer was not completed")]
    [InlineData("Estado: Rechazada")]
    [InlineData("Transferencia devuelta")]
    [InlineData("Statut : Rejeté")]
    [InlineData("Virement en attente")]
    [InlineData("Estado: Pendente")]
    [InlineData("Hali: Imeshindwa")]
    [InlineData("Status: Processing")]
    [InlineData("Status: On hold")]
    [InlineData("Payment status: In progress")]
    [InlineData("Estado: en proceso")]
    [InlineData("Statut : en cours")]
    [InlineData("Situação: em processamento")]
    [InlineData("Hali: Inashughulikiwa")]
    public void A_proof_that_says_that_nothing_was_paid_is_marked(string line)
    {
        var flag = Assert.Single(ProofFlag.Of(ProofPage.Of("Payment advice", line)));

        Assert.Equal((ProofFlagKind.SaysNotPaid, 1), (flag.Kind, flag.Page));
    }

    [Theory]
    [InlineData("Status: Completed")]
    [InlineData("Pending transactions are listed on your statement")]
    [InlineData("In case of failed delivery call your branch")]
    [InlineData("Cancelled cheques are kept for seven years")]
    [InlineData("Estado: Pagada")]
    [InlineData("Transaction initiated by J. Doe")]
    [InlineData("Payment submitted 29 Nov 2026")]
    [InlineData("Mes en curso")]
    public void Words_about_something_else_are_no_mark(string line) => Assert.Empty(ProofFlag.Of(ProofPage.Of("Payment advice", line)));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Text_that_stands_sideways_is_read_as_by_whoever_turns_their_head(int side)
    {
        const int Edge = 8_000;
        ProofText Turned(params string[] lines) => new([.. ProofPage.Of(lines).Words.Select(word => word with { Box = side > 0
            ? new ProofBox(1, Edge - word.Box.Bottom, word.Box.Left, Edge - word.Box.Top, word.Box.Right)
            : new ProofBox(1, word.Box.Top, Edge - word.Box.Right, word.Box.Bottom, Edge - word.Box.Left) })], true);
        var page = Turned("Payment advice", "Amount: KES 1,234.50", "Value date: 12 November 2026", "Reference: FT26-7788",
            "Sender: Acacia Traders", "Bank: Example Bank Kenya");

        var found = ProofEvidence.Check(ProofPage.Facts, page);

        Assert.All(found, finding => Assert.Equal((finding.Field, EvidenceOutcome.Match), (finding.Field, finding.Outcome)));
        var (word, place) = (page.Words.First(word => word.Text == "Acacia").Box,
            found.Single(one => one.Field == EvidenceField.Sender).Boxes[0]);
        Assert.Equal((word.Left, word.Right), (place.Left, place.Right));
        Assert.Equal(EvidenceOutcome.Differs, ProofEvidence.Check(ProofPage.Facts, Turned("Payment advice", "Amount: KES 99.00",
            "Reference: FT26-7788")).Single(one => one.Field == EvidenceField.Amount).Outcome);
    }

    [Fact]
    public void Letters_in_the_cells_of_a_form_are_words_however_wide_each_is()
    {
        const string Line = "Amount KES 1,234.50";
        var words = new List<ProofWord>();
        for (var at = 0; at < Line.Length; at++)
        {
            if (Line[at] != ' ')
            {
                var width = Line[at] is ',' or '.' or 't' ? 30 : Line[at] == 'm' ? 68 : 60;
                words.Add(new ProofWord($"{Line[at]}", new ProofBox(1, at * 70, 1_000, (at * 70) + width, 1_100)));
            }
        }
        Assert.Equal(EvidenceOutcome.Match, ProofEvidence.Check(ProofPage.Facts, new ProofText(words, true))
            .Single(finding => finding.Field == EvidenceField.Amount).Outcome);
    }

    [Fact]
    public void A_part_of_a_proof_never_differs()
    {
        var part = ProofPage.Of("Amount: KES 99.00", "Reference: FT26-9999", "Value date: 1 Jan 2026",
            "Sender: Somebody Else") with { IsWhole = false };

        var found = ProofEvidence.Check(ProofPage.Facts, part);

        Assert.DoesNotContain(found, finding => finding.Outcome is EvidenceOutcome.Differs or EvidenceOutcome.NotFound);
        Assert.Contains(ProofFlag.Of(part), flag => flag.Kind == ProofFlagKind.PartlyRead);
    }

    [Theory]
    [InlineData("A m o u n t   K E S   1 , 2 3 4 . 5 0", EvidenceField.Amount)]
    [InlineData("R e f e r e n c e   F T 2 6 - 7 7 8 8", EvidenceField.Reference)]
    [InlineData("S e n d e r   A c a c i a   T r a d e r s", EvidenceField.Sender)]
    public void Letters_set_one_by_one_are_words(string line, EvidenceField field)
    {
        var words = Spaced(line);

        Assert.Equal(EvidenceOutcome.Match, ProofEvidence.Check(ProofPage.Facts, words).Single(finding => finding.Field == field).Outcome);
    }

    [Theory]
    [InlineData("on 12/11/26")]
    [InlineData("Value date 12.11.26")]
    [InlineData("12NOV26")]
    [InlineData("Fecha valor: 12 de noviembre de 2026")]
    [InlineData("Date de valeur 12 novembre 2026")]
    [InlineData("Data: 12 de novembro de 2026")]
    [InlineData("Tarehe 12 Novemba 2026")]
    [InlineData(":32A:261112KES1234,50")]
    [InlineData("1 Amount 12/11/2026")]
    public void A_date_is_found_in_every_form_that_banks_write(string line)
    {
        var found = ProofPage.Check(EvidenceField.ValueDate, ProofPage.Facts, line);

        Assert.True(found.Outcome is EvidenceOutcome.Match or EvidenceOutcome.CheckByEye, $"{found.Outcome}: {found.How}");
        Assert.NotEmpty(found.Boxes);
    }

    [Fact]
    public void A_swift_message_is_read_by_its_tags()
    {
        string[] message = [":20:FT26-7788", ":32A:261112KES1234,50", ":33B:KES1300,00", ":50K:/0110223344", "Acacia Traders"];

        var found = ProofEvidence.Check(ProofPage.Facts with { Bank = null }, ProofPage.Of(message));

        Assert.All(found.Where(finding => finding.Outcome != EvidenceOutcome.NotDeclared), finding => Assert.Equal((finding.Field,
            EvidenceOutcome.Match), (finding.Field, finding.Outcome)));
    }

    [Theory]
    [InlineData("Importe: KES 1.234,50")]
    [InlineData("Montant : 1 234,50 KES")]
    [InlineData("Quantia KES 1.234,50")]
    [InlineData("Kiasi KES 1,234.50")]
    public void An_amount_has_its_label_in_five_languages(string line) =>
        Assert.Equal(EvidenceOutcome.Match, ProofPage.Check(EvidenceField.Amount, ProofPage.Facts, line).Outcome);

    // Three blanks part words; one parts letters.
    private static ProofText Spaced(string line)
    {
        var words = new List<ProofWord>();
        var left = 500;
        foreach (var word in line.Split("   "))
        {
            foreach (var letter in word.Split(' '))
            {
                words.Add(new ProofWord(letter, new ProofBox(1, left, 1_000, left + 50, 1_100)));
                left += 50 + 30;
            }
            left += 70;
        }
        return new ProofText(words, true);
    }
}

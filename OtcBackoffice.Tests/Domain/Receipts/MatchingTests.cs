using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Tests.Domain.Receipts;

/// <summary>Who money is for: alone only where one record fits one receipt, whatever the order (sentences R1 and R2).</summary>
public sealed class MatchingTests
{
    private static readonly Guid Acacia = Guid.NewGuid(), Baobab = Guid.NewGuid();

    [Theory]
    [InlineData("FT26-7788x", "ft26-7788x")]
    [InlineData("FT26-7788x", "FT267788x")]
    [InlineData("FT26-7788x", "/RFB/FT26-7788x")]
    [InlineData("FT26-7788x", "Ref: FT26 7788 X")]
    [InlineData("FT26-7788x", "EREF+FT26-7788X")]
    public void One_reference_has_one_form(string declared, string told) =>
        Assert.Equal(ReferenceText.Key(declared), ReferenceText.Key(told));

    [Theory]
    [InlineData("FT26-77881")]
    [InlineData("FT26-778")]
    [InlineData("FT2-67788x9")]
    public void Another_reference_has_another_form_and_does_not_contain_it(string told)
    {
        Assert.NotEqual(ReferenceText.Key("FT26-7788x"), ReferenceText.Key(told));
        Assert.DoesNotContain(ReferenceText.Key("FT26-7788x"), ReferenceText.Parts(told));
    }

    [Theory]
    [InlineData("NOTPROVIDED")]
    [InlineData(" - ")]
    [InlineData(null)]
    public void What_is_no_reference_has_no_form(string? told) => Assert.Null(ReferenceText.Key(told));

    [Theory]
    [InlineData("Acacia Traders Ltd", "ACACIA TRADERS LIMITED", true)]
    [InlineData("Café Nairobi", "CAFE NAIROBI", true)]
    [InlineData("Kilimanjaro Coffee Exporters Company Limited", "KILIMANJARO COFFEE EXPORTERS CO", true)]
    [InlineData("Acacia Traders", "Acacia Trading", false)]
    public void Names_are_one_without_accents_case_and_forms(string one, string other, bool same) =>
        Assert.Equal(same, SenderName.Same(SenderName.Key(one), SenderName.Key(other)));

    [Fact]
    public void Two_equal_receipts_for_one_record_give_neither()
    {
        var outcome = Match([Line("INV-77", 100), Line("INV-77", 100)], [Target("INV-77", 100)]);
        Assert.Empty(outcome.Automatic);
        Assert.All(outcome.Proposals.Values,
            list => Assert.Contains("more than one receipt fits, so a person decides", Assert.Single(list).Because));
    }

    [Fact]
    public void One_reference_of_two_merchants_is_a_persons()
    {
        var outcome = Match([Line("INV-77", 100)], [Target("INV-77", 100), Target("INV-77", 100, Baobab, "Baobab Imports")]);
        Assert.Empty(outcome.Automatic);
        Assert.Equal(2, outcome.Proposals.Values.Single().Count);
    }

    [Theory]
    [InlineData("Somebody Else", "its sender is neither declared nor known for this merchant")]
    [InlineData("Baobab Imports", "its sender is another merchant's")]
    public void A_sender_that_does_not_agree_leaves_a_proposal_that_says_so(string sender, string because)
    {
        var outcome = Match([Line("INV-77", 100, sender)], [Target("INV-77", 100)]);
        Assert.Empty(outcome.Automatic);
        Assert.Contains(because, Assert.Single(outcome.Proposals.Values.Single()).Because);
    }

    [Fact]
    public void Amount_and_day_without_reference_or_sender_decide_nothing_and_with_the_sender_they_do()
    {
        Assert.Empty(Match([Line(null, 100, null)], [Target("INV-77", 100)]).Automatic);
        Assert.Equal(MatchBy.AmountAndSender, Assert.Single(Match([Line(null, 100)], [Target("INV-77", 100)]).Automatic).By);
        Assert.Empty(Match([Line("INV-99", 100)], [Target("INV-77", 100)]).Automatic);
    }

    [Fact]
    public void Another_amount_is_taken_only_under_a_unique_reference()
    {
        Assert.Single(Match([Line("INV-77", 60)], [Target("INV-77", 100)]).Automatic);
        Assert.Empty(Match([Line("INV-77", 60)], [Target("INV-77", 100), Target("INV-77", 90)]).Automatic);
        Assert.Empty(Match([Line("INV-77", 60)], [Target("INV-77", 100) with { MissingMinor = 50 }]).Automatic);
        Assert.Empty(Match([Line("INV-77", 60)], [Target("INV-77", 100) with { Asset = "EUR" }]).Automatic);
    }

    [Fact]
    public void The_answer_does_not_hang_on_the_order()
    {
        var dice = new Random(14);
        List<MatchTarget> targets = [];
        List<MatchLine> lines = [];
        for (var at = 0; at < 60; at++)
        {
            var merchant = at % 3 == 0 ? Baobab : Acacia;
            targets.Add(Target($"INV-{1000 + (at % 45)}", 100 + (at % 7), merchant,
                merchant == Acacia ? "Acacia Traders" : "Baobab Imports"));
            lines.Add(Line(at % 9 == 0 ? null : $"INV-{1000 + dice.Next(50)}", 100 + dice.Next(8),
                at % 4 == 0 ? "Baobab Imports" : "Acacia Traders"));
        }
        var first = Pairs(Match(lines, targets));
        Assert.NotEmpty(first);
        for (var round = 0; round < 100; round++)
        {
            dice.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines));
            dice.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(targets));
            Assert.Equal(first, Pairs(Match(lines, targets)));
        }
        // Each record and each receipt at most once.
        Assert.Equal(first.Count, first.Select(pair => pair.Line).Distinct().Count());
        Assert.Equal(first.Count, first.Select(pair => pair.Record).Distinct().Count());
    }

    [Fact]
    public void A_record_that_fits_is_seen_behind_any_number_that_only_have_the_amount()
    {
        // Two records of Acacia without a reference that a learnt sender could be for; between them stand those of others, of the same
        // amount.
        var mine = Enumerable.Range(0, 60).Select(at => Target("", 100, at is 0 or 59 ? Acacia : Baobab, at is 0 or 59 ? "Acacia Traders"
            : $"Payer {at}") with
        {
            Id = new Guid(at, 0, 0, new byte[8]), SenderKey = at is 0 or 59 ? null : SenderName.Key($"Payer {at}"),
        }).ToList();
        var book = new SenderBook();
        book.AddLearnt(Acacia, SenderName.Key("Acacia Holdings"));
        var outcome = Matching.Run([Line(null, 100, "Acacia Holdings")], mine, book, MatchingRules.First);
        Assert.Empty(outcome.Automatic);
        Assert.Equal(2, outcome.Proposals.Values.Single().Count(proposal => proposal.By is not null));
        Assert.Single(Matching.Run([Line(null, 100, "Acacia Holdings")], mine[..59], book, MatchingRules.First).Automatic);
    }

    [Fact]
    public void Ten_thousand_records_of_one_reference_decide_nothing_and_take_no_time()
    {
        var targets = Enumerable.Range(0, 10_000).Select(_ => Target("SAME-1", 100)).ToList();
        var lines = Enumerable.Range(0, 10_000).Select(_ => Line("SAME-1", 100)).ToList();
        var began = System.Diagnostics.Stopwatch.StartNew();
        Assert.Empty(Match(lines, targets).Automatic);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(120), $"{began.Elapsed}");
    }

    private static List<(Guid Line, Guid Record)> Pairs(MatchOutcome outcome) =>
        [.. outcome.Automatic.Select(match => (match.LineId, match.Target.Id)).Order()];

    private static MatchOutcome Match(IReadOnlyCollection<MatchLine> lines, IReadOnlyCollection<MatchTarget> targets)
    {
        var book = new SenderBook();
        book.AddOwn(Acacia, SenderName.Key("Acacia Traders"));
        book.AddOwn(Baobab, SenderName.Key("Baobab Imports"));
        return Matching.Run(lines, targets, book, MatchingRules.First);
    }

    private static MatchLine Line(string? reference, long minor, string? sender = "Acacia Traders") =>
        new(Guid.NewGuid(), "RCP-1", "KES", minor)
    {
        ReferenceKey = ReferenceText.Key(reference),
        Parts = ReferenceText.Parts(reference),
        PayerName = sender,
        PayerKey = SenderName.Key(sender),
        Day = new DateOnly(2026, 11, 29),
    };

    private static MatchTarget Target(string reference, long minor, Guid? merchant = null, string sender = "Acacia Traders") =>
        new("deposit", Guid.NewGuid(), "DEP-9", merchant ?? Acacia, "KES", minor, minor)
        {
            ReferenceKey = ReferenceText.Key(reference), Reference = reference, SenderKey = SenderName.Key(sender),
            Day = new DateOnly(2026, 11, 29), StateWord = "pending",
        };
}

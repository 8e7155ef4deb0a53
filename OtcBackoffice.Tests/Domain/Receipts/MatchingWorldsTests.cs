using System.Runtime.InteropServices;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Tests.Domain.Receipts;

/// <summary>
/// Random worlds of records and receipts, in random orders (sentences R1 and R2): whatever passes is found by asking for each receipt
/// alone,
/// and what is decided without a person is what fits once on both sides. The seed of a world that fails is in the message.
/// </summary>
public sealed class MatchingWorldsTests
{
    private const int Worlds = 150, Orders = 4;

    private static readonly Guid[] Merchants = [.. Enumerable.Range(1, 3).Select(at => new Guid(at, 1, 1, new byte[8]))];
    private static readonly string[] Names = ["Acacia Traders Ltd", "Baobab Imports", "Cedar Coffee Exporters"];
    private static readonly string[] Senders = [.. Names, "ACACIA TRADERS LIMITED", "Acacia Holdings", "Nobody Known"];

    [Fact]
    public void What_is_decided_alone_fits_once_on_both_sides_in_any_order()
    {
        var decided = 0;
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var dice = new Random(seed);
            var (lines, targets, book) = World(dice);
            var passing = lines.ToDictionary(line => line.Id, line => Passing(line, targets, book));
            var fits = passing.SelectMany(pair => pair.Value, (pair, target) => (pair.Key, Target: target)).ToList();
            var expected = fits.Where(fit => passing[fit.Key].Count == 1 && fits.Count(other => other.Target == fit.Target) == 1)
                .Select(fit => (fit.Key, fit.Target)).Order().ToList();
            for (var order = 0; order < Orders; order++)
            {
                dice.Shuffle(CollectionsMarshal.AsSpan(lines));
                dice.Shuffle(CollectionsMarshal.AsSpan(targets));
                var outcome = Matching.Run(lines, targets, book, MatchingRules.First);
                var found = outcome.Automatic.Select(match => (match.LineId, match.Target.Id)).Order().ToList();
                Assert.True(expected.SequenceEqual(found), $"world {seed}: {found.Count} instead of {expected.Count}");
                var import = Matching.Decide(lines, targets, book, MatchingRules.First);
                Assert.Equal(expected, import.Automatic.Select(match => (match.LineId, match.Target.Id)).Order());
                Assert.Equal(Late(lines, targets), import.Late.Select(late => late.LineId).Order());
                foreach (var match in outcome.Automatic)
                {
                    var line = lines.Single(one => one.Id == match.LineId);
                    Assert.True(Speaks(line, match, book),
                        $"world {seed}: {match.Target.Number} is paid by a sender that does not speak for it");
                }
                Assert.All(outcome.Proposals.Values.SelectMany(list => list), proposal => Assert.NotEmpty(proposal.Because));
            }
            decided += expected.Count;
        }
        Assert.True(decided > Worlds, $"Only {decided} pairs were decided; the worlds try nothing.");
    }

    // With all records in view and no other receipt: what this receipt alone could be for.
    private static HashSet<Guid> Passing(MatchLine line, List<MatchTarget> targets, SenderBook book) =>
        [.. Matching.Run([line], targets, book, MatchingRules.First).Proposals[line.Id].Where(proposal =>
            proposal.By is not null).Select(proposal => proposal.Target.Id)];

    // Receipts that name records, all of which have ended.
    private static List<Guid> Late(List<MatchLine> lines, List<MatchTarget> targets) =>
        [.. lines.Where(line => targets.FindAll(target => line.ReferenceKey is { } key
                && (key == target.ReferenceKey || key == ReferenceText.Key(target.Number))) is { Count: > 0 } named
            && named.TrueForAll(target => target.State == MatchState.Ended)).Select(line => line.Id).Order()];

    private static bool Speaks(MatchLine line, MatchProposal match, SenderBook book) => line.Asset == match.Target.Asset
        && line.AmountMinor > 0
        && match.Target.State != MatchState.Ended && match.Target.MissingMinor != 0
        && (SenderName.Same(match.Target.SenderKey, line.PayerKey) || book.IsLearnt(match.Target.MerchantId, line.PayerKey)
            || (match.Target.SenderKey is null && book.IsOwn(match.Target.MerchantId, line.PayerKey)))
        && (line.ReferenceKey is null || match.Target.ReferenceKey is null || line.ReferenceKey == match.Target.ReferenceKey
            || line.ReferenceKey == ReferenceText.Key(match.Target.Number));

    private static (List<MatchLine> Lines, List<MatchTarget> Targets, SenderBook Book) World(Random dice)
    {
        var book = new SenderBook();
        for (var at = 0; at < Merchants.Length; at++)
        {
            book.AddOwn(Merchants[at], SenderName.Key(Names[at]));
        }
        book.AddLearnt(Merchants[dice.Next(Merchants.Length)], SenderName.Key("Acacia Holdings"));
        var day = new DateOnly(2026, 11, 1);
        var targets = Enumerable.Range(0, dice.Next(1, 30)).Select(at =>
        {
            var (owner, asked) = (dice.Next(Merchants.Length), 100L * dice.Next(1, 6));
            var reference = dice.Next(4) == 0 ? null : $"INV-{dice.Next(100, 118)}";
            return new MatchTarget("deposit", Fresh(dice), $"DEP-{1000 + at}", Merchants[owner], dice.Next(12) == 0 ? "EUR" : "KES", asked,
                dice.Next(6) == 0 ? asked / 2 : dice.Next(15) == 0 ? 0 : asked)
            {
                ReferenceKey = ReferenceText.Key(reference), Reference = reference, Day = day.AddDays(dice.Next(40)),
                SenderKey = dice.Next(3) == 0 ? null : SenderName.Key(dice.Next(5) == 0 ? Senders[dice.Next(Senders.Length)]
                    : Names[owner]),
                State = (MatchState)(dice.Next(8) switch { 0 => 1, 1 => 2, _ => 0 }), StateWord = "pending",
            };
        }).ToList();
        var lines = Enumerable.Range(0, dice.Next(1, 30)).Select(at =>
        {
            // Every second one is meant for a record, as its merchant's bank would tell it.
            if (dice.Next(2) == 0 && targets[dice.Next(targets.Count)] is var meant)
            {
                var name = Names[Array.IndexOf(Merchants, meant.MerchantId)];
                return new MatchLine(Fresh(dice), $"RCP-{2000 + at}", meant.Asset,
                    dice.Next(5) == 0 ? meant.AskedMinor / 2 : meant.MissingMinor)
                {
                    ReferenceKey = meant.ReferenceKey, Parts = ReferenceText.Parts(meant.Reference), PayerName = name,
                    PayerKey = SenderName.Key(name), Day = meant.Day,
                };
            }
            var reference = dice.Next(5) switch { 0 => null, 1 => $"PAYMENT INV-{dice.Next(100, 118)} THANKS", 2 =>
                $"dep {1000 + dice.Next(30)}", _ => $"/RFB/inv{dice.Next(100, 118)}" };
            var sender = dice.Next(8) == 0 ? null : Senders[dice.Next(Senders.Length)];
            return new MatchLine(Fresh(dice), $"RCP-{2000 + at}", dice.Next(15) == 0 ? "EUR" : "KES", 50L * dice.Next(-1, 13))
            {
                ReferenceKey = ReferenceText.Key(reference), Parts = ReferenceText.Parts(reference), PayerName = sender,
                    PayerKey = SenderName.Key(sender),
                Day = day.AddDays(dice.Next(60)),
            };
        }).ToList();
        return (lines, targets, book);
    }

    private static Guid Fresh(Random dice)
    {
        var bytes = new byte[16];
        dice.NextBytes(bytes);
        return new Guid(bytes);
    }
}

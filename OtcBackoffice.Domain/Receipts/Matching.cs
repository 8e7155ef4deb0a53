namespace OtcBackoffice.Domain.Receipts;

/// <summary>
/// Finds the records that receipts are for (issue 14, point 7; sentences R1 and R2). A proposal says in words why. Something
/// is decided without a person only where exactly one record passes for a receipt and that record for exactly one receipt;
/// the answer does not hang on the order of either.
/// </summary>
public sealed class Matching
{
    // Ten thousand records under one reference are told apart by nobody; a few are shown, and none is decided by it.
    private const int ProposalsMax = 10, ByAmountMax = 20, TogetherMax = 12, OneReferenceMax = 20;

    private readonly MatchingRules _rules;
    private readonly SenderBook _senders;
    private readonly Dictionary<string, List<MatchTarget>> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Asset, string Sender), List<MatchTarget>> _bySender = [];
    private readonly Dictionary<string, (int Count, int Merchants)> _waiting;
    private readonly Dictionary<string, MatchTarget[]> _byMissing;
    private readonly Dictionary<(string Asset, string Sender, long Minor), List<MatchTarget>> _bySenderAndAmount = [];

    private readonly Dictionary<(string Asset, string Sender, long Minor), List<MatchTarget>> _byKnownSender = [];

    // More of one kind than are looked at: none of them is decided by a machine, whichever of them a receipt names.
    private readonly HashSet<Guid> _crowded = [];
    private readonly HashSet<List<MatchTarget>> _counted = new(ReferenceEqualityComparer.Instance);

    private Matching(IReadOnlyCollection<MatchTarget> targets, SenderBook senders, MatchingRules rules)
    {
        (_rules, _senders) = (rules, senders);
        foreach (var target in targets.OrderBy(target => target.Id))
        {
            var number = ReferenceText.Key(target.Number);
            Add(_byReference, target.ReferenceKey, target);
            Add(_byReference, number == target.ReferenceKey ? null : number, target);
            if (target.SenderKey is { } sender)
            {
                AddSender(target, sender);
            }
        }
        _waiting = _byReference.ToDictionary(pair => pair.Key, pair => Count(pair.Value), StringComparer.Ordinal);
        _byMissing = targets.Where(target => target.State != MatchState.Ended && target.MissingMinor != 0).GroupBy(target => target.Asset)
            .ToDictionary(group => group.Key, group => group.OrderBy(target => target.MissingMinor).ThenBy(target => target.Id).ToArray());
    }

    /// <summary>Matches receipts with records.</summary>
    /// <param name="lines">Everything that could be for these records, so that two for one are seen.</param>
    /// <param name="targets">Everything that these receipts could be for, so that one for two is seen.</param>
    /// <param name="senders">Whose the senders are.</param>
    /// <param name="rules">The rules in force.</param>
    public static MatchOutcome Run(IReadOnlyCollection<MatchLine> lines, IReadOnlyCollection<MatchTarget> targets, SenderBook senders,
        MatchingRules rules)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(senders);
        ArgumentNullException.ThrowIfNull(rules);
        var matching = new Matching(targets, senders, rules);
        var found = lines.ToDictionary(line => line.Id, matching.Find);
        var passing = new Dictionary<Guid, List<MatchProposal>>();
        foreach (var proposal in found.Values.SelectMany(list => list).Where(proposal => proposal.By is not null))
        {
            (passing.TryGetValue(proposal.Target.Id, out var list) ? list : passing[proposal.Target.Id] = []).Add(proposal);
        }
        var automatic = new List<MatchProposal>();
        foreach (var proposals in found.Values)
        {
            var sure = proposals.Where(proposal => proposal.By is not null).ToList();
            if (sure.Count == 1 && passing[sure[0].Target.Id].Count == 1 && !matching._crowded.Contains(sure[0].Target.Id))
            {
                automatic.Add(sure[0]);
            }
        }
        var together = Together(lines, found);
        return new MatchOutcome(found.ToDictionary(pair => pair.Key, pair => Told(pair.Value, passing, together)), automatic);
    }

    /// <summary>
    /// Decides for receipts without proposing: the same decisions as <see cref="Run"/>, for an import of any length. What only people
    /// would look at is not gathered, so that memory grows by what is decided alone.
    /// </summary>
    public static MatchDecisions Decide(IReadOnlyCollection<MatchLine> lines, IReadOnlyCollection<MatchTarget> targets,
        SenderBook senders, MatchingRules rules)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(senders);
        ArgumentNullException.ThrowIfNull(rules);
        var matching = new Matching(targets, senders, rules);
        var passing = new Dictionary<Guid, int>();
        var (sure, late) = (new List<MatchProposal>(), new List<LateMatch>());
        foreach (var line in lines)
        {
            var found = matching.Find(line, isForPeople: false);
            var able = found.FindAll(proposal => proposal.By is not null);
            able.ForEach(one => passing[one.Target.Id] = passing.GetValueOrDefault(one.Target.Id) + 1);
            if (able.Count == 1)
            {
                sure.Add(able[0]);
            }
            var named = found.FindAll(proposal => IsNamed(line, proposal.Target));
            if (named.Count > 0 && named.TrueForAll(proposal => proposal.Target.State == MatchState.Ended))
            {
                late.Add(new LateMatch(line.Id, named.ConvertAll(proposal => proposal.Target.Id)));
            }
        }
        return new MatchDecisions(sure.FindAll(one => passing[one.Target.Id] == 1 && !matching._crowded.Contains(one.Target.Id)), late);
    }

    private List<MatchProposal> Find(MatchLine line) => Find(line, isForPeople: true);

    private List<MatchProposal> Find(MatchLine line, bool isForPeople)
    {
        var candidates = new Dictionary<Guid, MatchTarget>();
        foreach (var part in line.ReferenceKey is { } whole ? line.Parts.Append(whole) : line.Parts)
        {
            foreach (var target in Few(_byReference.GetValueOrDefault(part) ?? []))
            {
                candidates.TryAdd(target.Id, target);
            }
        }
        if (line.PayerKey is { } payer)
        {
            foreach (var target in OfSender(line, payer))
            {
                candidates.TryAdd(target.Id, target);
            }
        }
        foreach (var target in OfAmount(line, isForPeople))
        {
            candidates.TryAdd(target.Id, target);
        }
        return [.. candidates.Values.Select(target => Judge(line, target)).OfType<MatchProposal>()];
    }

    // The same for every receipt of this sender and amount, so it is looked up once.
    private List<MatchTarget> OfSender(MatchLine line, string payer)
    {
        var key = (line.Asset, payer, line.AmountMinor);
        if (!_bySenderAndAmount.TryGetValue(key, out var found))
        {
            found = Few((_bySender.GetValueOrDefault((line.Asset, payer)) ?? []).FindAll(target => AmountAgrees(line, target)));
            _bySenderAndAmount[key] = found;
        }
        return found;
    }

    private List<MatchTarget> Few(List<MatchTarget> all)
    {
        if (all.Count <= OneReferenceMax)
        {
            return all;
        }
        if (_counted.Add(all))
        {
            _crowded.UnionWith(all.Select(target => target.Id));
        }
        return all.GetRange(0, OneReferenceMax);
    }

    private IEnumerable<MatchTarget> OfAmount(MatchLine line, bool isForPeople)
    {
        if (!_byMissing.TryGetValue(line.Asset, out var sorted))
        {
            return [];
        }
        var tolerance = _rules.Rules.Max(rule => rule.ToleranceFor(line.AmountMinor));
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle].MissingMinor < line.AmountMinor - tolerance ? (middle + 1, high) : (low, middle);
        }
        var near = sorted.Skip(low).TakeWhile(target => target.MissingMinor <= line.AmountMinor + tolerance);
        // What a machine might decide is never cut off by what only people would look at.
        return !isForPeople ? OfKnownSender(line, near) : OfKnownSender(line, near).Concat(
            near.Where(target => ByAmountAlone(line, target)).Take(ByAmountMax));
    }

    private List<MatchTarget> OfKnownSender(MatchLine line, IEnumerable<MatchTarget> near)
    {
        if (line.PayerKey is not { } payer)
        {
            return [];
        }
        var key = (line.Asset, payer, line.AmountMinor);
        if (!_byKnownSender.TryGetValue(key, out var found))
        {
            _byKnownSender[key] = found = [.. near.Where(target => IsKnownSender(line, target))];
        }
        return Few(found);
    }

    private bool IsKnownSender(MatchLine line, MatchTarget target) =>
        _senders.IsLearnt(target.MerchantId, line.PayerKey) || _senders.IsOwn(target.MerchantId, line.PayerKey)
            || SenderName.Same(target.SenderKey, line.PayerKey);

    // For people to look at: a receipt of this amount within the days.
    private bool ByAmountAlone(MatchLine line, MatchTarget target) =>
        DaysApart(line, target) is { } days && days <= (_rules.Of(MatchBy.AmountAndSender)?.WindowDays ?? 0);

    private static bool IsNamed(MatchLine line, MatchTarget target) =>
        line.ReferenceKey is { } key && (key == target.ReferenceKey || key == ReferenceText.Key(target.Number));

    private MatchProposal? Judge(MatchLine line, MatchTarget target)
    {
        var exact = IsNamed(line, target);
        var contained = !exact && line.Parts.Any(part => part == target.ReferenceKey || part == ReferenceText.Key(target.Number));
        var agrees = SenderAgrees(line, target);
        var isAnothers = _senders.IsAnothers(target.MerchantId, line.PayerKey) && !SenderName.Same(target.SenderKey, line.PayerKey);
        var amount = AmountAgrees(line, target);
        if (!exact && !contained && (!amount || target.State == MatchState.Ended))
        {
            return null;
        }
        var (because, score) = (new List<string>(), 0);
        void Say(bool holds, int points, string words)
        {
            if (holds)
            {
                because.Add(words);
                score += points;
            }
        }
        Say(exact, 45, $"its reference is the one of {target.Number}");
        Say(contained, 25, $"the reference of {target.Number} stands in its text");
        Say(amount && target.MissingMinor != 0, 25,
            line.AmountMinor == target.MissingMinor ? "the amount is what is missing"
            : "the amount is what is missing, within the tolerance");
        Say(!amount && line.Asset == target.Asset && target.MissingMinor != 0, 5, "another amount than what is missing");
        Say(line.Asset != target.Asset, 0, $"it came in {line.Asset}, and {target.Asset} was asked for");
        Say(agrees is not null, 20, agrees ?? "");
        Say(agrees is null && isAnothers, 0, "its sender is another merchant's");
        Say(agrees is null && !isAnothers && line.PayerKey is not null, 0, "its sender is neither declared nor known for this merchant");
        Say(target.AccountEnd is { Length: >= 4 } end && line.PayerAccount?.EndsWith(end, StringComparison.OrdinalIgnoreCase) == true, 5,
            "the account ends as declared");
        Say(DaysApart(line, target) is <= 3, 5, "the days agree");
        Say(target.State == MatchState.Decided, 0, $"{target.Number} is {target.StateWord} already, without a receipt");
        Say(target.State == MatchState.Ended, 0, $"{target.Number} is {target.StateWord}, so it is late");
        Say(target.MissingMinor == 0 && target.State != MatchState.Ended, 0, $"{target.Number} has all that was asked for");
        return new MatchProposal(line.Id, target, Math.Clamp(score, 0, 100), because,
            PassingRule(line, target, exact, amount, agrees is not null && !isAnothers));
    }

    // The rule that could decide it alone, or null. Asset and sender must agree whatever the rule.
    private MatchBy? PassingRule(MatchLine line, MatchTarget target, bool exact, bool amount, bool agrees)
    {
        if (!agrees || line.Asset != target.Asset || target.MissingMinor == 0 || target.State == MatchState.Ended || line.AmountMinor <= 0)
        {
            return null;
        }
        if (exact && _rules.Of(MatchBy.Reference) is { Automatic: true } byReference && line.ReferenceKey!.Length >= ReferenceText.LengthMin
            && IsInWindow(line, target, byReference.WindowDays) && IsOneMerchants(line.ReferenceKey))
        {
            var isAmount = Math.Abs(line.AmountMinor - target.MissingMinor) <= byReference.ToleranceFor(target.AskedMinor);
            return isAmount || (target.State == MatchState.Open && IsUnique(line.ReferenceKey) && IsPossiblePart(line, target))
                ? MatchBy.Reference : null;
        }
        if (!exact && amount && (line.ReferenceKey is null || target.ReferenceKey is null) && target.State == MatchState.Open
            && _rules.Of(MatchBy.AmountAndSender) is { Automatic: true } byAmount && IsInWindow(line, target, byAmount.WindowDays)
            && Math.Abs(line.AmountMinor - target.MissingMinor) <= byAmount.ToleranceFor(target.AskedMinor))
        {
            return MatchBy.AmountAndSender;
        }
        return null;
    }

    // The first receipt of a record may be of any amount and opens a difference; a later one may only fill what is missing.
    private static bool IsPossiblePart(MatchLine line, MatchTarget target) =>
        target.MissingMinor == target.AskedMinor || line.AmountMinor <= target.MissingMinor;

    private bool IsOneMerchants(string reference) =>
        _waiting.TryGetValue(reference, out var waiting) && waiting is { Merchants: 1, Count: <= OneReferenceMax };

    private bool IsUnique(string reference) => _waiting.TryGetValue(reference, out var waiting) && waiting.Count == 1;

    private static (int Count, int Merchants) Count(List<MatchTarget> targets)
    {
        var waiting = targets.Where(target => target.State != MatchState.Ended && target.MissingMinor != 0).ToList();
        return (waiting.Count, waiting.Select(target => target.MerchantId).Distinct().Count());
    }

    // The declared sender, or one that was learnt; where nobody was declared, the merchant itself.
    private string? SenderAgrees(MatchLine line, MatchTarget target)
    {
        if (line.PayerKey is null)
        {
            return null;
        }
        if (SenderName.Same(target.SenderKey, line.PayerKey))
        {
            return $"{line.PayerName} is the declared sender";
        }
        if (_senders.IsLearnt(target.MerchantId, line.PayerKey))
        {
            return $"{line.PayerName} has paid for this merchant before";
        }
        return target.SenderKey is null && _senders.IsOwn(target.MerchantId, line.PayerKey) ? $"{line.PayerName} is the merchant" : null;
    }

    private bool AmountAgrees(MatchLine line, MatchTarget target) => line.Asset == target.Asset && target.MissingMinor != 0
        && Math.Abs(line.AmountMinor - target.MissingMinor) <= _rules.Rules.Max(rule => rule.ToleranceFor(target.AskedMinor));

    private static int? DaysApart(MatchLine line, MatchTarget target) =>
        line.Day is { } day && target.Day is { } declared ? Math.Abs(day.DayNumber - declared.DayNumber) : null;

    private static bool IsInWindow(MatchLine line, MatchTarget target, int days) =>
        DaysApart(line, target) is not { } apart || apart <= days;

    // Several receipts under one reference that add up to what is missing: a person sees that, and decides.
    private static Dictionary<Guid, string> Together(IReadOnlyCollection<MatchLine> lines, Dictionary<Guid, List<MatchProposal>> found)
    {
        var known = lines.ToDictionary(line => line.Id);
        var words = new Dictionary<Guid, string>();
        foreach (var group in found.Values.SelectMany(list => list)
            .Where(one => known[one.LineId].ReferenceKey is { } key && key == one.Target.ReferenceKey).GroupBy(one => one.Target.Id))
        {
            var parts = group.Select(one => known[one.LineId]).Where(line => line.Asset == group.First().Target.Asset)
                .OrderBy(line => line.Id).ToList();
            if (parts.Count is < 2 or > TogetherMax || parts.Sum(line => line.AmountMinor) != group.First().Target.MissingMinor)
            {
                continue;
            }
            foreach (var part in parts)
            {
                words[part.Id] = $"with {string.Join(", ", parts.Where(other => other.Id != part.Id).Select(other => other.Number))} it "
                    + $"is all that is missing of {group.First().Target.Number}";
            }
        }
        return words;
    }

    private static IReadOnlyList<MatchProposal> Told(List<MatchProposal> proposals, Dictionary<Guid, List<MatchProposal>> passing,
        Dictionary<Guid, string> together)
    {
        var sure = proposals.Count(proposal => proposal.By is not null);
        return
        [
            .. proposals.OrderByDescending(proposal => proposal.Score).ThenBy(proposal => proposal.Target.Number, StringComparer.Ordinal)
            .ThenBy(proposal => proposal.Target.Id).Take(ProposalsMax)
                .Select(proposal => proposal with
                {
                    Because =
                    [
                        .. proposal.Because,
                        .. together.TryGetValue(proposal.LineId, out var words) ? [words] : Array.Empty<string>(),
                        .. proposal.By is not null && sure > 1 ? ["more than one record fits, so a person decides"] : Array.Empty<string>(),
                        .. proposal.By is not null && passing[proposal.Target.Id].Count > 1
                        ? ["more than one receipt fits, so a person decides"] : Array.Empty<string>(),
                    ],
                }),
        ];
    }

    private void AddSender(MatchTarget target, string sender) =>
        (_bySender.TryGetValue((target.Asset, sender), out var list) ? list : _bySender[(target.Asset, sender)] = []).Add(target);

    private static void Add(Dictionary<string, List<MatchTarget>> index, string? key, MatchTarget target)
    {
        if (key is null)
        {
            return;
        }
        (index.TryGetValue(key, out var list) ? list : index[key] = []).Add(target);
    }
}

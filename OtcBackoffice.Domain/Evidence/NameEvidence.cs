namespace OtcBackoffice.Domain.Evidence;

/// <summary>Finds a name of a person, a company or a bank, however it is spelled.</summary>
internal static class NameEvidence
{
    private static readonly string[] SenderLabels =
    [
        "ordenante", "nombredelordenante", "remitente", "emisor", "pagador", "donneurdordre", "nomdudonneurdordre", "emetteur",
        "expediteur", "payeur", "remetente", "nomedoremetente", "mtumaji", "jinalamtumaji", "mlipaji",
        "sender", "sendername", "sendersname", "receivedfrom", "orderingcustomer", "remitter", "remittername", "payer", "payername",
        "originator", "debtor", "debtorname", "orderedby",
    ];

    private static readonly string[] BankLabels =
    [
        "bancoordenante", "bancoemisor", "bancodelordenante", "bancoremitente", "banqueemettrice", "banquedudonneurdordre",
        "bancoremetente", "bancodoremetente", "benkiyamtumaji",
        "senderbank", "sendersbank", "sendingbank", "remittingbank", "orderingbank", "orderinginstitution", "payerbank", "payersbank",
        "debtorbank", "debtoragent",
    ];

    /// <summary>The sender.</summary>
    public static Finding Sender(string declared, IReadOnlyList<ProofRow> rows) => Find(declared, rows, SenderLabels);

    /// <summary>The sender's bank.</summary>
    public static Finding Bank(string declared, IReadOnlyList<ProofRow> rows) => Find(declared, rows, BankLabels);

    private static Finding Find(string declared, IReadOnlyList<ProofRow> rows, string[] labels)
    {
        var wanted = NameFolding.Words(declared);
        if (wanted.Count == 0)
        {
            return Finding.NotFound();
        }
        var core = wanted.Where(word => !NameFolding.IsForm(word)).ToList();
        core = core.Count == 0 ? [.. wanted] : core;
        var found = rows.SelectMany(row => Runs(row, core)).ToList();
        var sure = found.Where(spot => core.Count > 1 || IsWholeCell(spot, labels)).ToList();
        var other = rows.Select(row => Labelled(row, labels)).FirstOrDefault(spot => spot is not null);
        if (sure.Count > 0)
        {
            var at = sure[0];
            if (other is { } says && !sure.Exists(spot => spot.Row == says.Row))
            {
                return Finding.Of(EvidenceOutcome.CheckByEye,
                    $"{at.Text} stands on page {at.Page}, but beside the label it says {says.Text}", at, says);
            }
            return Finding.Of(EvidenceOutcome.Match, $"{at.Text} on page {at.Page}, {Style(declared, at.Text)}", sure);
        }
        if (found.Count > 0)
        {
            return Finding.Of(EvidenceOutcome.CheckByEye, $"{found[0].Text} on page {found[0].Page} is only one word of what stands there",
                found);
        }
        if (rows.Select(row => Shuffled(row, core)).FirstOrDefault(spot => spot is not null) is { } shuffled)
        {
            return Finding.Of(EvidenceOutcome.CheckByEye, $"{shuffled.Text} on page {shuffled.Page} has the same words in another order",
                shuffled);
        }
        return other is { } differs ? Finding.Differs(differs) : Finding.NotFound();
    }

    private static string Style(string declared, string printed) => printed == declared ? "same name"
        : string.Equals(printed, declared, StringComparison.OrdinalIgnoreCase) ? "same name after ignoring case"
        : "same name after ignoring case, accents and punctuation";

    private static IEnumerable<Spot> Runs(ProofRow row, List<string> core)
    {
        for (var from = 0; from < row.Words.Count; from++)
        {
            var (at, to) = (0, from);
            while (at < core.Count && to < row.Words.Count && (to == from || row.IsSameCell(to)))
            {
                var words = NameFolding.Words(row.Words[to].Text.TrimStart(':'));
                if (words.Count > core.Count - at || !words.SequenceEqual(core.Skip(at).Take(words.Count)))
                {
                    break;
                }
                at += words.Count;
                to++;
            }
            if (at == core.Count && to > from)
            {
                // The form of the company belongs to the box, whether it was declared or not.
                while (to < row.Words.Count && row.IsSameCell(to) && NameFolding.IsForm(NameFolding.Short(row.Folded[to])))
                {
                    to++;
                }
                yield return new Spot(row, from, to, row.Text(from, to));
                from = to - 1;
            }
        }
    }

    // A single word is a name only where nothing else stands beside it but its label.
    private static bool IsWholeCell(Spot spot, string[] labels)
    {
        var (from, to) = spot.Row.CellOf(spot.From);
        var before = string.Concat(spot.Row.Folded.Skip(from).Take(spot.From - from));
        return spot.To == to && (before.Length == 0 || labels.Contains(before) || spot.Row.Words[spot.From - 1].Text.EndsWith(':'));
    }

    private static Spot? Shuffled(ProofRow row, List<string> core)
    {
        for (var from = 0; core.Count > 1 && from + core.Count <= row.Words.Count; from++)
        {
            var to = from + core.Count;
            var words = Enumerable.Range(from, core.Count).Select(at => NameFolding.Short(row.Folded[at])).Order(StringComparer.Ordinal);
            if (words.SequenceEqual(core.Order(StringComparer.Ordinal)) && Enumerable.Range(from + 1, core.Count - 1).All(row.IsSameCell))
            {
                return new Spot(row, from, to, row.Text(from, to));
            }
        }
        return null;
    }

    private static Spot? Labelled(ProofRow row, string[] labels)
    {
        var label = "";
        for (var at = 0; at < row.Words.Count - 1; at++)
        {
            label += row.Folded[at];
            if (!labels.Contains(label) || labels.Contains(label + row.Folded[at + 1]))
            {
                continue;
            }
            var from = row.Folded[at + 1].Length == 0 && at + 2 < row.Words.Count ? at + 2 : at + 1;
            var (_, to) = row.CellOf(from);
            var text = row.Text(from, to);
            return text.Any(char.IsLetter) ? new Spot(row, from, to, text) : null;
        }
        return null;
    }
}

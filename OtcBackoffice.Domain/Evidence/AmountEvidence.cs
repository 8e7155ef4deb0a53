using System.Text.RegularExpressions;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>Finds the declared amount and its currency among the numbers of a proof.</summary>
internal sealed partial class AmountEvidence
{
    private const int GroupsMax = 6;

    private static readonly HashSet<string> AmountLabels = new(
        [
            "amount", "total", "sum", "paid", "credit", "credited", "transferred", "principal", "montant", "valor", "monto", "importe",
            "cantidad", "abono", "somme", "montante", "quantia",
            "kiasi", "jumla", "betrag",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> OtherLabels = new(
        [
            "balance", "fee", "fees", "charge", "charges", "commission", "tax", "vat", "rate", "available", "limit", "opening", "closing",
            "account", "acct", "phone", "ref", "reference", "page", "pages",
            "saldo", "solde", "salio", "comision", "comissao", "cargo", "cargos", "tarifa", "impuesto", "imposto", "iva", "tva", "frais",
            "taxe", "taxa", "ada", "tipo", "taux", "disponible", "disponivel",
            "cuenta", "compte", "conta", "akaunti", "telefono", "telefone", "telephone", "simu", "referencia", "kumbukumbu", "rejea",
            "pagina", "ukurasa", "instructed",
        ],
        StringComparer.Ordinal);

    private readonly long _amount;
    private readonly int _scale;
    private readonly string _currency;
    private readonly IReadOnlyList<ProofRow> _rows;
    private readonly List<Candidate> _candidates;

    public AmountEvidence(DeclaredFacts facts, IReadOnlyList<ProofRow> rows)
    {
        (_amount, _scale, _currency, _rows) = (facts.AmountMinor, facts.Scale, facts.Currency, rows);
        _candidates = [.. rows.SelectMany(Candidates)];
    }

    private enum Label
    {
        None,
        Amount,
        Other,
    }

    /// <summary>The amount.</summary>
    public Finding Amount()
    {
        var equal = _candidates.Where(one => one.Readings.Contains(_amount)).ToList();
        if (equal.Count == 0)
        {
            return Missing();
        }
        var right = equal.Where(one => one.Currency is null || one.Currency == _currency).ToList();
        if (right.Count == 0)
        {
            return Finding.Of(EvidenceOutcome.Differs, $"differs: {equal[0].Number} on page {equal[0].Spot.Page} is in {equal[0].Currency}",
                equal[0].Spot);
        }
        var sure = right.Where(one => one.Readings.Count == 1).ToList();
        if (sure.Count == 0)
        {
            return ByEye(right[0], $"{right[0].Number} on page {right[0].Spot.Page} can be read as more than one amount");
        }
        var own = sure.Where(one => one.Label != Label.Other).ToList();
        if (own.Count == 0)
        {
            return ByEye(sure[0], $"{sure[0].Number} on page {sure[0].Spot.Page} stands there as something else than the amount paid");
        }
        var best = own.Where(one => one.Label == Label.Amount || one.Currency == _currency)
            .OrderByDescending(one => one.Label == Label.Amount).ToList();
        var rival = _candidates.FirstOrDefault(one => one.Label == Label.Amount && !one.Readings.Contains(_amount)
            && (one.Currency is null || one.Currency == _currency));
        if (best.All(one => one.Label != Label.Amount) && rival is not null)
        {
            return ByEye(own[0], $"the line of the amount says {rival.Number}; {own[0].Number} stands elsewhere on page {own[0].Spot.Page}");
        }
        if (best.Count == 0 && own.TrueForAll(one => one.Number.All(char.IsAsciiDigit)))
        {
            return ByEye(own[0], $"the number {own[0].Number} stands on page {own[0].Spot.Page} without currency or decimals");
        }
        var told = best.Count > 0 ? best[0] : own[0];
        return Finding.Of(EvidenceOutcome.Match, $"{told.Number} on page {told.Spot.Page}, {NumberReading.Style(told.Number, _scale)}",
            [told.Spot, .. own.Where(one => one != told).Select(one => one.Spot)]);
    }

    /// <summary>The currency: what stands beside the amount, or else what the document speaks of.</summary>
    public Finding Currency()
    {
        var beside = _candidates.Where(one => one.Readings.Contains(_amount) && one.Currency is not null)
            .OrderByDescending(one => one.Currency == _currency).FirstOrDefault();
        beside ??= _candidates.FirstOrDefault(one => one.Label == Label.Amount && one.Currency is not null);
        if (beside is not null)
        {
            return beside.Currency == _currency
                ? Finding.Of(EvidenceOutcome.Match, $"{_currency} beside {beside.Number} on page {beside.Spot.Page}",
                    beside.Spot with { Text = _currency })
                : Finding.Of(EvidenceOutcome.Differs,
                    $"differs: proof says {beside.Currency} beside {beside.Number} on page {beside.Spot.Page}",
                    beside.Spot with { Text = beside.Currency! });
        }
        var named = _rows.SelectMany(row => Enumerable.Range(0, row.Words.Count)
            .Select(at => (Spot: new Spot(row, at, at + 1, row.Words[at].Text), Code: Currencies.Of(row.Words[at].Text))))
            .Where(one => one.Code is not null).ToList();
        var own = named.Where(one => one.Code == _currency).ToList();
        if (own.Count == 0)
        {
            return Finding.NotFound();
        }
        return named.Count == own.Count
            ? Finding.Of(EvidenceOutcome.Match, $"{_currency} on page {own[0].Spot.Page}, and no other currency", own[0].Spot)
            : Finding.Of(EvidenceOutcome.CheckByEye, $"{_currency} is one of several currencies in the proof", own[0].Spot);
    }

    private static Finding ByEye(Candidate candidate, string how) => Finding.Of(EvidenceOutcome.CheckByEye, how, candidate.Spot);

    // Only a number that the proof itself calls the amount, or gives a currency, contradicts the declaration.
    private Finding Missing()
    {
        var telling = _candidates.Where(one => one.Readings.Count > 0
            && (one.Label == Label.Amount || (one.Label == Label.None && one.Currency is not null)))
            .OrderByDescending(one => one.Label == Label.Amount).FirstOrDefault();
        return telling is null ? Finding.NotFound()
            : Finding.Of(EvidenceOutcome.Differs, $"differs: proof says {telling.Number} on page {telling.Spot.Page}", telling.Spot);
    }

    private IEnumerable<Candidate> Candidates(ProofRow row)
    {
        for (var at = 0; at < row.Words.Count; at++)
        {
            if (Number().Match(row.Words[at].Text) is not { Success: true } match || !IsOwnWord(match))
            {
                continue;
            }
            var (number, suffix, to) = (match.Groups["number"].Value, match.Groups["suffix"].Value, at + 1);
            while (suffix.Length == 0 && to < row.Words.Count && to - at < GroupsMax && row.IsTight(to) && IsOpen(number)
                && Group().Match(row.Words[to].Text) is { Success: true } group)
            {
                (number, suffix) = ($"{number} {group.Groups["number"].Value}", group.Groups["suffix"].Value);
                to++;
            }
            var readings = NumberReading.Read(number, _scale);
            if (readings.Count > 0)
            {
                var label = row.LabelOf(at);
                var currency = Currencies.Of(match.Groups["prefix"].Value) ?? Currencies.Of(suffix) ?? Neighbour(row, at - 1, at)
                    ?? Neighbour(row, to, to) ?? label.Select(Currencies.Of).LastOrDefault(code => code is not null);
                yield return new Candidate(new Spot(row, at, to, row.Text(at, to)), number, readings, currency, Of(label));
            }
            at = to - 1;
        }
    }

    // Letters that are no currency make a number part of something else, such as a reference.
    private static bool IsOwnWord(Match match)
    {
        var (prefix, suffix) = (match.Groups["prefix"].Value, match.Groups["suffix"].Value);
        return (prefix.Length == 0 || Currencies.Of(prefix) is not null || prefix.EndsWith(':'))
            && (suffix.Length == 0 || !suffix.Any(char.IsLetterOrDigit) || Currencies.Of(suffix) is not null
                || suffix is "CR" or "DR" or "Cr" or "Dr");
    }

    // Groups of three may follow only as long as no decimals did.
    private static bool IsOpen(string number) => number.Split(' ') is var groups && groups[0].Length <= 3
        && groups.All(group => group.All(char.IsAsciiDigit)) && groups.Skip(1).All(group => group.Length == 3);

    private static string? Neighbour(ProofRow row, int index, int gapAt) =>
        index >= 0 && index < row.Words.Count && (gapAt == 0 || row.IsSameCell(gapAt)) ? Currencies.Of(row.Words[index].Text) : null;

    private static Label Of(IReadOnlyList<string> label) =>
        label.Any(OtherLabels.Contains) ? Label.Other : label.Any(AmountLabels.Contains) ? Label.Amount : Label.None;

    [GeneratedRegex(@"^(?<prefix>[\p{L}$€£₦.]*:?)[-+(]?(?<number>[0-9](?:[0-9.,'’ ]*[0-9])?)(?<suffix>[^0-9]*)\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?<number>[0-9]{3}(?:[.,][0-9]{1,4})?)(?<suffix>[^0-9]*)\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Group();

    private sealed record Candidate(Spot Spot, string Number, IReadOnlyList<long> Readings, string? Currency, Label Label);
}

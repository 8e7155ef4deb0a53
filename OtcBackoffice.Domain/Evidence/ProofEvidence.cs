using System.Globalization;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Evidence;

/// <summary>
/// Holds what was declared against the text of a proof. It answers "match" only where the proof can be read in one way
/// and says the same; everything doubtful is left to the officer's eye.
/// </summary>
public static class ProofEvidence
{
    private const string NoText = "the proof has no text to compare with; check by eye";

    private static readonly EvidenceField[] Fields = Enum.GetValues<EvidenceField>();

    /// <summary>One finding for every field, in the order of the table.</summary>
    /// <param name="facts">The declaration.</param>
    /// <param name="text">The proof's text, or null when it could not be read.</param>
    public static IReadOnlyList<EvidenceFinding> Check(DeclaredFacts facts, ProofText? text)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (text is null || text.Words.Count == 0)
        {
            return [.. Fields.Select(field => ByEye(field, Declared(field, facts)))];
        }
        var seen = text.OnlySeen();
        var findings = Fields.Select(Finder(facts, seen)).ToList();
        if (seen.Words.Count == text.Words.Count)
        {
            return findings;
        }
        // What a person does not see bears nothing out; where it says what was asked for, the eye is sent there.
        var everywhere = Finder(facts, text);
        var isScan = text.Words.Any(word => word.Sight == ProofSight.Layer);
        return findings.ConvertAll(finding => finding.Outcome == EvidenceOutcome.NotFound ? Unseen(finding, everywhere(finding.Field),
            text, isScan) : finding);
    }

    /// <summary>
    /// Whether a decision must wait: the proof contradicts the declaration and nobody who may has accepted that. What the
    /// proof only does not say is for the officer to judge.
    /// </summary>
    /// <param name="findings">What <see cref="Check"/> found.</param>
    /// <param name="accepted">Fields whose difference was accepted with a reason.</param>
    public static DomainError? Refusal(IEnumerable<EvidenceFinding> findings, IReadOnlySet<EvidenceField> accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        var open = findings.Where(finding => finding.Outcome == EvidenceOutcome.Differs && !accepted.Contains(finding.Field)).ToList();
        return open.Count == 0 ? null : new DomainError(ErrorCode.ProofDiffers,
            $"The proof does not say what was declared "
                + $"({string.Join("; ", open.Select(finding => $"{Names.Words(finding.Field).ToLowerInvariant()} {finding.How}"))}). "
                + $"Reject it, correct what was mistyped, or let treasury or an admin accept the difference with a reason.")
        {
            Facts = open.ToDictionary(finding => Names.Snake(finding.Field), finding => finding.InProof ?? ""),
        };
    }

    private static Func<EvidenceField, EvidenceFinding> Finder(DeclaredFacts facts, ProofText text)
    {
        var rows = ProofRow.Of(text);
        var amount = new AmountEvidence(facts, rows);
        return field => Found(field, facts, amount, rows, text.IsWhole);
    }

    private static EvidenceFinding Unseen(EvidenceFinding finding, EvidenceFinding other, ProofText text, bool isScan)
    {
        if (other.Outcome is EvidenceOutcome.NotFound || other.Boxes.Count == 0)
        {
            return isScan ? finding with { Outcome = EvidenceOutcome.CheckByEye,
                How = "not found in the text layer of a scan; check by eye" } : finding;
        }
        var box = other.Boxes[0];
        var sights = text.Words.Where(word => word.Sight != ProofSight.Seen && word.Box.Page == box.Page
            && word.Box.Meets(box)).Select(word => word.Sight).ToList();
        var why = sights.Contains(ProofSight.Hidden) ? "is text that a person does not see"
            : sights.Contains(ProofSight.Doubtful) ? "is text of which it could not be told whether a person sees it"
                : "is the text layer of a scan";
        return other with { Outcome = EvidenceOutcome.CheckByEye, How = $"{other.InProof} on page {box.Page} {why}; check by eye" };
    }

    private static EvidenceFinding Found(EvidenceField field, DeclaredFacts facts, AmountEvidence amount, IReadOnlyList<ProofRow> rows,
        bool isWhole)
    {
        if (Declared(field, facts) is not { } declared)
        {
            return Undeclared(field);
        }
        var finding = field switch
        {
            EvidenceField.Amount => amount.Amount(),
            EvidenceField.Currency => amount.Currency(),
            EvidenceField.Reference => ReferenceEvidence.Find(declared, rows),
            EvidenceField.ValueDate => DateEvidence.Find(facts.ValueDate!.Value, rows),
            EvidenceField.Sender => NameEvidence.Sender(declared, rows),
            EvidenceField.Bank => NameEvidence.Bank(declared, rows),
        };
        // What was not read is not judged: the rest may say what this part does not.
        return (isWhole, finding.Outcome) switch
        {
            (false, EvidenceOutcome.NotFound) =>
                new EvidenceFinding(field, declared, EvidenceOutcome.CheckByEye, null,
                    "not found in the part of the proof that was read; check the rest by eye", []),
            (false, EvidenceOutcome.Differs) => finding.For(field, declared) with
            {
                Outcome = EvidenceOutcome.CheckByEye,
                How = $"the part of the proof that was read says {finding.Spots[0].Text} on page {finding.Spots[0].Page}; check the rest by eye",
            },
            _ => finding.For(field, declared),
        };
    }

    private static EvidenceFinding ByEye(EvidenceField field, string? declared) =>
        declared is null ? Undeclared(field) : new EvidenceFinding(field, declared, EvidenceOutcome.CheckByEye, null, NoText, []);

    private static EvidenceFinding Undeclared(EvidenceField field) =>
        new(field, null, EvidenceOutcome.NotDeclared, null, "not declared", []);

    private static string? Declared(EvidenceField field, DeclaredFacts facts) => field switch
    {
        EvidenceField.Amount => DecimalText.Format(facts.AmountMinor, facts.Scale),
        EvidenceField.Currency => facts.Currency,
        EvidenceField.Reference => Text(facts.Reference),
        EvidenceField.ValueDate => facts.ValueDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        EvidenceField.Sender => Text(facts.Sender),
        EvidenceField.Bank => Text(facts.Bank),
    };

    private static string? Text(string? declared) => string.IsNullOrWhiteSpace(declared) ? null : declared.Trim();
}

using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What the evidence means for a decision, as people say it.</summary>
internal static class ProofSentences
{
    /// <summary>"sender and bank"</summary>
    public static string List(IReadOnlyList<EvidenceField> fields)
    {
        var names = fields.Select(field => Names.Words(field).ToLowerInvariant()).ToList();
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
    }

    /// <summary>A mark on the proof, as it is read beside the table.</summary>
    public static string Of(ProofFlag flag) => flag.Kind switch
    {
        ProofFlagKind.HiddenText => $"Text that nobody sees on page {flag.Page}: {flag.Words}",
        ProofFlagKind.SaysNotPaid => $"The proof says that nothing was paid, on page {flag.Page}: {flag.Words}",
        ProofFlagKind.OwnerPassword => "The proof has an owner's password.",
        ProofFlagKind.PartlyRead => $"Read in part: {flag.Words}.",
    };

    /// <summary>A reason to reject for what the proof contradicts, as the merchant will read it, or null.</summary>
    public static string? Rejection(EvidenceView evidence)
    {
        var open = evidence.Fields.Where(line => line is { Finding.Outcome: EvidenceOutcome.Differs, Tick: null })
            .Select(line => line.Finding).ToList();
        return open.Count == 0 ? null
            : $"The proof differs from what was declared: "
            + $"{string.Join("; ", open.Select(one => $"{Names.Words(one.Field).ToLowerInvariant()} is {one.InProof} in the proof, {one.Declared} was declared"))}.";
    }
}

using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Domain.Ledger;

/// <summary>
/// A balanced set of postings for one business event. Entries are only ever added; a correction is a reversal. An
/// entry that does not balance per asset cannot be made.
/// </summary>
public sealed class JournalEntry
{
    private JournalEntry(string kind, string subjectKind, Guid subjectId, int sequence, IReadOnlyList<Posting> postings, string? reverses)
    {
        Kind = kind;
        SubjectKind = subjectKind;
        SubjectId = subjectId;
        Sequence = sequence;
        Postings = postings;
        Reverses = reverses;
    }

    /// <summary>The business event in snake case: <c>deposit_confirmed</c>.</summary>
    public string Kind { get; }

    /// <summary>What kind of record the event happened to: <c>deposit</c>.</summary>
    public string SubjectKind { get; }

    /// <summary>The record.</summary>
    public Guid SubjectId { get; }

    /// <summary>Which occurrence of this event on this record; a second credit after a reversal is number 2.</summary>
    public int Sequence { get; }

    /// <summary>The lines, in the order of their account keys so that concurrent writers lock alike.</summary>
    public IReadOnlyList<Posting> Postings { get; }

    /// <summary>The unique key of the entry that this one reverses, or null.</summary>
    public string? Reverses { get; }

    /// <summary>Unique per event and record: the same event can never be posted twice.</summary>
    public string UniqueKey => $"{Kind}:{SubjectId}:{Sequence}";

    /// <summary>Makes an entry; zero lines are dropped, an unbalanced set is a defect.</summary>
    public static JournalEntry Of(string kind, string subjectKind, Guid subjectId, int sequence, params IEnumerable<Posting> postings) =>
        Make(kind, subjectKind, subjectId, sequence, postings, null);

    /// <summary>The mirror image of this entry, under its own event name.</summary>
    public JournalEntry Reversal(string kind) =>
        Make(kind, SubjectKind, SubjectId, Sequence, Postings.Select(line => new Posting(line.Account, checked(-line.SignedMinor))),
            UniqueKey);

    private static JournalEntry Make(string kind, string subjectKind, Guid subjectId, int sequence, IEnumerable<Posting> postings,
        string? reverses)
    {
        var lines = postings.Where(line => line.SignedMinor != 0)
            .OrderBy(line => line.Account.Text, StringComparer.Ordinal).ThenBy(line => line.SignedMinor).ToArray();
        var totals = new Dictionary<AssetCode, long>();
        foreach (var line in lines)
        {
            totals[line.Account.Asset] = checked(totals.GetValueOrDefault(line.Account.Asset) + line.SignedMinor);
        }
        if (lines.Length == 0 || totals.Any(total => total.Value != 0))
        {
            throw new InvalidOperationException($"{kind} for {subjectKind} {subjectId} does not balance: "
                + string.Join(", ", totals.Select(total => $"{total.Key} {total.Value}")));
        }
        return new JournalEntry(kind, subjectKind, subjectId, sequence, lines, reverses);
    }
}

using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>How the list of published policies is ordered, cut and shown.</summary>
internal static class PolicyList
{
    public static readonly ListShape<PolicyRow, PolicyView> Shape = ListShape<PolicyRow, PolicyView>.By("-version", row => row.Id)
        .Column("version", "Version", row => ListShape<PolicyRow, PolicyView>.Number(row.PolicyVersion), row => row.PolicyVersion,
            isFigure: true)
        .Column("author", "Written by", row => row.AuthorName, row => row.AuthorName.ToLower())
        .Column("published_by", "Published by", row => row.PublishedByName, row => row.PublishedByName!.ToLower())
        .Column("published_at", "Published", row => ListShape<PolicyRow, PolicyView>.Time(row.PublishedAtUtc ?? row.CreatedAtUtc),
            row => row.PublishedAtUtc ?? row.CreatedAtUtc)
        .Column("note", "Note", row => row.Note, row => row.Note.ToLower())
        .Find("Person or note", (text, _) => row => row.AuthorName.ToLower().Contains(text) || row.Note.ToLower().Contains(text)
            || row.PublishedByName!.ToLower().Contains(text))
        .Between(from => row => (row.PublishedAtUtc ?? row.CreatedAtUtc) >= from,
            to => row => (row.PublishedAtUtc ?? row.CreatedAtUtc) < to);
}

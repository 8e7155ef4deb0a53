using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.Audit;

/// <summary>How the audit record is ordered, cut and shown. The order of time is the order in which lines were written.</summary>
internal static class AuditList
{
    public static readonly ListShape<AuditRow, AuditLine> Shape = ListShape<AuditRow, AuditLine>.By("-at", row => row.Id)
        .Column("at", "When", row => ListShape<AuditRow, AuditLine>.Time(row.AtUtc), row => row.Id)
        .Column("actor", "Who", row => row.ActorName, row => row.ActorName.ToLower())
        .Column("action", "What", row => row.Action, row => row.Action)
        .Column("record", "Record", row => $"{row.EntityKind} {row.EntityId}", row => row.EntityKind)
        .Column("status", "From, to", row => row.ToStatus is null ? null : $"{row.FromStatus ?? "new"} to {row.ToStatus}",
            row => row.ToStatus)
        .Show("reason", "Why and what", row => row.Changes is null ? row.Reason : $"{row.Reason} {row.Changes}".Trim())
        .Show("seal", "Seal", row => row.Hash)
        .Column("address", "Address", row => row.Address, row => row.Address, isSpare: true)
        .Column("cause", "Request", row => row.Cause, row => row.Cause, isSpare: true)
        .Filter("actor", "Actor (e-mail or id)", ListFilterKind.Text, (actor, at) => Guid.TryParse(actor, out var id)
            ? row => row.ActorId == id
            : row => at.Db.Users.Any(user => user.Id == row.ActorId && user.NormalizedEmail == actor.ToUpperInvariant()))
        .Id("entity", "Record id", (id, _) => row => row.EntityId == id)
        .Filter("action", "Action", ListFilterKind.Text, (action, _) => row => row.Action == action)
        .Between(from => row => row.AtUtc >= from, to => row => row.AtUtc < to);
}

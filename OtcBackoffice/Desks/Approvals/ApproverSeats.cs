using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>How an approver group is kept in a row.</summary>
internal static class ApproverSeats
{
    public static string Write(ApproverGroup group) => string.Join(';', group.Seats.Select(seat => string.Join(',', seat.ToNames())));

    public static ApproverGroup Read(string text) =>
        new(text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(seat => RoleSet.FromNames(seat.Split(','))));

    public static HashSet<Guid> People(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
}

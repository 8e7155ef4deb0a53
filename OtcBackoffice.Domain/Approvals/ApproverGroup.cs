using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Domain.Approvals;

/// <summary>
/// Who may be the second person: every seat must be taken by a different person who has one of the seat's roles. One seat
/// of treasury and admin reads "treasury or admin"; two seats read "treasury, and admin".
/// </summary>
public sealed record ApproverGroup
{
    /// <summary>Most seats that a group may have.</summary>
    public const int SeatsMax = 5;

    /// <summary>A group of the given seats.</summary>
    public ApproverGroup(params IEnumerable<RoleSet> seats) => Seats = [.. seats];

    /// <summary>The roles of each seat.</summary>
    public IReadOnlyList<RoleSet> Seats { get; }

    /// <summary>Whether somebody of these roles can take a seat at all.</summary>
    public bool Admits(RoleSet roles) => Seats.Any(seat => Fits(roles, seat));

    /// <summary>Whether these people, each counted once, take every seat.</summary>
    public bool IsFilledBy(IReadOnlyList<RoleSet> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return Fill(0, people, []);
    }

    /// <summary>The group in words: <c>treasury or admin, and admin</c>.</summary>
    public string Words() => string.Join(", and ", Seats.Select(seat => string.Join(" or ", seat.ToNames())));

    private static bool Fits(RoleSet roles, RoleSet seat) => (roles.Bits & seat.Bits) != 0;

    private bool Fill(int seat, IReadOnlyList<RoleSet> people, HashSet<int> seated)
    {
        if (seat == Seats.Count)
        {
            return true;
        }
        for (var person = 0; person < people.Count; person++)
        {
            if (Fits(people[person], Seats[seat]) && seated.Add(person))
            {
                if (Fill(seat + 1, people, seated))
                {
                    return true;
                }
                seated.Remove(person);
            }
        }
        return false;
    }
}

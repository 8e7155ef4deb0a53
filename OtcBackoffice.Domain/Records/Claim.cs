using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Records;

/// <summary>
/// Who works on a record, and until when: a lease that ends by itself. The same rules for every kind of record
/// (specification 004, desk controls): one holder at a time, the holder renews and gives back, treasury and admins decide
/// past it, and taking it from somebody needs a reason that the record keeps.
/// </summary>
/// <param name="HolderId">The person who holds it, or null.</param>
/// <param name="TakenAtUtc">Since when; starts anew with each lease.</param>
/// <param name="ExpiresAtUtc">When it ends unless it is renewed; null never ends.</param>
public readonly record struct Claim(Guid? HolderId, DateTime? TakenAtUtc, DateTime? ExpiresAtUtc)
{
    /// <summary>Nobody's.</summary>
    public static Claim None => default;

    /// <summary>A person's claim for one lease, whoever had it before: an assignment, or a take-over.</summary>
    public static Claim Of(Guid personId, int leaseSeconds, DateTime now) => new(personId, now, now.AddSeconds(leaseSeconds));

    /// <summary>Whether somebody holds it now.</summary>
    public bool IsHeldAt(DateTime now) => HolderId is not null && !(ExpiresAtUtc <= now);

    /// <summary>Whether somebody other than this person holds it now.</summary>
    public bool IsHeldByAnotherAt(Guid personId, DateTime now) => HolderId != personId && IsHeldAt(now);

    /// <summary>Takes what nobody holds, or renews the actor's own.</summary>
    /// <param name="actor">Who wants it.</param>
    /// <param name="leaseSeconds">For how long.</param>
    /// <param name="now">The time.</param>
    /// <param name="number">What people call the record, for the sentence of a refusal.</param>
    public Result<Claim> Take(ActorStanding actor, int leaseSeconds, DateTime now, string number)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return IsHeldByAnotherAt(actor.PersonId, now) ? ByAnother(number) : Of(actor.PersonId, leaseSeconds, now);
    }

    /// <summary>Another lease for the holder, also after the first one ended.</summary>
    public Result<Claim> Renew(ActorStanding actor, int leaseSeconds, DateTime now, string number)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return HolderId is null ? NotClaimed(number)
            : HolderId != actor.PersonId ? ByAnother(number)
            : Of(actor.PersonId, leaseSeconds, now);
    }

    /// <summary>Gives it back; whoever may assign may also take it away.</summary>
    public Result<Claim> Release(ActorStanding actor, Permission assign, string number)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return HolderId is null ? NotClaimed(number)
            : HolderId != actor.PersonId && !actor.May(assign) ? ByAnother(number)
            : None;
    }

    /// <summary>Another lease for whoever holds it, or the actor's first: a decision claims what nobody held.</summary>
    public Claim WithDecisionOf(ActorStanding actor, int leaseSeconds, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Of(HolderId ?? actor.PersonId, leaseSeconds, now);
    }

    /// <summary>Why the actor may not decide now, or null. Treasury and admins decide past a colleague's claim.</summary>
    public DomainError? DecisionFault(ActorStanding actor, DateTime now, string number)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var standsAbove = actor.Is(Role.Treasury) || actor.Is(Role.Admin);
        return !standsAbove && IsHeldByAnotherAt(actor.PersonId, now) ? ByAnother(number) : null;
    }

    /// <summary>
    /// The same for what only its holder decides (specification 004): treasury and admins need no claim. On a page a decision
    /// takes what nobody holds in the same command, and so does one that a second person agreed to; a machine claims first.
    /// </summary>
    public DomainError? HolderFault(ActorStanding actor, DateTime now, string number)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var mayTakeIt = actor.Is(Role.Treasury) || actor.Is(Role.Admin) || actor.IsSystem || actor.Actor.IsAgreed
            || actor.Actor.SessionId is not null;
        return DecisionFault(actor, now, number) ?? (IsHeldAt(now) || mayTakeIt ? null : NotClaimed(number));
    }

    private static DomainError NotClaimed(string number) => new(ErrorCode.NotClaimed, $"{number} is not claimed.");

    private DomainError ByAnother(string number) =>
        new(ErrorCode.ClaimedByAnother, $"{number} is claimed by somebody else until {ExpiresAtUtc:u}.");
}

namespace OtcBackoffice.Domain.Access;

/// <summary>How long an address is shut out for hammering on after it was told to wait.</summary>
/// <param name="First">The first time.</param>
/// <param name="Longest">Every further ban is twice as long, up to this.</param>
public sealed record BanTerms(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Two minutes, doubling up to three days.</summary>
    public static readonly BanTerms Default = new(TimeSpan.FromMinutes(2), TimeSpan.FromDays(3));

    /// <summary>How long the ban of a level lasts; levels count from one.</summary>
    public TimeSpan Length(int level)
    {
        var length = First;
        for (var step = 1; step < level && length < Longest; step++)
        {
            length += length;
        }
        return length < Longest ? length : Longest;
    }
}

/// <summary>
/// An address that went on after 429. One row per address: it remembers how often, so that the next ban is longer, and is
/// forgotten once the address has behaved for as long as the longest ban.
/// </summary>
public sealed class AddressBan
{
    private AddressBan()
    {
    }

    /// <summary>The ban's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The address in its one spelling.</summary>
    public string Address { get; private set; } = "";

    /// <summary>How many bans in a row this is.</summary>
    public int Level { get; private set; }

    /// <summary>When the last ban began.</summary>
    public DateTime BannedAtUtc { get; private set; }

    /// <summary>When the last ban ends.</summary>
    public DateTime UntilUtc { get; private set; }

    /// <summary>When somebody lifted it, or null.</summary>
    public DateTime? LiftedAtUtc { get; private set; }

    /// <summary>Changes with every decision about it.</summary>
    public int Version { get; private set; }

    /// <summary>Shuts an address out for the first time.</summary>
    public static AddressBan Impose(Guid id, string address, BanTerms terms, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new() { Id = id, Address = address, Level = 1, BannedAtUtc = now, UntilUtc = now + terms.Length(1), Version = 1 };
    }

    /// <summary>Shuts it out again, for longer when it was not long ago. While a ban holds nothing changes.</summary>
    public void Repeat(BanTerms terms, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (HoldsAt(now))
        {
            return;
        }
        Level = LiftedAtUtc is not null || IsForgottenAt(terms, now) ? 1 : Level + 1;
        (BannedAtUtc, UntilUtc, LiftedAtUtc) = (now, now + terms.Length(Level), null);
        Version++;
    }

    /// <summary>Lets it in again and forgets how often it was shut out.</summary>
    public void Lift(DateTime now)
    {
        LiftedAtUtc ??= now;
        Version++;
    }

    /// <summary>Whether it is shut out.</summary>
    public bool HoldsAt(DateTime now) => LiftedAtUtc is null && UntilUtc > now;

    /// <summary>Whether it has behaved for long enough.</summary>
    public bool IsForgottenAt(BanTerms terms, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return UntilUtc + terms.Longest < now;
    }
}

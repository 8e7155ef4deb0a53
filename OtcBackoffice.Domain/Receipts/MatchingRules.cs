using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Receipts;

/// <summary>By what a rule finds the record of a receipt.</summary>
public enum MatchBy
{
    /// <summary>The reference is the record's.</summary>
    Reference,

    /// <summary>The record's reference stands somewhere in the text.</summary>
    ReferenceContained,

    /// <summary>Amount, sender and day agree, and one side names no reference.</summary>
    AmountAndSender,
}

/// <summary>What a rule asks of the sender.</summary>
public enum MatchSender
{
    /// <summary>The sender is the declared one, or one that was learnt for this merchant.</summary>
    Agrees,

    /// <summary>The sender is not another merchant's.</summary>
    NotAnother,
}

/// <summary>One rule of matching, as data.</summary>
/// <param name="Name">By what it finds.</param>
/// <param name="Automatic">Whether it may decide alone, where exactly one record fits one receipt.</param>
/// <param name="Tolerance">How far the amount may be off, in minor units.</param>
/// <param name="ToleranceBps">The same in basis points of what is asked; the larger of both holds.</param>
/// <param name="WindowDays">How far apart the days may lie.</param>
/// <param name="Sender">What is asked of the sender.</param>
public sealed record MatchingRule(MatchBy Name, bool Automatic, long Tolerance, int ToleranceBps, int WindowDays, MatchSender Sender)
{
    /// <summary>The tolerance for an amount, in its minor units.</summary>
    public long ToleranceFor(long askedMinor) => Math.Max(Tolerance, checked((long)((Int128)Math.Abs(askedMinor) * ToleranceBps / 10_000)));
}

/// <summary>The rules of a version.</summary>
/// <param name="Version">1 for the first that was published; a draft has 0.</param>
/// <param name="Rules">The rules; one of a kind at most.</param>
public sealed record MatchingRules(int Version, IReadOnlyList<MatchingRule> Rules)
{
    private const int ToleranceBpsMax = 1_000, WindowDaysMax = 366;

    /// <summary>What holds before anything was published.</summary>
    public static readonly MatchingRules First = new(0,
    [
        new(MatchBy.Reference, true, 0, 0, 90, MatchSender.Agrees),
        new(MatchBy.ReferenceContained, false, 0, 0, 90, MatchSender.NotAnother),
        new(MatchBy.AmountAndSender, true, 0, 0, 10, MatchSender.Agrees),
    ]);

    /// <summary>The rule of a kind, or null when there is none.</summary>
    public MatchingRule? Of(MatchBy kind) => Rules.FirstOrDefault(rule => rule.Name == kind);

    /// <summary>What is wrong with the rules, or null.</summary>
    public DomainError? Fault()
    {
        if (Rules.Count == 0 || Rules.DistinctBy(rule => rule.Name).Count() != Rules.Count)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rules", "rules must name each kind once at most, and one at least.");
        }
        if (Rules.FirstOrDefault(rule => rule.Tolerance < 0 || rule.ToleranceBps is < 0 or > ToleranceBpsMax
            || rule.WindowDays is < 0 or > WindowDaysMax) is { } wide)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "rules",
                $"{Lifecycles.Names.Snake(wide.Name)}: tolerance is not below zero, tolerance_bps 0 to {ToleranceBpsMax}, window_days 0 "
                    + $"to {WindowDaysMax}.");
        }
        // What was seen in a text, or whose sender nobody knows, is never money on a record without a person.
        return Rules.FirstOrDefault(rule => rule.Automatic
            && (rule.Name == MatchBy.ReferenceContained || rule.Sender != MatchSender.Agrees)) is { } loose
            ? DomainError.Of(ErrorCode.InvalidRequest, "rules",
                $"{Lifecycles.Names.Snake(loose.Name)} cannot be automatic: a contained reference, or a sender that only is nobody "
                + $"else's, is a proposal.")
            : null;
    }
}

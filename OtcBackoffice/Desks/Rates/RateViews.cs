using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Rates;

/// <summary>A rate that an admin sets by hand.</summary>
public sealed record SetRate(string? Base, string? Quote, string? Rate, string? Reason);

/// <summary>A jumped rate that somebody accepts, as they read it.</summary>
public sealed record AcceptRate(string? Base, string? Quote, string? Rate, string? Reason);

/// <summary>What one source says about a pair.</summary>
/// <param name="Name">The source.</param>
/// <param name="State">How the last look at it went.</param>
/// <param name="Rate">Its last rate, or null when there never was one.</param>
/// <param name="AsOfUtc">When it said so.</param>
/// <param name="AgeSeconds">How long ago that is.</param>
/// <param name="AgeSecondsMax">The oldest that may be acted on.</param>
/// <param name="Detail">What went wrong at the last look, or null.</param>
/// <param name="SetBy">The person who set it, or null.</param>
/// <param name="SetByName">That person's name.</param>
/// <param name="Reason">Why they did.</param>
public sealed record SourceRate(
    string Name, RateFeedState State, Rate? Rate, DateTime? AsOfUtc, long AgeSeconds, int AgeSecondsMax, string? Detail, Guid? SetBy,
    string? SetByName, string? Reason)
{
    /// <summary>Whether the rate is too old to act on, or missing.</summary>
    public bool IsStale => Rate is null || AgeSeconds > AgeSecondsMax;

    /// <summary>The source as it is shown and kept on records; a rate that a person set names the person.</summary>
    public string Title => SetByName is null ? Name : $"{Name}, {SetByName}";
}

/// <summary>Everything that is known about a pair: every source in order, the one that counts, and whether it jumps.</summary>
/// <param name="BaseCode">The asset that is priced.</param>
/// <param name="QuoteCode">The asset that it is priced in.</param>
/// <param name="Sources">The sources in their order.</param>
/// <param name="Memory">What changes are measured from, or null before the first look.</param>
/// <param name="JumpBps">By how much the rate that counts jumps, or null when it does not.</param>
public sealed record RatePicture(string BaseCode, string QuoteCode, IReadOnlyList<SourceRate> Sources, RateMemory? Memory, long? JumpBps)
{
    /// <summary>The source that counts: the first with a fresh rate, else the first with any, else null.</summary>
    public SourceRate? Chosen => ChosenOf(Sources);

    /// <summary>What records call the pair.</summary>
    public Guid Id => IdOf(BaseCode, QuoteCode);

    internal static SourceRate? ChosenOf(IReadOnlyList<SourceRate> sources) =>
        sources.FirstOrDefault(one => !one.IsStale) ?? sources.FirstOrDefault(one => one.Rate is not null);

    internal static Guid IdOf(string baseCode, string quoteCode) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"rate:{baseCode}/{quoteCode}")).AsSpan(0, 16));
}

namespace OtcBackoffice.Domain.Exchanges;

/// <summary>How the last look at a source of market rates went. Whatever it says, the last rate is kept with its age.</summary>
public enum RateFeedState
{
    /// <summary>It was not looked at yet.</summary>
    Waiting,

    /// <summary>It answered with a rate.</summary>
    Working,

    /// <summary>Its address may not be reached from here.</summary>
    TargetRefused,

    /// <summary>It could not be reached, or did not answer in time.</summary>
    Unreachable,

    /// <summary>It answered with another status than 200.</summary>
    BadStatus,

    /// <summary>Its answer was larger than is read.</summary>
    TooLarge,

    /// <summary>Its answer could not be understood.</summary>
    Malformed,

    /// <summary>Its answer does not price the pair.</summary>
    PairMissing,
}

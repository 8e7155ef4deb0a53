namespace OtcBackoffice.Components.Shared;

/// <summary>The three ways in which a list can be empty. They must not look alike: each asks for something else.</summary>
public enum EmptyKind
{
    /// <summary>There has never been one. The text says what creates the first.</summary>
    NothingYet,

    /// <summary>The filter hides them all. The text offers to clear it.</summary>
    NothingMatches,

    /// <summary>The work is done.</summary>
    AllDone,
}

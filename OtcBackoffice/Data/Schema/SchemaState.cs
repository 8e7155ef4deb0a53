namespace OtcBackoffice.Data.Schema;

/// <summary>The database cannot be used as it is; the message says what differs and what to do.</summary>
public sealed class SchemaException(string message) : InvalidOperationException(message);

/// <summary>What a look at a database tells, before anything is written to it.</summary>
/// <param name="Applied">The ids of its migrations in their order; empty for a new database.</param>
/// <param name="Missing">The ids of ours that it lacks, in their order.</param>
/// <param name="Listing">What it is made of.</param>
/// <param name="IsFingerprinted">Whether a fingerprint was written for its last migration.</param>
internal sealed record SchemaState(IReadOnlyList<string> Applied, IReadOnlyList<string> Missing, SchemaListing Listing,
    bool IsFingerprinted)
{
    /// <summary>Whether nothing was ever made in it.</summary>
    public bool IsNew => Applied.Count == 0;
}

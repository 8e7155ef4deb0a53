using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Domain.Records;

/// <summary>A kind of record, as audit, counters and live views call it.</summary>
/// <param name="Name">Begins the names of its audit actions: <c>deposit.confirm</c>.</param>
/// <param name="Entity">What an audit line calls the thing itself.</param>
/// <param name="Queue">Its queue: the topic of its live views, and the first part of its counters' names.</param>
public sealed record RecordKind(string Name, string Entity, string Queue)
{
    /// <summary>The counter of the records in a status: <c>deposits:pending</c>.</summary>
    public string Counter(string status) => $"{Queue}:{status}";
}

/// <summary>What every record of the desk has, whatever it is about.</summary>
public interface IRecord
{
    /// <summary>The kind that all records of the type are of.</summary>
    static abstract RecordKind Kind { get; }

    /// <summary>Its id.</summary>
    Guid Id { get; }

    /// <summary>What people call it: DEP-1042.</summary>
    string HumanId { get; }

    /// <summary>Its status in lower snake case, as it is stored and told.</summary>
    string StatusName { get; }

    /// <summary>Whose it is.</summary>
    Guid MerchantId { get; }

    /// <summary>Changes with every write.</summary>
    int Version { get; }

    /// <summary>When the quote lapses that the record waits with, or null when nothing of it lapses now.</summary>
    DateTime? QuoteLapsesAtUtc => null;
}

/// <summary>A record that one person at a time works on.</summary>
public interface IClaimed : IRecord
{
    /// <summary>Who works on it.</summary>
    Claim Claimed { get; }
}

/// <summary>Rules that hold for every record.</summary>
public static class RecordRules
{
    /// <summary>
    /// A decision is about what the person saw: anything that changed meanwhile may have been the reason to decide
    /// otherwise. Null when nothing changed, or when no version was named.
    /// </summary>
    public static DomainError? Unseen(this IRecord record, int? seenVersion)
    {
        ArgumentNullException.ThrowIfNull(record);
        return seenVersion is { } seen && seen != record.Version
            ? new DomainError(ErrorCode.ConcurrentChange,
                $"{record.HumanId} changed after you opened it; nothing was done. Look at it again.")
            : null;
    }
}

namespace OtcBackoffice.Data.Records;

/// <summary>
/// A decision that was taken on a page and is carried out a few seconds later, so that it can be taken back. The row is the
/// promise: whichever node comes by after its moment carries it out, once.
/// </summary>
public sealed class HeldDecision
{
    public Guid Id { get; set; }

    /// <summary>The kind of record, as its audit actions begin: <c>deposit</c>.</summary>
    public string Kind { get; set; } = "";
    public Guid RecordId { get; set; }
    public string RecordNumber { get; set; } = "";
    public Guid MerchantId { get; set; }

    /// <summary>The decision: <c>confirm</c>, <c>reject</c>.</summary>
    public string Action { get; set; } = "";

    /// <summary>What it was taken with, as JSON.</summary>
    public string Command { get; set; } = "";

    /// <summary>The version of the record that it is about; another one voids it.</summary>
    public int RecordVersion { get; set; }
    public Guid ActorId { get; set; }
    public string ActorName { get; set; } = "";

    /// <summary>The session in which it was taken.</summary>
    public Guid? SessionId { get; set; }
    public string Cause { get; set; } = "";
    public string? Address { get; set; }
    public DateTime TakenAtUtc { get; set; }
    public DateTime UntilUtc { get; set; }

    /// <summary>held, done, undone, void.</summary>
    public string State { get; set; } = "held";
    public DateTime? EndedAtUtc { get; set; }

    /// <summary>Why it was not carried out, or null.</summary>
    public string? Outcome { get; set; }
    public int Version { get; set; }
}

/// <summary>A record that somebody has put aside until a moment. Its due time goes on.</summary>
public sealed class RecordSnooze
{
    public Guid RecordId { get; set; }
    public string Kind { get; set; } = "";
    public string RecordNumber { get; set; } = "";
    public Guid PersonId { get; set; }
    public DateTime UntilUtc { get; set; }
    public DateTime AtUtc { get; set; }

    /// <summary>When the person was told that it is back, or null.</summary>
    public DateTime? WokenAtUtc { get; set; }
}

/// <summary>What staff write to each other about a record. Merchants never read it, and it is never changed.</summary>
public sealed class RecordNote
{
    public Guid Id { get; set; }
    public string Kind { get; set; } = "";
    public Guid RecordId { get; set; }
    public Guid AuthorId { get; set; }
    public string AuthorName { get; set; } = "";
    public string Text { get; set; } = "";

    /// <summary>The ids of who is named in it, separated by commas.</summary>
    public string Mentions { get; set; } = "";
    public DateTime AtUtc { get; set; }
}

/// <summary>Somebody who wants to hear what happens to a record.</summary>
public sealed class RecordFollow
{
    public Guid PersonId { get; set; }
    public Guid RecordId { get; set; }
    public string Kind { get; set; } = "";
    public DateTime AtUtc { get; set; }
}

/// <summary>Something that a person should know: one row of the inbox behind the bell.</summary>
public sealed class Notification
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }

    /// <summary>mention, assignment, question_answered, follow, approval, snooze_over, decision_void.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What it is about, as people call it.</summary>
    public string Subject { get; set; } = "";
    public Guid SubjectId { get; set; }

    /// <summary>The page of it.</summary>
    public string Href { get; set; } = "";
    public string Text { get; set; } = "";
    public DateTime AtUtc { get; set; }
    public DateTime? ReadAtUtc { get; set; }

    /// <summary>at_once, digest, or empty when it never goes by mail.</summary>
    public string Mail { get; set; } = "";

    /// <summary>When it went by mail, or null while it waits, or never goes.</summary>
    public DateTime? MailedAtUtc { get; set; }
}

/// <summary>How a person wants to hear of one kind of event.</summary>
public sealed class NotificationPreference
{
    public Guid PersonId { get; set; }
    public string Event { get; set; } = "";

    /// <summary>at_once, digest, off.</summary>
    public string Mode { get; set; } = "";
}

/// <summary>A cut of a queue under a name, a person's own or everybody's.</summary>
public sealed class SavedView
{
    public Guid Id { get; set; }
    public Guid OwnerId { get; set; }
    public string OwnerName { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The queue: <c>deposits</c>.</summary>
    public string Queue { get; set; } = "";

    /// <summary>The query of the queue's address, without the question mark.</summary>
    public string Query { get; set; } = "";
    public bool Shared { get; set; }
    public DateTime CreatedAtUtc { get; set; }
    public DateTime UpdatedAtUtc { get; set; }
}

namespace OtcBackoffice.Data.Records;

/// <summary>
/// A mail that a command promised, written in that command's transaction. What is in it may open an account, so subject and text
/// are sealed under the key ring; the text is dropped once the mail has gone or is given up.
/// </summary>
public sealed class MailRow
{
    /// <summary>Also the mail's Message-ID, so that a mail that goes twice is known as one.</summary>
    public Guid Id { get; set; }

    /// <summary>To whom, one address.</summary>
    public string Recipient { get; set; } = "";

    /// <summary>What it is about, such as "invitation".</summary>
    public string Kind { get; set; } = "";

    /// <summary>Subject and text, sealed; empty once they are of no more use.</summary>
    public string Sealed { get; set; } = "";

    /// <summary>"pending", "sent", or "failed" when nobody tries any more.</summary>
    public string State { get; set; } = "pending";

    /// <summary>How often it was handed to the server.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is tried next, while it is pending.</summary>
    public DateTime NextAttemptAtUtc { get; set; }

    /// <summary>After this moment it is not tried again: what it says would be of no more use.</summary>
    public DateTime UntilUtc { get; set; }

    /// <summary>What the server said last, without what the mail holds; null when it took the mail.</summary>
    public string? Fault { get; set; }

    public DateTime CreatedAtUtc { get; set; }

    public DateTime? SentAtUtc { get; set; }
}

namespace OtcBackoffice.Desks.Workspace;

/// <summary>What a member of staff wrote about a record.</summary>
public sealed record NoteView(Guid Id, Guid AuthorId, string AuthorName, string Text, IReadOnlyList<Guid> Mentions, DateTime AtUtc);

/// <summary>What somebody has put aside.</summary>
public sealed record SnoozeView(Guid RecordId, string Number, DateTime? UntilUtc);

/// <summary>Whether somebody follows a record.</summary>
public sealed record FollowView(Guid RecordId, string Number, bool IsFollowed);

/// <summary>What stands around a record of any kind for one reader.</summary>
/// <param name="Number">What people call the record.</param>
/// <param name="SnoozedUntilUtc">Until when it is put aside, or null.</param>
/// <param name="IsFollowed">Whether the reader follows it.</param>
/// <param name="Notes">The desk's notes, oldest first.</param>
/// <param name="Actions">What the reader may do around it, with the keys of the page and the reasons of what they may not.</param>
public sealed record RecordWorkView(
    string Number, DateTime? SnoozedUntilUtc, bool IsFollowed, IReadOnlyList<NoteView> Notes, IReadOnlyList<RecordActionView> Actions);

/// <summary>Somebody who works at the desk and could be given a record or named in a note.</summary>
public sealed record Colleague(Guid Id, string Name, string Email);

/// <summary>A cut of a queue under a name.</summary>
public sealed record SavedViewView(Guid Id, string Name, string Queue, string Query, bool Shared, string OwnerName, bool IsMine);

/// <summary>One row of the inbox.</summary>
public sealed record NotificationView(Guid Id, string Kind, string Subject, Guid SubjectId, string Href, string Text, DateTime AtUtc,
    DateTime? ReadAtUtc);

/// <summary>The inbox: newest first, and how many are unread.</summary>
public sealed record Inbox(IReadOnlyList<NotificationView> Rows, int Unread);

/// <summary>A step of a record that its followers hear of.</summary>
/// <param name="Kind">The kind of record.</param>
/// <param name="Id">The record.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Status">The status that it has now.</param>
public sealed record FollowedStep(string Kind, Guid Id, string Number, string Status);

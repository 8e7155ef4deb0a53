using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>The kinds of notification, and how each is told unless a person wants otherwise.</summary>
internal static class NotificationKinds
{
    public const string Mention = "mention", Assignment = "assignment", QuestionAnswered = "question_answered", Follow = "follow",
        Approval = "approval",
        SnoozeOver = "snooze_over", DecisionVoid = "decision_void";

    public const string AtOnce = "at_once", Digest = "digest", Off = "off";

    /// <summary>The kinds with their modes by default.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Mention] = AtOnce,
        [Assignment] = Digest,
        [QuestionAnswered] = Digest,
        [Follow] = Digest,
        [Approval] = Digest,
        [SnoozeOver] = Digest,
        [DecisionVoid] = AtOnce,
    };

    /// <summary>How an event may be told.</summary>
    public static IReadOnlyList<string> Modes { get; } = [AtOnce, Digest, Off];
}

/// <summary>Something to tell.</summary>
/// <param name="Kind">One of <see cref="NotificationKinds"/>.</param>
/// <param name="Subject">What it is about, as people call it.</param>
/// <param name="SubjectId">Which.</param>
/// <param name="Href">Its page.</param>
/// <param name="Text">The sentence.</param>
internal sealed record NotificationNote(string Kind, string Subject, Guid SubjectId, string Href, string Text);

/// <summary>Writes notifications with the command that is their cause. Nobody is told what they did themselves.</summary>
internal static class NotificationBook
{
    /// <summary>Tells people who have not turned that kind off.</summary>
    public static async Task NotifyAsync(DeskWork work, NotificationNote note, IEnumerable<Guid> people, CancellationToken cancellation)
    {
        var to = people.Distinct().Where(id => id != Guid.Empty && id != work.Actor.PersonId).ToList();
        if (to.Count == 0)
        {
            return;
        }
        var wanted = await work.Db.NotificationPreferences.AsNoTracking().Where(row => to.Contains(row.PersonId) && row.Event == note.Kind)
            .ToDictionaryAsync(row => row.PersonId, row => row.Mode, cancellation);
        foreach (var person in to)
        {
            var mode = wanted.GetValueOrDefault(person, NotificationKinds.Defaults[note.Kind]);
            if (mode == NotificationKinds.Off)
            {
                continue;
            }
            work.Db.Notifications.Add(new Notification
            {
                Id = work.NewId(),
                PersonId = person,
                Kind = note.Kind,
                Subject = note.Subject,
                SubjectId = note.SubjectId,
                Href = note.Href,
                Text = note.Text,
                AtUtc = work.Now,
                Mail = mode,
            });
            work.Touch(Topics.Notifications, person);
        }
    }

    /// <summary>Tells the followers of every record that the command moved.</summary>
    public static async Task TellFollowersAsync(DeskWork work, CancellationToken cancellation)
    {
        foreach (var step in work.Followed.DistinctBy(one => (one.Id, one.Status)).ToList())
        {
            var followers = await work.Session.ReadAsync("SELECT person_id FROM record_follows WHERE record_id = @p0", row =>
                row.GetGuid(0), cancellation, step.Id);
            if (followers.Count > 0)
            {
                var text = $"{step.Number} is {step.Status.Replace('_', ' ')} now.";
                await NotifyAsync(work, new NotificationNote(NotificationKinds.Follow, step.Number, step.Id, RecordBook.HrefOf(step.Kind,
                    step.Id), text), followers, cancellation);
            }
        }
    }
}

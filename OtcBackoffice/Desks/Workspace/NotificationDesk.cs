using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Mail;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>A person's inbox: what stands in it, what was read, how each kind is told, and the mail about it.</summary>
public sealed class NotificationDesk(
    DeskTransaction transaction, DeskGate gate, MailOutbox mail, DeskSettings settings, IDbContextFactory<BackofficeDbContext> contexts,
        TimeProvider clock)
{
    private const int RowsMax = 100, BatchMax = 100, MailHours = 24;

    private const string MailKind = "notification";

    /// <summary>The newest of the actor's own, and how many are unread.</summary>
    public async Task<Result<Inbox>> ReadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var me = reading.Actor.PersonId;
        var rows = await reading.Db.Notifications.Where(row => row.PersonId == me).OrderByDescending(row =>
            row.AtUtc).ThenByDescending(row => row.Id)
            .Take(RowsMax).ToListAsync(cancellation);
        return new Inbox(rows.ConvertAll(View), await UnreadAsync(reading, me, cancellation));
    }

    /// <summary>How many of the actor's own are unread.</summary>
    public async Task<Result<int>> UnreadAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await UnreadAsync(reading, reading.Actor.PersonId, cancellation);
    }

    /// <summary>Marks some of the actor's own as read, or all when there are no ids; answers how many were.</summary>
    public Task<Result<int>> MarkReadAsync(IReadOnlyList<Guid>? ids, CancellationToken cancellation) =>
        transaction.RunAsync<int>(new DeskCommand(null), async (work, token) =>
        {
            var me = work.Actor.PersonId;
            var rows = await work.Db.Notifications.Where(row => row.PersonId == me && row.ReadAtUtc == null && (ids == null
                || ids.Contains(row.Id))).ToListAsync(token);
            rows.ForEach(row => row.ReadAtUtc = work.Now);
            work.Touch(Topics.Notifications, me);
            return rows.Count;
        }, cancellation);

    /// <summary>How the actor wants to hear of each kind.</summary>
    public async Task<Result<IReadOnlyDictionary<string, string>>> PreferencesAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await PreferencesAsync(reading.Db, reading.Actor.PersonId, cancellation);
    }

    /// <summary>Changes how the actor wants to hear of some kinds.</summary>
    public Task<Result<IReadOnlyDictionary<string, string>>> ChangeAsync(IReadOnlyDictionary<string, string>? events,
        CancellationToken cancellation) =>
        transaction.RunAsync<IReadOnlyDictionary<string, string>>(new DeskCommand(null), async (work, token) =>
        {
            if (events is not { Count: > 0 } || events.Any(one => !NotificationKinds.Defaults.ContainsKey(one.Key)
                || !NotificationKinds.Modes.Contains(one.Value)))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "events",
                    $"events must give {string.Join(", ", NotificationKinds.Modes)} for some of "
                        + $"{string.Join(", ", NotificationKinds.Defaults.Keys)}.");
            }
            var me = work.Actor.PersonId;
            var known = await work.Db.NotificationPreferences.Where(row => row.PersonId == me).ToListAsync(token);
            foreach (var (name, mode) in events)
            {
                if (known.Find(row => row.Event == name) is { } row)
                {
                    row.Mode = mode;
                }
                else
                {
                    work.Db.NotificationPreferences.Add(new NotificationPreference { PersonId = me, Event = name, Mode = mode });
                }
            }
            var all = await PreferencesAsync(work.Db, me, token);
            return all.Keys.ToDictionary(name => name, name => events.GetValueOrDefault(name, all[name]), StringComparer.Ordinal);
        }, cancellation);

    /// <summary>Mails what is to be told at once, and what waited for the day's mail; answers how many went out.</summary>
    public async Task<int> MailDueAsync(CancellationToken cancellation)
    {
        var (now, people) = (clock.UtcNowMillis(), new List<Guid>());
        var today = now.Date;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            people = await db.Notifications.Where(row => row.MailedAtUtc == null && (row.Mail == NotificationKinds.AtOnce
                || (row.Mail == NotificationKinds.Digest && row.AtUtc < today)))
                .Select(row => row.PersonId).Distinct().Take(BatchMax).ToListAsync(cancellation);
        }
        var sent = 0;
        foreach (var person in people)
        {
            sent += await MailAsync(person, cancellation) is { IsSuccess: true } mailed ? mailed.Value : 0;
        }
        return sent;
    }

    // One mail for all of a person's, so that a busy morning is one letter. What was read meanwhile needs none.
    private Task<Result<int>> MailAsync(Guid person, CancellationToken cancellation) =>
        transaction.RunAsAsync<int>(Actor.System("notification_mail"), new DeskCommand(null), async (work, token) =>
        {
            var today = work.Now.Date;
            var rows = await work.Db.Notifications.Where(row => row.PersonId == person && row.MailedAtUtc == null
                && (row.Mail == NotificationKinds.AtOnce || (row.Mail == NotificationKinds.Digest && row.AtUtc < today))).OrderBy(row =>
                    row.AtUtc).Take(RowsMax).ToListAsync(token);
            rows.ForEach(row => row.MailedAtUtc = work.Now);
            var unread = rows.Where(row => row.ReadAtUtc is null).ToList();
            var address = await work.Db.Users.Where(user => user.Id == person && !user.IsDisabled).Select(user =>
                user.Email).FirstOrDefaultAsync(token);
            if (unread.Count == 0 || address is null)
            {
                return 0;
            }
            var lines = unread.Select(row => $"{row.Text}\n{new Uri(settings.Origin, row.Href)}");
            var title = unread.Count == 1 ? unread[0].Subject : $"{unread.Count} notifications";
            mail.Queue(work, MailKind, new OutgoingMail(address, $"OTC desk: {title}", string.Join("\n\n", lines)),
                work.Now.AddHours(MailHours));
            return unread.Count;
        }, cancellation);

    private static Task<int> UnreadAsync(DeskReading reading, Guid person, CancellationToken cancellation) =>
        reading.Db.Notifications.CountAsync(row => row.PersonId == person && row.ReadAtUtc == null, cancellation);

    private static async Task<Dictionary<string, string>> PreferencesAsync(BackofficeDbContext db, Guid person,
        CancellationToken cancellation)
    {
        var chosen = await db.NotificationPreferences.AsNoTracking().Where(row => row.PersonId == person).ToDictionaryAsync(row =>
            row.Event, row => row.Mode, cancellation);
        return NotificationKinds.Defaults.ToDictionary(one => one.Key, one => chosen.GetValueOrDefault(one.Key, one.Value),
            StringComparer.Ordinal);
    }

    private static NotificationView View(Notification row) => new(row.Id, row.Kind, row.Subject, row.SubjectId, row.Href, row.Text,
        row.AtUtc, row.ReadAtUtc);
}

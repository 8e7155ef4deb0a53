using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Lists;

namespace OtcBackoffice.Desks.Mail;

/// <summary>How the list of mails is ordered, cut and shown.</summary>
internal static class MailList
{
    private static readonly string[] States = [MailStates.Pending, MailStates.Sent, MailStates.Failed];

    public static readonly ListShape<MailRow, MailView> Shape = ListShape<MailRow, MailView>.By("-created_at", row => row.Id)
        .Column("created_at", "Written", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Column("recipient", "To", row => row.Recipient, row => row.Recipient.ToLower())
        .Column("kind", "About", row => row.Kind, row => row.Kind)
        .Column("state", "State", row => row.State, row => row.State)
        .Column("attempts", "Tries", row => ListShape<MailRow, MailView>.Number(row.Attempts), row => row.Attempts, isFigure: true)
        .Column("fault", "What the server said", row => row.Fault, row => row.Fault)
        .Column("next_attempt_at", "Next try", row => Time(row.NextAttemptAtUtc),
            row => row.State == MailStates.Pending ? row.NextAttemptAtUtc : (DateTime?)null)
        .Column("sent_at", "Sent", row => Time(row.SentAtUtc), row => row.SentAtUtc, isSpare: true)
        .Find("Recipient", (text, _) => row => row.Recipient.ToLower().Contains(text))
        .Words("state", "State", States, (state, _) => row => row.State == state);

    private static string? Time(DateTime? utc) => ListShape<MailRow, MailView>.Time(utc);
}

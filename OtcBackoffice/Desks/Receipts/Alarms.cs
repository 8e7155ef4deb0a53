using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>What alarms are about.</summary>
internal static class AlarmKinds
{
    public const string Conflict = "receipt_conflict", Reversal = "reversal", Reorganised = "chain_reorganised", Scan = "chain_scan",
        Screening = "screening";
}

/// <summary>Opens alarms inside commands: what people must look at and no queue holds.</summary>
internal static class Alarms
{
    /// <summary>The counter of open alarms.</summary>
    public const string Counter = "alarms:open";

    /// <summary>Opens an alarm; false when the same thing has opened one before.</summary>
    public static async Task<bool> OpenAsync(DeskWork work, string kind, string subject, Guid? subjectId, string uniqueKey, string message,
        CancellationToken cancellation)
    {
        var key = $"{kind}:{uniqueKey}";
        if (work.Db.Alarms.Local.Any(alarm => alarm.UniqueKey == key)
            || await work.Db.Alarms.AnyAsync(alarm => alarm.UniqueKey == key, cancellation))
        {
            return false;
        }
        var alarm = new Alarm
        {
            Id = work.NewId(), Kind = kind, Subject = subject, SubjectId = subjectId, UniqueKey = key, Message = message,
            OpenedAtUtc = work.Now,
        };
        work.Db.Alarms.Add(alarm);
        work.Count(Counter, 1);
        work.Audit(new AuditNote("alarm.open", "alarm", alarm.Id) { Reason = message, Changes = new { kind, subject } });
        work.Touch(Topics.Alarms, alarm.Id);
        return true;
    }
}

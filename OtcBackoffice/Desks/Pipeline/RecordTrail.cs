using OtcBackoffice.Domain.Records;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>What every step of every record leaves behind, whichever desk takes it: counters, an audit line, a nudge.</summary>
internal static class RecordTrail
{
    /// <summary>Writes the step.</summary>
    /// <param name="work">The command.</param>
    /// <param name="record">The record after the step.</param>
    /// <param name="action">The step, as the audit record calls it after the kind's name.</param>
    /// <param name="from">The status before, or null when the record is new.</param>
    /// <param name="reason">The reason given.</param>
    /// <param name="changes">What changed beside the status, as an object that JSON can show.</param>
    public static void Record<T>(DeskWork work, T record, string action, string? from, string? reason = null, object? changes = null)
        where T : IRecord
    {
        var (kind, status) = (T.Kind, record.StatusName);
        if (from != status)
        {
            if (from is not null)
            {
                work.Count(kind.Counter(from), -1);
            }
            work.Count(kind.Counter(status), 1);
        }
        work.Audit(new AuditNote($"{kind.Name}.{action}", kind.Entity, record.Id)
        {
            MerchantId = record.MerchantId,
            FromStatus = from,
            ToStatus = status,
            Reason = reason,
            Changes = changes,
        });
        work.Touch(kind.Queue, record.Id);
        if (from is not null && from != status)
        {
            work.Followed.Add(new Workspace.FollowedStep(kind.Name, record.Id, record.HumanId, status));
        }
        if (Platform.OrderStep.Of(record, kind.Name, from) is { } step)
        {
            work.Step(step);
        }
        if (record.QuoteLapsesAtUtc is { } lapses)
        {
            work.WakeAt(Topics.QuoteDue, record.Id, lapses);
        }
    }
}

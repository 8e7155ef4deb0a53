namespace OtcBackoffice.Desks.Jobs;

/// <summary>What jobs and lanes write to the log, each with an event id that alarms may be set on.</summary>
internal static partial class JobEvents
{
    [LoggerMessage(EventId = 2101, EventName = "JobFailed", Level = LogLevel.Error, Message = "The job {Job} failed.")]
    public static partial void JobFailed(this ILogger log, Exception failure, string job);

    [LoggerMessage(EventId = 2102, EventName = "JobRunNotKept", Level = LogLevel.Error,
        Message = "A run of the job {Job} could not be written down.")]
    public static partial void RunNotKept(this ILogger log, Exception failure, string job);

    [LoggerMessage(EventId = 2103, EventName = "SchedulerStalled", Level = LogLevel.Warning,
        Message = "No recurring job has started for {Seconds} seconds. The minute sweep does their work; the scheduler is started again.")]
    public static partial void SchedulerStalled(this ILogger log, long seconds);

    [LoggerMessage(EventId = 2104, EventName = "SchedulerUnreachable", Level = LogLevel.Warning,
        Message = "The scheduler's store cannot be read or written.")]
    public static partial void SchedulerUnreachable(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 2105, EventName = "SchedulerRestarted", Level = LogLevel.Warning,
        Message = "The scheduler was started again.")]
    public static partial void SchedulerRestarted(this ILogger log);

    [LoggerMessage(EventId = 2106, EventName = "LoopFailed", Level = LogLevel.Error,
        Message = "The loop {Loop} failed; it goes on with its next turn.")]
    public static partial void LoopFailed(this ILogger log, Exception failure, string loop);

    [LoggerMessage(EventId = 2107, EventName = "JobUnknown", Level = LogLevel.Warning,
        Message = "A stored run names the job {Job}, which this version does not have.")]
    public static partial void JobUnknown(this ILogger log, string job);

    [LoggerMessage(EventId = 2111, EventName = "WebhookLaneFailed", Level = LogLevel.Error,
        Message = "The webhook lane of endpoint {Endpoint} broke off ({Faults} times in a row) and is started again after {RestSeconds} s.")]
    public static partial void LaneFailed(this ILogger log, Exception failure, Guid endpoint, int faults, int restSeconds);

    [LoggerMessage(EventId = 2112, EventName = "WebhookDeliveryUnsendable", Level = LogLevel.Error,
        Message = "A delivery to endpoint {Endpoint} cannot be sent: {Cause}.")]
    public static partial void DeliveryUnsendable(this ILogger log, Exception failure, Guid endpoint, string cause);

    [LoggerMessage(EventId = 2113, EventName = "WebhookLeaseKept", Level = LogLevel.Warning,
        Message = "What was leased for endpoint {Endpoint} could not be given back and falls due with its lease.")]
    public static partial void LeaseNotGivenBack(this ILogger log, Exception failure, Guid endpoint);

    [LoggerMessage(EventId = 2121, EventName = "RevenueDiffers", Level = LogLevel.Error,
        Message = "The recount of revenue differs: {Fault}")]
    public static partial void RevenueDiffers(this ILogger log, string fault);
}

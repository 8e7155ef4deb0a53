namespace OtcBackoffice.Desks.Screening;

/// <summary>What screening writes into the log.</summary>
internal static partial class ScreeningEvents
{
    [LoggerMessage(EventId = 3101, EventName = "ScreeningFailed", Level = LogLevel.Warning,
        Message = "The screening house {Provider} gave no answer; what needed it is not paid.")]
    public static partial void ScreeningFailed(this ILogger log, Exception failure, string provider);

    [LoggerMessage(EventId = 3102, EventName = "ScreeningNotKept", Level = LogLevel.Error,
        Message = "What screening said about {Record} could not be kept: {Fault}")]
    public static partial void ScreeningNotKept(this ILogger log, string record, string fault);
}

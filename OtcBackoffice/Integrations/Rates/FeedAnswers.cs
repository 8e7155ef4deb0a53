using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Exchanges;

namespace OtcBackoffice.Integrations.Rates;

/// <summary>What both feeds say of a call without a usable answer.</summary>
internal static class FeedAnswers
{
    /// <summary>Why there is no document to read, or null when there is one.</summary>
    public static RateFeedAnswer? FaultOf(OutboundAnswer answer) => answer switch
    {
        { Failure: OutboundFailure.RefusedTarget } =>
            RateFeedAnswer.Failed(RateFeedState.TargetRefused, answer.Detail ?? "The address may not be reached."),
        { Failure: OutboundFailure.TooLarge } => RateFeedAnswer.Failed(RateFeedState.TooLarge, answer.Detail ?? "The answer is too large."),
        { Failure: not OutboundFailure.None } => RateFeedAnswer.Failed(RateFeedState.Unreachable, answer.Detail ?? "No answer came."),
        { StatusCode: not 200 } => RateFeedAnswer.Failed(RateFeedState.BadStatus, $"The feed answered {answer.StatusCode}."),
        _ => null,
    };

    /// <summary>What is said of a rate that claims to come from the future; it would never grow old.</summary>
    public static RateFeedAnswer FromTheFuture() =>
        RateFeedAnswer.Failed(RateFeedState.Malformed, "The rate claims to come from the future.");
}

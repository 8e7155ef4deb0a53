using System.Diagnostics;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Data.Telemetry;

/// <summary>
/// The spans of the product's own work. Without a listener none is made, so a desk that sends no telemetry pays for a comparison.
/// What a span carries is never a name, an amount, an account or a secret.
/// </summary>
public static class DeskTrace
{
    /// <summary>The name under which spans and instruments are collected.</summary>
    public const string Name = "OtcBackoffice";

    /// <summary>Where spans begin.</summary>
    public static readonly ActivitySource Source = new(Name, ProductVersion.Number);

    /// <summary>The trace that is under way, in the W3C form, or null; it travels in rows to where the work goes on.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true } now ? now.Id : null;

    /// <summary>Begins a span that goes on where a row was written, or one of its own when the row names no trace.</summary>
    public static Activity? Continue(string name, ActivityKind kind, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? Source.StartActivity(name, kind, parent)
            : Source.StartActivity(name, kind);

    /// <summary>Marks a span as failed, by the fault's kind alone.</summary>
    public static void Failed(this Activity? span, string fault)
    {
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag("error.type", fault);
    }
}

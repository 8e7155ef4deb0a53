using System.Diagnostics;
using System.Diagnostics.Metrics;
using OtcBackoffice.Data.Telemetry;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Desks.Pipeline;

/// <summary>What becomes of commands: done, refused and with which code, tried again, given up.</summary>
internal static class CommandMeters
{
    internal static readonly Meter Meter = new(DeskTrace.Name, ProductVersion.Number);

    private static readonly Counter<long> Commands =
        Meter.CreateCounter<long>("backoffice.commands", "{command}", "Commands, by outcome and error code.");

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("backoffice.commands.retries", "{attempt}",
        "Commands tried again because somebody changed the same rows.");

    private static readonly Counter<long> Conflicts =
        Meter.CreateCounter<long>("backoffice.commands.conflicts", "{command}",
        "Commands given up after every attempt met somebody else's change.");

    private static readonly Counter<long> Defects =
        Meter.CreateCounter<long>("backoffice.commands.defects", "{command}", "Commands that ended with a fault of the product's own.");

    /// <summary>The span of a command, named by what it needs to be allowed.</summary>
    public static Activity? Begin(DeskCommand command) =>
        DeskTrace.Source.StartActivity("desk.command")?.SetTag("backoffice.permission",
            command.Permission is { } needed ? Domain.Lifecycles.Names.Snake(needed) : "system");

    /// <summary>The command was answered.</summary>
    public static void Ended<T>(Activity? span, Result<T> result)
    {
        if (!result.Failed(out var refused))
        {
            Commands.Add(1, new KeyValuePair<string, object?>("outcome", result.IsReplay ? "replayed" : "done"));
            return;
        }
        var code = Domain.Lifecycles.Names.Snake(refused.Code);
        Commands.Add(1, new("outcome", "refused"), new("code", code));
        span?.SetTag("backoffice.code", code);
    }

    /// <summary>Another try begins.</summary>
    public static void Retried() => Retries.Add(1);

    /// <summary>No try went through.</summary>
    public static void GivenUp() => Conflicts.Add(1);

    /// <summary>A fault goes up to whoever asked.</summary>
    public static void Broke(Activity? span, Exception fault)
    {
        Defects.Add(1, new KeyValuePair<string, object?>("fault", fault.GetType().Name));
        span.Failed(fault.GetType().Name);
    }
}

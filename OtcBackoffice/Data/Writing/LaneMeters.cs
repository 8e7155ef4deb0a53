using System.Diagnostics;
using System.Diagnostics.Metrics;
using OtcBackoffice.Data.Telemetry;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Data.Writing;

/// <summary>How the lane is doing: what waits for the writer, what shares a commit, and how long the commit takes.</summary>
internal static class LaneMeters
{
    private static readonly Meter Meter = new(DeskTrace.Name, ProductVersion.Number);

    private static readonly UpDownCounter<long> Waiting =
        Meter.CreateUpDownCounter<long>("backoffice.lane.waiting", "{command}", "Commands that wait for the writer or for their commit.");

    private static readonly Histogram<long> BatchSize =
        Meter.CreateHistogram<long>("backoffice.lane.batch_size", "{command}", "Commands that shared one commit.");

    private static readonly Histogram<double> CommitSeconds =
        Meter.CreateHistogram<double>("backoffice.lane.commit.duration", "s", "How long the commit of a batch took.");

    private static readonly Histogram<double> WaitSeconds =
        Meter.CreateHistogram<double>("backoffice.lane.wait.duration", "s", "How long a command waited from its arrival to its answer.");

    private static readonly Counter<long> Lost =
        Meter.CreateCounter<long>("backoffice.lane.lost_batches", "{batch}", "Batches that the database could not make durable.");

    /// <summary>Counts a command while it waits.</summary>
    public static long Enter()
    {
        Waiting.Add(1);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>The command was answered.</summary>
    public static void Leave(long entered)
    {
        Waiting.Add(-1);
        WaitSeconds.Record(Stopwatch.GetElapsedTime(entered).TotalSeconds);
    }

    /// <summary>A commit was made.</summary>
    public static void Committed(int commands, long began)
    {
        BatchSize.Record(commands);
        CommitSeconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>A batch was lost.</summary>
    public static void BatchLost() => Lost.Add(1);

    /// <summary>The commit's span, in the trace of each command that shared it.</summary>
    public static void Trace(ActivityContext command, int commands, DateTimeOffset began, DateTimeOffset ended, string database)
    {
        if (command == default)
        {
            return;
        }
        using var span = DeskTrace.Source.StartActivity("lane.commit", ActivityKind.Internal, command, startTime: began);
        span?.SetTag("db.system.name", database);
        span?.SetTag("backoffice.lane.batch_size", commands);
        span?.SetEndTime(ended.UtcDateTime);
    }
}

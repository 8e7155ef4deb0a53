using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Data.Writing;

/// <summary>How far the writer is.</summary>
internal enum LanePoint
{
    /// <summary>A command of the batch is about to run.</summary>
    BeforeCommand,

    /// <summary>The batch is written and not yet durable.</summary>
    BeforeCommit,

    /// <summary>It is durable, and nobody has been told.</summary>
    AfterCommit,
}

/// <summary>Lets a simulation decide when the writer runs, and fail it at each of its points.</summary>
/// <param name="Scheduler">What the writer runs on instead of its own thread.</param>
/// <param name="Passed">Called at each point with the writer's connection; what it throws, the writer meets there.</param>
internal sealed record LaneSeam(TaskScheduler Scheduler, Action<LanePoint, SqliteConnection> Passed);

using OtcBackoffice.Desks.Jobs;
using Quartz;

namespace OtcBackoffice.Jobs;

/// <summary>What the scheduler runs: the job that is named in the trigger's data.</summary>
[DisallowConcurrentExecution]
public sealed class PumpJob(JobBoard board) : IJob
{
    /// <summary>The key of the job's name in the data.</summary>
    public const string NameKey = "job";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await board.RunAsync(context.MergedJobDataMap.GetString(NameKey)!, cancellationToken);
    }
}

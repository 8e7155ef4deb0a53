using System.Collections.Concurrent;

namespace OtcBackoffice.Data.Writing;

/// <summary>
/// A thread of its own for the single writer. On the pool the writer would stand in line behind the very requests that wait
/// for it each time it had nothing to do for a moment; a thread of its own is woken by the first command that comes.
/// </summary>
internal sealed class WriterThread : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _steps = [];
    private readonly Thread _thread;

    /// <summary>Starts the thread; it does not keep the process alive.</summary>
    public WriterThread(string name)
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Lets the thread end once it has done what was given to it. Call it when the work itself has ended.</summary>
    public void Dispose() => _steps.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _steps.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Thread.CurrentThread == _thread && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _steps];

    private void Run()
    {
        foreach (var step in _steps.GetConsumingEnumerable())
        {
            TryExecuteTask(step);
        }
    }
}

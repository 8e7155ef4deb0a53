using System.Diagnostics;

namespace OtcBackoffice.Data.Writing;

/// <summary>A command that waits in the lane, and the caller that waits for it.</summary>
internal abstract class LaneJob
{
    /// <summary>The trace that the command belongs to; the writer's thread has none of its own.</summary>
    public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

    /// <summary>Runs the body; true when its writes are to be kept.</summary>
    public abstract Task<bool> RunAsync(WriteSession session);

    /// <summary>Remembers a fault of this command alone; the others in the batch go on.</summary>
    public abstract void Note(Exception fault);

    /// <summary>Answers the caller, after the commit.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller that the batch was lost.</summary>
    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class LaneJob<T>(Func<WriteSession, CancellationToken, Task<LaneOutcome<T>>> body, CancellationToken cancellation) : LaneJob
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;
    private T? _value;

    public Task<T> Answer => _answer.Task;

    public override async Task<bool> RunAsync(WriteSession session)
    {
        cancellation.ThrowIfCancellationRequested();
        var outcome = await body(session, cancellation);
        _value = outcome.Value;
        return outcome.Keep;
    }

    public override void Note(Exception fault) => _fault = fault;

    public override void Complete()
    {
        if (_fault is OperationCanceledException)
        {
            _answer.TrySetCanceled(cancellation);
        }
        else if (_fault is not null)
        {
            _answer.TrySetException(_fault);
        }
        else
        {
            _answer.TrySetResult(_value!);
        }
    }

    public override void Fail(Exception fault) =>
        _answer.TrySetException(new WriteLostException("The write could not be made durable.", fault));
}

/// <summary>The database could not take the write; nothing was kept.</summary>
public sealed class WriteLostException(string message, Exception inner) : Exception(message, inner);

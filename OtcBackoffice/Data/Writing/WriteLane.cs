namespace OtcBackoffice.Data.Writing;

/// <summary>What a body did: its value, and whether its writes are to be kept.</summary>
/// <param name="Value">What the caller gets once the writes are durable.</param>
/// <param name="Keep">False rolls everything back that the body wrote.</param>
public readonly record struct LaneOutcome<T>(T Value, bool Keep);

/// <summary>
/// The one road of business writes to the database. A body runs with a session of its own and either all of what it wrote
/// lasts or none of it. The caller gets its answer only after the commit.
/// </summary>
public abstract class WriteLane : IAsyncDisposable
{
    /// <summary>Runs a body in a transaction. The body must not wait for anything outside the database.</summary>
    public abstract Task<T> RunAsync<T>(Func<WriteSession, CancellationToken, Task<LaneOutcome<T>>> body, CancellationToken cancellation);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

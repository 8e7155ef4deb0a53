namespace OtcBackoffice.Jobs;

/// <summary>Lets one node at a time into a recurring job. What a dead node held is free at once.</summary>
public interface ISoleRuns
{
    /// <summary>Enters until the answer is disposed of; null when another node is inside.</summary>
    Task<IAsyncDisposable?> TryEnterAsync(string job, CancellationToken cancellation);
}

/// <summary>For a desk of one node: the board itself runs one of each.</summary>
public sealed class LoneRuns : ISoleRuns
{
    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryEnterAsync(string job, CancellationToken cancellation) =>
        Task.FromResult<IAsyncDisposable?>(new Entry());

    private sealed class Entry : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

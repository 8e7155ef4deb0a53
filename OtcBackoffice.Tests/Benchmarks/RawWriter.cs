using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A single writer that drains what is queued, gives each request a savepoint and commits them together. No timer, so a
/// lone request waits for nobody.
/// </summary>
internal sealed class RawWriter : IAsyncDisposable
{
    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly RawTransaction _transaction;
    private readonly int _batchMax;
    private readonly Task _loop;

    /// <param name="connection">Taken over and disposed of.</param>
    /// <param name="batchMax">Most requests that share one commit.</param>
    public RawWriter(SqliteConnection connection, int batchMax)
    {
        _transaction = new RawTransaction(connection);
        _batchMax = batchMax;
        _loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public long Commits { get; private set; }

    /// <summary>Completes when the change of this deposit is durable.</summary>
    public Task ConfirmAsync(int number)
    {
        var request = new Request(number);
        _queue.Writer.TryWrite(request);
        return request.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _loop;
        await _transaction.DisposeAsync();
    }

    private async Task LoopAsync()
    {
        var batch = new List<Request>(_batchMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            _transaction.Begin();
            while (batch.Count < _batchMax && _queue.Reader.TryRead(out var request))
            {
                batch.Add(request);
                request.Fault = Run(request);
            }
            _transaction.Commit();
            Commits++;
            batch.ForEach(request => request.Answer());
            batch.Clear();
        }
    }

    private Exception? Run(Request request)
    {
        _transaction.Savepoint();
        try
        {
            _transaction.Confirm(request.Number);
            _transaction.Release();
            return null;
        }
        catch (Exception fault)
        {
            _transaction.RollBackToSavepoint();
            return fault;
        }
    }

    private sealed class Request(int number)
    {
        public int Number { get; } = number;

        public Exception? Fault { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer()
        {
            if (Fault is null)
            {
                Done.SetResult();
            }
            else
            {
                Done.SetException(Fault);
            }
        }
    }
}

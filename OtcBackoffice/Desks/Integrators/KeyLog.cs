using System.Collections.Concurrent;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Integrators;

/// <summary>Requests of keys on their way into the log: taken up off the path of the request, and dropped rather than waited for.</summary>
public sealed class KeyLog
{
    private const int WaitingMax = 20_000;
    private readonly ConcurrentQueue<KeyRequest> _waiting = new();
    private long _dropped;

    /// <summary>How many were dropped because nobody could write them down.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes one up.</summary>
    public void Add(LoggedRequest seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (_waiting.Count >= WaitingMax)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }
        _waiting.Enqueue(new KeyRequest
        {
            CredentialId = seen.CredentialId, MerchantId = seen.MerchantId, RequestId = seen.RequestId, Method = seen.Method,
            Path = seen.Path, Query = seen.Query,
            Status = seen.Status, ErrorCode = seen.ErrorCode, Route = seen.Route, LatencyMs = seen.LatencyMs,
                IdempotencyReplayed = seen.IsReplay, AtUtc = seen.AtUtc, RequestBody = seen.RequestBody, ResponseBody = seen.ResponseBody,
        });
    }

    internal List<KeyRequest> Take(int most)
    {
        var taken = new List<KeyRequest>();
        while (taken.Count < most && _waiting.TryDequeue(out var one))
        {
            taken.Add(one);
        }
        return taken;
    }
}

/// <summary>A request of a key as its log holds it, with nothing in it that may not be kept.</summary>
public sealed record LoggedRequest(
    Guid CredentialId, Guid? MerchantId, string RequestId, string Method, string Path, string Query, int Status, int LatencyMs,
        bool IsReplay, DateTime AtUtc, string? RequestBody, string? ResponseBody)
{
    /// <summary>The code of the refusal, or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The route as the reference writes it.</summary>
    public string Route { get; init; } = "";
}

/// <summary>Writes the log in batches, and drops what is older than thirty days.</summary>
public sealed class KeyLogRun(KeyLog log, DeskTransaction transaction, TimeProvider clock)
{
    /// <summary>For how long requests are kept.</summary>
    public const int Days = 30;

    private const int BatchMax = 200;
    private static readonly Actor Writer = Actor.System("key_log");

    /// <summary>Writes what waits; never counts as work done, or every busy minute would fill the list of runs.</summary>
    public async Task<int> WriteAsync(CancellationToken cancellation)
    {
        for (var batch = log.Take(BatchMax); batch.Count > 0; batch = log.Take(BatchMax))
        {
            await transaction.RunAsAsync<Unit>(Writer, new DeskCommand(null), (work, _) =>
            {
                foreach (var row in batch)
                {
                    work.Session.Queue(
                        "INSERT INTO key_requests (credential_id, merchant_id, request_id, method, path, query, status, latency_ms, "
                            + "idempotency_replayed, at_utc, request_body, response_body, error_code, route) "
                        + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)",
                        row.CredentialId, row.MerchantId, row.RequestId, row.Method, row.Path, row.Query, row.Status, row.LatencyMs,
                            row.IdempotencyReplayed, row.AtUtc, row.RequestBody, row.ResponseBody,
                        row.ErrorCode, row.Route);
                }
                return Task.FromResult<Result<Unit>>(Unit.Done);
            }, cancellation);
        }
        return 0;
    }

    /// <summary>Drops what has been kept long enough.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        await WriteAsync(cancellation);
        var before = clock.UtcNowMillis().AddDays(-Days);
        await transaction.RunAsAsync<Unit>(Writer, new DeskCommand(null), (work, _) =>
        {
            work.Session.Queue("DELETE FROM key_requests WHERE at_utc < @p0", before);
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, cancellation);
        return 0;
    }
}

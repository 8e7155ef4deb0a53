using System.Text.Json;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Chain;

/// <summary>
/// JSON-RPC 2.0 over the guarded egress. Only a whole answer to this very call that holds a result counts; all else is a node
/// that cannot be reached, and whoever asked looks again later.
/// </summary>
internal sealed class JsonRpc(ChainNetworkOptions node, int requestsPerSecond, IOutboundHttp http, TimeProvider time)
{
    private const int LongestWaitSeconds = 10;
    private const int DetailLetters = 200;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Lock _gate = new();
    private readonly Uri _target = new(node.Url);
    private DateTimeOffset _nextAt = DateTimeOffset.MinValue;
    private long _lastId;

    /// <summary>Calls a method; the result may be JSON null.</summary>
    /// <exception cref="ChainUnavailableException">There is no result.</exception>
    /// <exception cref="AnswerTooLargeException">The answer is larger than is taken.</exception>
    internal async Task<JsonElement> CallAsync(string method, object?[] parameters, CancellationToken cancellation)
    {
        await WaitTurnAsync(cancellation);
        var id = Interlocked.Increment(ref _lastId);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object?> { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        var answer = await http.PostAsync(_target, Headers(), body, cancellation);
        if (answer.Failure == OutboundFailure.TooLarge)
        {
            throw new AnswerTooLargeException($"The node's answer to {method} is too large.");
        }
        // Some nodes tell their errors with a status of 4xx or 5xx and the reason in the body.
        return answer.Failure == OutboundFailure.None && !answer.Body.IsEmpty
            ? Result(method, id, answer)
            : throw new ChainUnavailableException($"The node did not answer {method}: {answer.Detail ?? $"status {answer.StatusCode}"}");
    }

    private static JsonElement Result(string method, long id, OutboundAnswer answer)
    {
        JsonElement read;
        try
        {
            using var document = JsonDocument.Parse(answer.Body, Strict);
            read = document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new ChainUnavailableException($"The node's answer to {method} is no JSON (status {answer.StatusCode}).", fault);
        }
        if (read.ValueKind != JsonValueKind.Object)
        {
            throw new ChainUnavailableException($"The node's answer to {method} is no JSON-RPC answer.");
        }
        if (read.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            var told = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.ToString()
                : error.ToString();
            throw new ChainUnavailableException(
                $"The node refused {method}: {(told.Length > DetailLetters ? told[..DetailLetters] : told)}");
        }
        return answer.IsDelivered && read.TryGetProperty("id", out var echoed) && echoed.ValueKind == JsonValueKind.Number
            && echoed.TryGetInt64(out var number) && number == id
            && read.TryGetProperty("result", out var result)
            ? result
            : throw new ChainUnavailableException($"The node's answer to {method} belongs to another call.");
    }

    private Dictionary<string, string> Headers()
    {
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" };
        if (node.ApiKeyHeader.Length > 0)
        {
            headers[node.ApiKeyHeader] = node.ApiKey;
        }
        return headers;
    }

    private async Task WaitTurnAsync(CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var turn = _nextAt > now ? _nextAt : now;
            wait = turn - now;
            if (wait > TimeSpan.FromSeconds(LongestWaitSeconds))
            {
                throw new ChainUnavailableException("Too many calls to the node wait already.");
            }
            _nextAt = turn + (TimeSpan.FromSeconds(1) / requestsPerSecond);
        }
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }
    }
}

/// <summary>The node's answer is larger than is taken; a smaller question may be answered.</summary>
internal sealed class AnswerTooLargeException(string message) : Exception(message);

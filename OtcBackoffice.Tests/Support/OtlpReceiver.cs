using System.IO.Compression;
using Google.Protobuf;

namespace OtcBackoffice.Tests.Support;

/// <summary>A span as it came over the wire.</summary>
internal sealed record ReceivedSpan(string TraceId, string SpanId, string ParentId, string Name);

/// <summary>A collector on this machine: takes what an exporter posts by OTLP over HTTP, and reads of it what tests ask for.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly FarSide _far;

    private OtlpReceiver(FarSide far) => _far = far;

    public Uri Address => new($"http://127.0.0.1:{_far.Port}");

    /// <summary>The paths that were posted to, with how often.</summary>
    public IReadOnlyDictionary<string, int> Paths =>
        _far.Calls.GroupBy(call => call.Path).ToDictionary(calls => calls.Key, calls => calls.Count());

    /// <summary>Every span so far.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => [.. Bodies("/v1/traces").SelectMany(Read)];

    public static async Task<OtlpReceiver> StartAsync() => new(await FarSide.StartAsync(async context =>
    {
        context.Response.ContentType = "application/x-protobuf";
        await context.Response.CompleteAsync();
    }));

    /// <summary>Whether a text, such as the name of an instrument or a log line, is in what came for a signal.</summary>
    public bool Holds(string path, string text) =>
        Bodies(path).Any(body => System.Text.Encoding.UTF8.GetString(body).Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _far.DisposeAsync();

    private IEnumerable<byte[]> Bodies(string path) => _far.Calls.Where(call => call.Path == path).Select(call =>
    {
        if (call.Headers.GetValueOrDefault("Content-Encoding") != "gzip")
        {
            return call.Body;
        }
        using var packed = new GZipStream(new MemoryStream(call.Body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    });

    // opentelemetry/proto/trace/v1: TracesData.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.
    private static IEnumerable<ReceivedSpan> Read(byte[] traces) =>
        from resource in Fields(traces, 1) from scope in Fields(resource, 2) from span in Fields(scope, 2) select Span(span);

    // Span: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5.
    private static ReceivedSpan Span(byte[] span) => new(
        Convert.ToHexStringLower(Fields(span, 1).Single()), Convert.ToHexStringLower(Fields(span, 2).Single()),
        Convert.ToHexStringLower(Fields(span, 4).SingleOrDefault() ?? []), System.Text.Encoding.UTF8.GetString(Fields(span, 5).Single()));

    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        using var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited && WireFormat.GetTagFieldNumber(tag) == number)
            {
                found.Add(input.ReadBytes().ToByteArray());
            }
            else
            {
                input.SkipLastField();
            }
        }
        return found;
    }
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>A request's JSON body, read strictly.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Fingerprint">A hash of path and body; spaces and the order of members make no difference.</param>
public sealed record RequestBody<T>(T Value, string Fingerprint);

/// <summary>Reads JSON bodies. Every fault names its field where there is one.</summary>
public static class RequestBody
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the body of a request into <typeparamref name="T"/>.</summary>
    public static Task<Result<RequestBody<T>>> ReadAsync<T>(HttpContext http, CancellationToken cancellation)
        where T : class => ReadAsync<T>(http, ApiJson.Reading, cancellation);

    /// <summary>The same as another surface reads JSON.</summary>
    /// <param name="http">The request.</param>
    /// <param name="reading">How names and values are read.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="bytesMax">The largest body; more than usual where a request carries many rows.</param>
    public static async Task<Result<RequestBody<T>>> ReadAsync<T>(
        HttpContext http, JsonSerializerOptions reading, CancellationToken cancellation, int bytesMax = ApiJson.BodyBytesMax)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!IsJson(http.Request.ContentType))
        {
            return new DomainError(ErrorCode.UnsupportedMediaType, "The body must be JSON: send Content-Type: application/json.");
        }
        var bytes = await BytesAsync(http.Request, bytesMax, cancellation);
        if (bytes.Failed(out var unread))
        {
            return unread;
        }
        try
        {
            using var document = JsonDocument.Parse(StrictUtf8.GetString(bytes.Value), ApiJson.Parsing);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Convert<T>(document.RootElement, http.Request.Path, reading)
                : new DomainError(ErrorCode.InvalidRequest, "The body must be a JSON object.");
        }
        catch (DecoderFallbackException)
        {
            return new DomainError(ErrorCode.InvalidRequest, "The body is not valid UTF-8.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The parser calls half a surrogate pair in an escaped name an invalid operation.
            return new DomainError(ErrorCode.InvalidRequest,
                "The body must be one strict JSON object: no name twice, no comments or trailing commas, "
                + $"at most {ApiJson.DepthMax} levels deep.{Place(fault as JsonException)}");
        }
    }

    private static Result<RequestBody<T>> Convert<T>(JsonElement root, string path, JsonSerializerOptions reading)
        where T : class
    {
        var gated = GatedJson.Read(root);
        if (gated.Failed(out var wrong))
        {
            return wrong;
        }
        try
        {
            return new RequestBody<T>(gated.Value.Deserialize<T>(reading)!, Fingerprint(root, path));
        }
        catch (JsonException fault)
        {
            return Explain(fault, reading.GetTypeInfo(typeof(T)), root);
        }
    }

    /// <summary>The bytes of a body that is not larger than it may be.</summary>
    public static async Task<Result<byte[]>> BytesAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > bytesMax)
        {
            return TooLarge(bytesMax);
        }
        var gathered = new ArrayBufferWriter<byte>(4_096);
        while (true)
        {
            var read = await request.Body.ReadAsync(gathered.GetMemory(4_096), cancellation);
            if (read == 0)
            {
                return gathered.WrittenCount == 0
                    ? new DomainError(ErrorCode.InvalidRequest, "The body is empty; it must be a JSON object.")
                    : gathered.WrittenSpan.ToArray();
            }
            gathered.Advance(read);
            if (gathered.WrittenCount > bytesMax)
            {
                return TooLarge(bytesMax);
            }
        }
    }

    private static DomainError TooLarge(int bytesMax) => new(ErrorCode.BodyTooLarge, $"This body may have {bytesMax} bytes at most.");

    private static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    // The serializer's own sentences speak of types of ours; the caller is told about the field instead.
    private static DomainError Explain(JsonException fault, JsonTypeInfo type, JsonElement root)
    {
        var known = type.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        if ((type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
            && root.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            var shown = Shortened(unknown);
            return DomainError.Of(ErrorCode.InvalidRequest, shown, $"{shown} is not a field of this request.");
        }
        var path = fault.Path is { Length: > 2 } and ['$', '.', ..] ? fault.Path[2..] : "";
        var property = type.Properties.FirstOrDefault(one => path == one.Name || path.StartsWith(one.Name + '.', StringComparison.Ordinal));
        if (property is null)
        {
            return new DomainError(ErrorCode.InvalidRequest, "The body has a field of the wrong type.");
        }
        var nested = path.Length > property.Name.Length
            && ApiJson.Reading.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Object } inner;
        return nested && root.TryGetProperty(property.Name, out var element) && element.ValueKind == JsonValueKind.Object
            ? Explain(Inner(fault, property.Name), ApiJson.Reading.GetTypeInfo(property.PropertyType), element)
            : DomainError.Of(ErrorCode.InvalidRequest, property.Name, $"{property.Name} must be {Expected(property)}.");
    }

    private static JsonException Inner(JsonException fault, string name) =>
        new(fault.Message, $"$.{fault.Path![(name.Length + 3)..]}", null, null);

    // A text that a surface also reads from a number is an amount.
    private static string Expected(JsonPropertyInfo property) => property is { PropertyType: var type, CustomConverter: not null }
        && type == typeof(string) ? "a JSON number or string of plain digits" : Expected(property.PropertyType);

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => "a JSON string; amounts too are sent as text, so that no digit is lost",
        var id when id == typeof(Guid) => "a UUID",
        var whole when whole == typeof(int) => "a whole number",
        var flag when flag == typeof(bool) => "true or false",
        var time when time == typeof(DateTime) => "a time as ISO-8601 with its offset, such as 2026-03-16T09:00:00Z",
        var list when list.IsAssignableTo(typeof(IEnumerable<string>)) => "a list of JSON strings",
        var list when ApiJson.Reading.GetTypeInfo(list).Kind == JsonTypeInfoKind.Enumerable => "a JSON list",
        _ => "a JSON object",
    };

    private static string Place(JsonException? fault) => fault is { LineNumber: { } line, BytePositionInLine: { } column }
        ? $" It breaks off at line {line + 1}, byte {column + 1}."
        : "";

    private static string Shortened(string text) => text.Length <= 120 ? text : text[..120];

    private static string Fingerprint(JsonElement root, string path)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            WriteCanonical(writer, root, isRoot: true);
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(path.TrimEnd('/').ToLowerInvariant() + "\n"));
        hash.AppendData(bytes.WrittenSpan);
        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void WriteCanonical(Utf8JsonWriter writer, JsonElement element, bool isRoot = false)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in element.EnumerateArray())
            {
                WriteCanonical(writer, item);
            }
            writer.WriteEndArray();
            return;
        }
        if (element.ValueKind != JsonValueKind.Object)
        {
            element.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            // The key itself may come in the header one time and in the body another time.
            if (!isRoot || member.Name != IdempotencyKeys.BodyField)
            {
                writer.WritePropertyName(member.Name);
                WriteCanonical(writer, member.Value);
            }
        }
        writer.WriteEndObject();
    }
}

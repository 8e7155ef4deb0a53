using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// Takes up what keys of merchants ask and are answered, for their log (sentence D4). It stands at the door and looks on: bodies are
/// copied as they pass, up to a bound, and cut down to what may be kept once the answer has gone.
/// </summary>
internal static class KeyLogHosting
{
    private const int BytesMax = 16 * 1024, CharsMax = 4_096, RowsMax = 20, PathMax = 300, CodeMax = 80;

    /// <summary>Adds the log.</summary>
    public static IServiceCollection AddIntegrators(this IServiceCollection services) =>
        services.AddSingleton<KeyLog>().AddScoped<KeyLogRun>().AddScoped<KeyLogDesk>().AddScoped<AccessDesk>();

    /// <summary>Looks on at the door.</summary>
    public static void UseKeyLog(this WebApplication app)
    {
        var (surfaces, log, clock) =
            (app.Services.GetRequiredService<SurfaceList>(), app.Services.GetRequiredService<KeyLog>(),
            app.Services.GetRequiredService<TimeProvider>());
        app.Use(async (http, next) =>
        {
            if (surfaces.At(http.Request.Path) is null)
            {
                await next(http);
                return;
            }
            var (began, at) = (Stopwatch.GetTimestamp(), clock.GetUtcNow().UtcDateTime);
            var answered = http.Response.Body;
            var (request, response) = (new PassingBody(http.Request.Body, BytesMax), new PassingBody(answered, BytesMax));
            (http.Request.Body, http.Response.Body) = (request, response);
            try
            {
                await next(http);
            }
            finally
            {
                http.Response.Body = answered;
            }
            if (http.User.FindFirst(DeskClaims.Credential)?.Value is { } id && Guid.TryParse(id, out var credential)
                && Guid.TryParse(http.User.FindFirst(DeskClaims.Merchant)?.Value, out var merchant))
            {
                var took = (int)Math.Min(int.MaxValue, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                var isReplay = http.Response.Headers["Idempotency-Replayed"] == "true" || response.Holds("\"idempotent_replay\":true"u8);
                log.Add(new LoggedRequest(credential, merchant, RequestIds.Of(http), http.Request.Method,
                    Cut(http.Request.Path.Value ?? "", PathMax), QueryOf(http.Request.Query), http.Response.StatusCode,
                    took, isReplay, at, BodyOf(request, http.Request.ContentType), BodyOf(response, http.Response.ContentType))
                {
                    ErrorCode = CodeOf(http.Response.StatusCode, response),
                    Route = RouteOf(http),
                });
            }
        });
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    private static string QueryOf(IQueryCollection query) =>
        Cut(string.Join('&', query.SelectMany(field =>
            field.Value.Select(value =>
            $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(LoggedMember.Kept(field.Key, value ?? ""))}"))), CharsMax);

    // Each surface writes its refusals in a form of its own; a status without a code is told by its number.
    private static string? CodeOf(int status, PassingBody answer)
    {
        if (status < StatusCodes.Status400BadRequest)
        {
            return null;
        }
        try
        {
            var node = answer.Length == 0 || answer.IsCut ? null : JsonNode.Parse(answer.Copy) as JsonObject;
            var code = node?["code"] ?? (node?["error"] is JsonObject error ? error["code"] : node?["error"]);
            if (code is JsonValue && code.ToString() is { Length: > 0 and <= CodeMax } text)
            {
                return text;
            }
        }
        catch (JsonException)
        {
            // A page, or a file that broke off.
        }
        return status.ToString(CultureInfo.InvariantCulture);
    }

    // As the reference writes it: a family of paths, not one of them.
    private static string RouteOf(HttpContext http) => http.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern }
        ? Cut("/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(PartOf)))), PathMax) : "";

    private static string PartOf(RoutePatternPart part) => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    };

    private static string? BodyOf(PassingBody body, string? type)
    {
        if (body.Length == 0 || type is null)
        {
            return null;
        }
        if (body.IsCut)
        {
            return $"[longer than {BytesMax} bytes, not kept]";
        }
        try
        {
            if (type.Contains("json", StringComparison.OrdinalIgnoreCase))
            {
                return Cut(Shown("", JsonNode.Parse(body.Copy))?.ToJsonString() ?? "null", CharsMax);
            }
            if (type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Copy));
                return Cut(string.Join('&', fields.Select(field => $"{field.Key}={LoggedMember.Kept(field.Key, field.Value.ToString())}")),
                    CharsMax);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or InvalidOperationException)
        {
            return "[cannot be read, not kept]";
        }
        return "[not kept]";
    }

    private static JsonNode? Shown(string name, JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.Select(member =>
            KeyValuePair.Create(member.Key,
            IsHidden(member.Key, member.Value) ? JsonValue.Create("[not kept]") : Shown(member.Key, member.Value)))),
        JsonArray rows => new JsonArray(
            [.. rows.Take(RowsMax).Select(row => Shown(name, row)),
            .. rows.Count > RowsMax ? [JsonValue.Create($"[{rows.Count - RowsMax} more]")] : Array.Empty<JsonNode>()]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String =>
            JsonValue.Create(LoggedMember.Kept(name, value.GetValue<string>())),
        null => null,
        _ => node.DeepClone(),
    };

    // Whatever lies below a secret is one, and a figure may be a pin.
    private static bool IsHidden(string name, JsonNode? value) => value is not null && (LoggedMember.KindOf(name) == MemberKind.Secret
        ? value.GetValueKind() != JsonValueKind.String : LoggedMember.KindOf(name) == MemberKind.Personal
        && value.GetValueKind() == JsonValueKind.Number);
}

/// <summary>A stream that lets everything pass and keeps a copy of the beginning.</summary>
internal sealed class PassingBody(Stream inner, int most) : Stream
{
    private readonly MemoryStream _copy = new();

    /// <summary>How much has passed.</summary>
    public override long Length => _passed;

    private long _passed;

    /// <summary>Whether more has passed than was kept.</summary>
    public bool IsCut => _passed > _copy.Length;

    /// <summary>The beginning.</summary>
    public byte[] Copy => _copy.ToArray();

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether the beginning holds some bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> text) => _copy.GetBuffer().AsSpan(0, (int)_copy.Length).IndexOf(text) >= 0;

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Keep(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Keep(buffer.AsSpan(offset, count));
        inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _passed += bytes.Length;
        var room = most - (int)_copy.Length;
        if (room > 0)
        {
            _copy.Write(bytes[..Math.Min(room, bytes.Length)]);
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.BlockTrade;

/// <summary>
/// The parameters of a request: of a GET those in the query, of a POST those in the query and in a form or JSON body, where the
/// query wins. The first fault is kept, so that a route reads everything and asks once. Empty counts as absent.
/// </summary>
internal sealed class Parameters
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _elements = new(StringComparer.Ordinal);

    /// <summary>The first parameter that could not be read.</summary>
    public DomainError? Fault { get; private set; }

    /// <summary>Reads a request, or says what is wrong with its body.</summary>
    public static async Task<Result<Parameters>> ReadAsync(HttpContext http, CancellationToken cancellation)
    {
        var read = new Parameters();
        if (HttpMethods.IsPost(http.Request.Method) && await read.BodyAsync(http.Request, cancellation) is { } unreadable)
        {
            return unreadable;
        }
        foreach (var (name, values) in http.Request.Query)
        {
            if (values.Count > 1)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, name, "A parameter was sent more than once.");
            }
            read._texts[name] = values[0] ?? "";
            read._elements.Remove(name);
        }
        return read;
    }

    /// <summary>A text, or null.</summary>
    public string? Text(string name)
    {
        if (!_texts.TryGetValue(name, out var text) || text.Length == 0)
        {
            return null;
        }
        var read = TextGate.Read(FieldKinds.Of(name), name, text);
        Fault ??= read.IsSuccess ? null : read.Error;
        return read.IsSuccess && read.Value.Length > 0 ? read.Value : null;
    }

    /// <summary>A whole number, or null.</summary>
    public long? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be a whole number.");
        return null;
    }

    /// <summary>A whole number between two bounds.</summary>
    public int Within(string name, int least, int most, int fallback)
    {
        var number = Number(name) ?? fallback;
        if (number < least || number > most)
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be {least} to {most}.");
            return fallback;
        }
        return (int)number;
    }

    /// <summary>One of a few numbers.</summary>
    public int OneOf(string name, IReadOnlyList<int> numbers, int fallback)
    {
        var number = Number(name) ?? fallback;
        if (number is < int.MinValue or > int.MaxValue || !numbers.Contains((int)number))
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be one of {string.Join(", ", numbers)}.");
            return fallback;
        }
        return (int)number;
    }

    /// <summary>True, false, or null.</summary>
    public bool? Flag(string name)
    {
        var text = Text(name);
        if (text is null or "true" or "false")
        {
            return text is null ? null : text == "true";
        }
        Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be true or false.");
        return null;
    }

    /// <summary>A time in milliseconds, or null.</summary>
    public DateTime? Millis(string name)
    {
        var number = Number(name);
        if (number > 253_402_300_799_999)
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be milliseconds since 1970.");
            return null;
        }
        return number is { } millis ? DateTimeOffset.FromUnixTimeMilliseconds(millis).UtcDateTime : null;
    }

    /// <summary>Says that a parameter is needed.</summary>
    public void Need(string name)
    {
        if (!_texts.TryGetValue(name, out var text) || text.Length == 0)
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"Mandatory parameter {name} was not sent, was empty, or malformed.");
        }
    }

    /// <summary>A JSON value: as it stands in a JSON body, or as the text of a form or query holds it. Null when absent.</summary>
    public JsonElement? Element(string name)
    {
        if (_elements.TryGetValue(name, out var element))
        {
            var read = Gated(element);
            Fault ??= read.IsSuccess ? null : read.Error;
            return read.IsSuccess ? read.Value : null;
        }
        if (Text(name) is not { } text)
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(text, ApiJson.Parsing);
            var gated = GatedJson.Read(document.RootElement);
            Fault ??= gated.IsSuccess ? null : gated.Error;
            return gated.IsSuccess ? gated.Value.Clone() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            Fault ??= DomainError.Of(ErrorCode.InvalidRequest, name, $"{name} must be JSON.");
            return null;
        }
    }

    private static Result<JsonElement> Gated(JsonElement element)
    {
        try
        {
            return GatedJson.Read(element);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escaped text.
            return new DomainError(ErrorCode.InvalidRequest, "The body is not valid JSON.");
        }
    }

    private async Task<DomainError?> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var gathered = new MemoryStream();
        await request.Body.CopyToAsync(gathered, cancellation);
        var body = gathered.ToArray();
        if (body.Length == 0)
        {
            return null;
        }
        if (body.Length > ApiJson.BodyBytesMax)
        {
            return new DomainError(ErrorCode.BodyTooLarge, "The body is too large.");
        }
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.ToString().ToLowerInvariant() : "";
        return type switch
        {
            "application/json" => Json(body),
            "application/x-www-form-urlencoded" => Form(body),
            _ => new DomainError(ErrorCode.UnsupportedMediaType, "Send application/json or application/x-www-form-urlencoded."),
        };
    }

    private DomainError? Form(byte[] body)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return new DomainError(ErrorCode.InvalidRequest, "The body is not valid UTF-8.");
        }
        if (!Escapes.AreUtf8(text))
        {
            return new DomainError(ErrorCode.InvalidRequest, "The form holds percent escapes that are not UTF-8.");
        }
        foreach (var (name, values) in QueryHelpers.ParseQuery(text))
        {
            if (values.Count > 1)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, name, "A parameter was sent more than once.");
            }
            _texts[name] = values[0] ?? "";
        }
        return null;
    }

    private DomainError? Json(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, ApiJson.Parsing);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new DomainError(ErrorCode.InvalidRequest, "The body must be a JSON object.");
            }
            foreach (var member in document.RootElement.EnumerateObject())
            {
                _elements[member.Name] = member.Value.Clone();
                // A number keeps its digits as they were written; no amount ever becomes a binary fraction.
                _texts[member.Name] = member.Value.ValueKind switch
                {
                    JsonValueKind.Null => "",
                    JsonValueKind.String => member.Value.GetString()!,
                    _ => member.Value.GetRawText(),
                };
            }
            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new DomainError(ErrorCode.InvalidRequest, "The body is not valid JSON.");
        }
    }
}

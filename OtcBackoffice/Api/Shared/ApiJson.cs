using System.Text.Json;
using System.Text.Json.Serialization;

namespace OtcBackoffice.Api.Shared;

/// <summary>
/// How surfaces read and write JSON: snake case names, times as ISO-8601 in UTC with a Z, nothing guessed. A member that
/// nobody asked for, a name that comes twice or a number where a text belongs is a fault of the caller.
/// </summary>
public static class ApiJson
{
    /// <summary>Deepest nesting of a request.</summary>
    public const int DepthMax = 16;

    /// <summary>Largest JSON body in bytes.</summary>
    public const int BodyBytesMax = 256 * 1024;

    /// <summary>
    /// What the server takes in before it cuts the connection: more than the limit, so that whoever sent a little too much
    /// hears why instead of a broken connection.
    /// </summary>
    public const int TransportBytesMax = 4 * BodyBytesMax;

    /// <summary>For requests.</summary>
    public static readonly JsonSerializerOptions Reading = Sealed(new JsonSerializerOptions(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = DepthMax,
        Converters = { new UtcTimes() },
    });

    /// <summary>For answers: every member is written, also those without a value.</summary>
    public static readonly JsonSerializerOptions Writing = Sealed(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new UtcTimes() },
    });

    /// <summary>For parsing a request before it is read into its record.</summary>
    public static readonly JsonDocumentOptions Parsing = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    private static JsonSerializerOptions Sealed(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Times are written in UTC with milliseconds; on the way in they must say their offset.</summary>
    private sealed class UtcTimes : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return text is not null && Domain.Text.ExactTime.TryInstant(text, out var instant) ? instant : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
        {
            // A page has hundreds of these; by a format string they would cost as much as all its amounts.
            Span<byte> text = stackalloc byte[24];
            "0000-00-00T00:00:00.000Z"u8.CopyTo(text);
            Put(text[..4], value.Year);
            Put(text[5..7], value.Month);
            Put(text[8..10], value.Day);
            Put(text[11..13], value.Hour);
            Put(text[14..16], value.Minute);
            Put(text[17..19], value.Second);
            Put(text[20..23], value.Millisecond);
            writer.WriteStringValue(text);
        }

        private static void Put(Span<byte> digits, int number)
        {
            for (var place = digits.Length - 1; place >= 0; place--)
            {
                digits[place] = (byte)('0' + (number % 10));
                number /= 10;
            }
        }
    }
}

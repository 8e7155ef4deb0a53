using System.Text.Json;
using System.Text.Json.Serialization;
using OtcBackoffice.Api.Shared;

namespace OtcBackoffice.Api.Gateway;

/// <summary>
/// How this surface reads and writes JSON: snake case, members that nobody knows are ignored, and an amount may come as a number
/// or as text, of which every digit counts.
/// </summary>
internal static class GatewayJson
{
    /// <summary>For requests.</summary>
    public static readonly JsonSerializerOptions Reading = Sealed(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = ApiJson.DepthMax,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    });

    /// <summary>For answers.</summary>
    public static readonly JsonSerializerOptions Writing = ApiJson.Writing;

    private static JsonSerializerOptions Sealed(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Reads an amount from a number or a text, without a detour over binary fractions: the digits as they were sent.</summary>
internal sealed class AmountText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.HasValueSequence ? [.. reader.ValueSequence.First.Span]
            : reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Amounts are written by the bodies.");
}

using System.Buffers;
using System.Text.Json;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Shared;

/// <summary>Leads every text of a JSON value through the gate of its field's kind, at any depth.</summary>
internal static class GatedJson
{
    /// <summary>The value with its texts in their form, or what is wrong with the first one that is none.</summary>
    public static Result<JsonElement> Read(JsonElement root)
    {
        var isChanged = false;
        if (Fault(root, "The body", ref isChanged) is { } fault)
        {
            return fault;
        }
        if (!isChanged)
        {
            return root;
        }
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, root, "");
        }
        using var document = JsonDocument.Parse(bytes.WrittenMemory, ApiJson.Parsing);
        return document.RootElement.Clone();
    }

    /// <summary>What is wrong with a route value or another text that stands alone.</summary>
    public static DomainError? Fault(string field, string text) =>
        TextGate.Read(FieldKinds.Of(field), field, text) is { IsSuccess: false } refused ? refused.Error : null;

    private static DomainError? Fault(JsonElement element, string field, ref bool isChanged)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when FieldKinds.IsAmount(field):
                return null;
            case JsonValueKind.String:
                var text = element.GetString()!;
                var read = TextGate.Read(FieldKinds.Of(field), field, text);
                isChanged |= read.IsSuccess && !string.Equals(read.Value, text, StringComparison.Ordinal);
                return read.IsSuccess ? null : read.Error;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    // No list of ours has empty places, and what reads one need not expect them.
                    if (item.ValueKind == JsonValueKind.Null)
                    {
                        return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} may not hold null in a list.");
                    }
                    if (Fault(item, field, ref isChanged) is { } wrong)
                    {
                        return wrong;
                    }
                }
                return null;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (Fault(member.Value, member.Name.Length <= 120 ? member.Name : member.Name[..120], ref isChanged) is { } wrong)
                    {
                        return wrong;
                    }
                }
                return null;
            default:
                return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, string field)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when !FieldKinds.IsAmount(field):
                writer.WriteStringValue(TextGate.Read(FieldKinds.Of(field), field, element.GetString()!).Value);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, field);
                }
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, member.Name);
                }
                writer.WriteEndObject();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}

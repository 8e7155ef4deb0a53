using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>
/// What an audit line says has changed. Lines with a before and an after show only the fields that differ; others show all
/// that was noted.
/// </summary>
public sealed partial class ChangeList : ComponentBase
{
    /// <summary>The changes as the record keeps them, or null.</summary>
    [Parameter]
    public string? Json { get; set; }

    private IReadOnlyList<Change> Changes { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet() => Changes = Read(Json);

    internal static IReadOnlyList<Change> Read(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return [new Change("value", null, Text(root))];
            }
            return root.TryGetProperty("after", out var after) && after.ValueKind == JsonValueKind.Object
                ? [.. Differences(root.TryGetProperty("before", out var before) ? before : default, after)]
                : [.. root.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null)
                    .Select(field => new Change(Words(field.Name), null, Text(field.Value)))];
        }
        catch (JsonException)
        {
            // The record is shown as it is rather than not at all.
            return [new Change("value", null, json)];
        }
    }

    private static IEnumerable<Change> Differences(JsonElement before, JsonElement after)
    {
        foreach (var field in after.EnumerateObject().Where(field => field.Name is not ("id" or "version" or "created_at_utc")))
        {
            var old = before.ValueKind == JsonValueKind.Object && before.TryGetProperty(field.Name, out var value) ? Text(value) : null;
            var now = Text(field.Value);
            if (before.ValueKind != JsonValueKind.Object ? field.Value.ValueKind != JsonValueKind.Null : old != now)
            {
                yield return new Change(Words(field.Name), old, now);
            }
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "—",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };

    private static string Words(string name) => StatusLook.For(name).Word;

    /// <summary>One field, as it was and as it is.</summary>
    internal sealed record Change(string Field, string? Before, string After);
}

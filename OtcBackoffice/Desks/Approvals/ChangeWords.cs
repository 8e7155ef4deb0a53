using System.Text.Json;
using OtcBackoffice.Desks.Pipeline;

namespace OtcBackoffice.Desks.Approvals;

/// <summary>What differs between two views of one record, field by field, for the second person.</summary>
internal static class ChangeWords
{
    // These change by themselves with every write.
    private static readonly string[] Kept = ["version", "created_at_utc"];

    public static string Of<T>(T before, T after)
    {
        var (old, now) = (JsonSerializer.SerializeToElement(before, DeskJson.Options),
            JsonSerializer.SerializeToElement(after, DeskJson.Options));
        var changes = now.EnumerateObject()
            .Where(field => !Kept.Contains(field.Name) && old.GetProperty(field.Name).GetRawText() != field.Value.GetRawText())
            .Select(field => $"{field.Name} {old.GetProperty(field.Name).GetRawText()} -> {field.Value.GetRawText()}").ToList();
        return changes.Count == 0 ? "no field differs." : string.Join(", ", changes) + ".";
    }
}

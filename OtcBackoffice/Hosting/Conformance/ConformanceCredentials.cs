using System.Text.Json;

namespace OtcBackoffice.Hosting.Conformance;

/// <summary>
/// What the kit signs in with: a file with the members of <c>demo-credentials.json</c>, one object or the first of its <c>merchants</c>.
/// Only what the surface needs
/// must be there.
/// </summary>
internal sealed class ConformanceCredentials(JsonElement values)
{
    /// <summary>Reads the file.</summary>
    public static ConformanceCredentials Read(string file)
    {
        try
        {
            var read = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.Clone();
            return new(read.ValueKind == JsonValueKind.Object && read.TryGetProperty("merchants", out var merchants)
                && merchants.GetArrayLength() > 0 ? merchants[0] : read);
        }
        catch (JsonException)
        {
            throw new CommandException($"{file} is no JSON.");
        }
    }

    /// <summary>A value by its path, such as <c>gateway.client_id</c>.</summary>
    public string Of(string path)
    {
        var at = values;
        foreach (var member in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(member, out at))
            {
                throw new CommandException($"The credentials file has no {path}.");
            }
        }
        return at.GetString() ?? throw new CommandException($"The credentials file has no {path}.");
    }
}

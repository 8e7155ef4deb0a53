namespace OtcBackoffice.Hosting.Nodes;

/// <summary>What tells this node from the others.</summary>
/// <param name="Name">Setting <c>Node:Name</c>, else machine and port.</param>
/// <param name="Instance">Made at each start.</param>
public sealed record NodeSelf(string Name, Guid Instance)
{
    private const int NameCharsMax = 64;

    /// <summary>Reads the name from the settings.</summary>
    public static NodeSelf Read(IConfiguration configuration, StartFaults faults)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(faults);
        var name = configuration["Node:Name"];
        if (name is { Length: > NameCharsMax } || name?.Any(char.IsControl) == true)
        {
            faults.Add($"Node:Name must have at most {NameCharsMax} characters, none of them a control character.");
        }
        var usual = $"{Environment.MachineName}:{PortOf(configuration["urls"])}";
        return new NodeSelf(string.IsNullOrWhiteSpace(name) ? usual : name, Guid.NewGuid());
    }

    // A port that the system chooses is not known yet; the process tells such nodes apart.
    private static string PortOf(string? urls)
    {
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        var port = first[(first.LastIndexOf(':') + 1)..].TrimEnd('/');
        return int.TryParse(port, out var number) && number > 0 ? port : $"p{Environment.ProcessId}";
    }
}

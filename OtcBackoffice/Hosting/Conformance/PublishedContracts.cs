namespace OtcBackoffice.Hosting.Conformance;

/// <summary>The contracts that were published with this version (<c>docs/contracts</c>): what clients rely on, line by line.</summary>
internal static class PublishedContracts
{
    /// <summary>The lines of a surface; a line that begins with <c>#</c> is not part of it.</summary>
    public static IReadOnlyList<string> LinesOf(string surface)
    {
        using var stream = typeof(PublishedContracts).Assembly.GetManifestResourceStream($"OtcBackoffice.Contracts.{surface}.txt")
            ?? throw new CommandException($"No contract of {surface} was published.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#')];
    }
}

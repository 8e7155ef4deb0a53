using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>The repository's own text files, read once for all rules.</summary>
internal static class Sources
{
    private static readonly string[] TextEndings =
    [
        ".cs", ".razor", ".js", ".mjs", ".css", ".md", ".json", ".csproj", ".props", ".targets", ".sln", ".html", ".svg", ".yml", ".yaml",
        ".txt", ".sh", ".editorconfig", ".gitignore", ".gitattributes",
    ];

    /// <summary>Every tracked text file, scripts without an ending included.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [
        .. Repository.Files.Where(IsText).Select(path => new SourceFile(path, Repository.Read(path))),
    ];

    /// <summary>Hand-written C# of the three projects.</summary>
    public static IEnumerable<SourceFile> CSharp => All.Where(file => file.IsCSharp && !file.IsMigration);

    /// <summary>Hand-written C# and Razor of the product, without its tests.</summary>
    public static IEnumerable<SourceFile> Product =>
        All.Where(file => (file.IsCSharp || file.IsRazor) && !file.IsMigration && !file.IsUnder("OtcBackoffice.Tests"));

    private static bool IsText(string path)
    {
        var ending = Path.GetExtension(path);
        return ending.Length == 0 || TextEndings.Contains(ending, StringComparer.Ordinal);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>One text file of the repository, by its path from the repository root with forward slashes.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<SyntaxNode> _root;

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        _root = new Lazy<SyntaxNode>(() => CSharpSyntaxTree.ParseText(Text, path: Path).GetRoot());
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>The parsed file; meaningful for C# only.</summary>
    public SyntaxNode Root => _root.Value;

    public string[] Lines => Text.Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsRazor => Path.EndsWith(".razor", StringComparison.Ordinal);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>Migrations are generated and never edited by hand, so no rule of style reads them.</summary>
    public bool IsMigration => Path.StartsWith("OtcBackoffice/Data/Migrations/", StringComparison.Ordinal);

    public bool IsUnder(string folder)
    {
        return Path.StartsWith(folder + "/", StringComparison.Ordinal);
    }

    public override string ToString()
    {
        return Path;
    }
}

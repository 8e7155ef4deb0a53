using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>Rules on which room of the house may name which, read from the source text.</summary>
internal static partial class FolderRules
{
    /// <summary>Every reference from one room to a room that it may not use.</summary>
    public static IEnumerable<Violation> ForbiddenUses(SourceFile file)
    {
        if (Rooms.OfPath(file.Path) is not { } room)
        {
            yield break;
        }
        foreach (var (name, line) in file.IsRazor ? NamesInRazor(file) : NamesInCSharp(file))
        {
            if (Rooms.Refusal(room, name) is { } reason)
            {
                yield return new Violation(file.Path, line, reason);
            }
        }
    }

    /// <summary>A global using would open a room to every other one, unseen by the reader of a file.</summary>
    public static IEnumerable<Violation> GlobalUsings(SourceFile file)
    {
        return from directive in file.Root.DescendantNodes().OfType<UsingDirectiveSyntax>()
               where !directive.GlobalKeyword.IsKind(SyntaxKind.None)
                   && FullName(directive.NamespaceOrType).StartsWith(Rooms.Root, StringComparison.Ordinal)
               select Violation.At(file, directive, "no global using of our own namespaces");
    }

    /// <summary>The namespace repeats the folder, so that a path tells the room and the other way round.</summary>
    public static IEnumerable<Violation> NamespaceIsFolder(SourceFile file)
    {
        var expected = file.Path.Contains('/', StringComparison.Ordinal) ? file.Path[..file.Path.LastIndexOf('/')].Replace('/', '.') : "";
        foreach (var declaration in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (declaration is not FileScopedNamespaceDeclarationSyntax)
            {
                yield return Violation.At(file, declaration, "namespaces are file-scoped");
            }
            if (declaration.Name.ToString() != expected)
            {
                yield return Violation.At(file, declaration, $"namespace {declaration.Name} lies in the folder of {expected}");
            }
        }
    }

    /// <summary>
    /// A desk never writes through another desk: what two desks decide alike belongs in Domain.
    /// </summary>
    /// <param name="file">A file below Desks.</param>
    /// <param name="desks">All desk classes with the folder they live in.</param>
    public static IEnumerable<Violation> DeskUsesDesk(SourceFile file, IReadOnlyDictionary<string, string> desks)
    {
        if (Rooms.OfPath(file.Path) is not { } room || !room.StartsWith("Desks.", StringComparison.Ordinal))
        {
            return [];
        }
        return from name in file.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
               where desks.TryGetValue(name.Identifier.Text, out var home) && home != room
               select Violation.At(file, name, $"{room} may not use {name.Identifier.Text}: what two desks decide alike belongs in Domain");
    }

    /// <summary>The desk classes declared in the given files, each with its room.</summary>
    public static IReadOnlyDictionary<string, string> DesksDeclaredIn(IEnumerable<SourceFile> files)
    {
        return files.Where(file => file.IsCSharp && file.IsUnder("OtcBackoffice/Desks"))
            .SelectMany(file => file.Root.DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(type => type.Identifier.Text.EndsWith("Desk", StringComparison.Ordinal))
                .Select(type => (type.Identifier.Text, Room: Rooms.OfPath(file.Path)!)))
            .DistinctBy(pair => pair.Text)
            .ToDictionary(pair => pair.Text, pair => pair.Room, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, int Line)> NamesInCSharp(SourceFile file)
    {
        foreach (var node in file.Root.DescendantNodes(descendIntoTrivia: false))
        {
            // Only the outermost name counts; the inner ones of A.B.C are its beginnings.
            if (node is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or AliasQualifiedNameSyntax)
                || node.Parent is QualifiedNameSyntax or MemberAccessExpressionSyntax
                || node.Parent is BaseNamespaceDeclarationSyntax)
            {
                continue;
            }
            if (OwnName(FullName(node), inType: node is NameSyntax) is { } name)
            {
                yield return (name, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
            }
        }
    }

    private static IEnumerable<(string Name, int Line)> NamesInRazor(SourceFile file)
    {
        var lines = file.Lines;
        for (var index = 0; index < lines.Length; index++)
        {
            foreach (Match match in QualifiedInRazor().Matches(lines[index]))
            {
                yield return (match.Groups["name"].Value.TrimEnd('.'), index + 1);
            }
            if (DirectiveInRazor().Match(lines[index]) is { Success: true } directive
                && OwnName(directive.Groups["name"].Value, inType: true) is { } name)
            {
                yield return (name, index + 1);
            }
        }
    }

    /// <summary>
    /// The part after <c>OtcBackoffice.</c> when the name is one of ours. C# also finds <c>Data.Records.X</c> from any of
    /// our namespaces, so a name that begins with a room counts too; in an expression only when a namespace or a type
    /// follows, because <c>Data.Length</c> may as well be a property.
    /// </summary>
    private static string? OwnName(string name, bool inType)
    {
        var parts = name.Split('.');
        if (parts[0] == Rooms.Root && parts.Length > 1)
        {
            return string.Join('.', parts[1..]);
        }
        var begins = Rooms.IsRoom(parts[0]) && parts.Length > (inType ? 1 : 2);
        return begins && parts[1].Length > 0 && char.IsUpper(parts[1][0]) ? name : null;
    }

    private static string FullName(SyntaxNode? node)
    {
        return node switch
        {
            QualifiedNameSyntax qualified => FullName(qualified.Left) + "." + FullName(qualified.Right),
            AliasQualifiedNameSyntax alias => alias.Alias.Identifier.Text == "global" ? FullName(alias.Name) : alias.Alias.Identifier.Text,
            MemberAccessExpressionSyntax access => FullName(access.Expression) + "." + access.Name.Identifier.Text,
            SimpleNameSyntax simple => simple.Identifier.Text,
            _ => "",
        };
    }

    [GeneratedRegex(@"\bOtcBackoffice\.(?<name>[A-Z][\w.]*)")]
    private static partial Regex QualifiedInRazor();

    [GeneratedRegex(@"^\s*@(using(\s+static)?|inject|inherits|implements|layout)\s+(?<name>[A-Z][\w.]*)")]
    private static partial Regex DirectiveInRazor();
}

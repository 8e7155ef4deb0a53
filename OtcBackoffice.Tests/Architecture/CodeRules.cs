using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>Rules on C# code, read from its syntax; text in comments and string literals does not count.</summary>
internal static class CodeRules
{
    public const int MethodLinesMax = 70;

    private static readonly string[] EmptySuffixes =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Service", "Services"];

    private static readonly string[] Clocks = ["Now", "UtcNow", "Today"];

    private static readonly string[] ClockOwners = ["DateTime", "DateTimeOffset"];

    public static IEnumerable<Violation> MethodLength(SourceFile file)
    {
        return from node in file.Root.DescendantNodes()
               where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
               let span = node.GetLocation().GetLineSpan()
               let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
               where lines >= MethodLinesMax
               select Violation.At(file, node, $"{lines} lines; a method has fewer than {MethodLinesMax}");
    }

    /// <summary>The only clock is <see cref="TimeProvider"/>, so that a test can set it.</summary>
    public static IEnumerable<Violation> OtherClocks(SourceFile file)
    {
        return from access in Accesses(file)
               where Clocks.Contains(access.Name.Identifier.Text) && ClockOwners.Contains(LastName(access.Expression))
               select Violation.At(file, access, $"{LastName(access.Expression)}.{access.Name} is a clock of its own; use TimeProvider");
    }

    /// <summary>Money is counted in minor units. Binary fractions cannot even hold 0.10.</summary>
    public static IEnumerable<Violation> BinaryFractions(SourceFile file)
    {
        return from token in file.Root.DescendantTokens()
               where token.IsKind(SyntaxKind.DoubleKeyword) || token.IsKind(SyntaxKind.FloatKeyword)
                   || (token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is double or float)
                   || (token.IsKind(SyntaxKind.IdentifierToken) && token.Text is "Double" or "Single"
                       && token.Parent?.Parent is MemberAccessExpressionSyntax access && access.Expression == token.Parent)
               select Violation.At(file, token.Parent!, $"{token.Text}: no binary fractions here");
    }

    /// <summary>
    /// In .NET <c>\d</c> is any script's digit and <c>$</c> also stands before a last newline, so a pattern with either takes
    /// what nobody meant. <c>[0-9]</c> and <c>\z</c> say it.
    /// </summary>
    public static IEnumerable<Violation> LoosePatterns(SourceFile file)
    {
        return from node in file.Root.DescendantNodes()
               where node is AttributeSyntax { Name: var name } && LastName(name) is "GeneratedRegex"
                   || node is ObjectCreationExpressionSyntax { Type: var made } && LastName(made) is "Regex"
                   || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var owner } }
                   && LastName(owner) is "Regex"
               from text in node.DescendantNodes().OfType<LiteralExpressionSyntax>()
                   .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression))
               where IsLoose(text.Token.ValueText)
               select Violation.At(file, text, "a pattern says [0-9] and \\z instead of \\d and $");
    }

    private static bool IsLoose(string pattern)
    {
        var isClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\' when at + 1 < pattern.Length && pattern[at + 1] == 'd':
                case '$' when !isClass:
                    return true;
                case '\\':
                    at++;
                    break;
                case '[':
                    isClass = true;
                    break;
                case ']':
                    isClass = false;
                    break;
                default:
                    break;
            }
        }
        return false;
    }

    /// <summary>A blocked thread of the pool is a user who waits. Asking a task for its result is blocking, too.</summary>
    public static IEnumerable<Violation> Blocking(SourceFile file)
    {
        foreach (var access in Accesses(file))
        {
            var called = access.Parent is InvocationExpressionSyntax;
            var reason = (access.Name.Identifier.Text, called) switch
            {
                ("Result", false) => ".Result blocks; await it",
                ("Wait" or "WaitAll", true) => "waiting blocks; await it",
                ("GetResult", true) => ".GetResult() blocks; await it",
                ("Sleep", true) when LastName(access.Expression) == "Thread" => "Thread.Sleep blocks; delay with the TimeProvider",
                _ => null,
            };
            if (reason is not null)
            {
                yield return Violation.At(file, access, reason);
            }
        }
    }

    /// <summary>The fault of an async void method has nobody to go to and ends the process.</summary>
    public static IEnumerable<Violation> AsyncVoid(SourceFile file)
    {
        return from node in file.Root.DescendantNodes()
               let found = node switch
               {
                   MethodDeclarationSyntax method => IsAsyncVoid(method.Modifiers, method.ReturnType),
                   LocalFunctionStatementSyntax function => IsAsyncVoid(function.Modifiers, function.ReturnType),
                   _ => false,
               }
               where found
               select Violation.At(file, node, "async void");
    }

    /// <summary>Names that say nothing: what does a Manager do that its noun does not?</summary>
    public static IEnumerable<Violation> EmptyNames(SourceFile file)
    {
        return from node in file.Root.DescendantNodes()
               let name = (node as BaseTypeDeclarationSyntax)?.Identifier.Text ?? (node as DelegateDeclarationSyntax)?.Identifier.Text
               where name is not null && EmptySuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal))
               select Violation.At(file, node, $"{name}: say what it is");
    }

    /// <summary>Markup may come from a literal in the source, never from data.</summary>
    public static IEnumerable<Violation> MarkupFromData(SourceFile file)
    {
        return from node in file.Root.DescendantNodes()
               let made = node switch
               {
                   CastExpressionSyntax cast when LastName(cast.Type) == "MarkupString" => cast.Expression,
                   ObjectCreationExpressionSyntax creation when LastName(creation.Type) == "MarkupString" =>
                       creation.ArgumentList?.Arguments.FirstOrDefault()?.Expression,
                   InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "AddMarkupContent" } } call => call.ArgumentList.Arguments.LastOrDefault()?.Expression,
                   _ => null,
               }
               where made is not null && made is not LiteralExpressionSyntax && !IsConstant(file, made)
               select Violation.At(file, node, "markup made from data; render elements instead");
    }

    /// <summary>A test that is skipped proves nothing and looks as if it did.</summary>
    public static IEnumerable<Violation> SkippedTests(SourceFile file)
    {
        return from argument in file.Root.DescendantNodes().OfType<AttributeArgumentSyntax>()
               where argument.NameEquals?.Name.Identifier.Text == "Skip"
               select Violation.At(file, argument, "a skipped test; mend it or remove it");
    }

    private static IEnumerable<MemberAccessExpressionSyntax> Accesses(SourceFile file)
    {
        return file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>();
    }

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax type)
    {
        return modifiers.Any(SyntaxKind.AsyncKeyword) && type is PredefinedTypeSyntax predefined
            && predefined.Keyword.IsKind(SyntaxKind.VoidKeyword);
    }

    private static bool IsConstant(SourceFile file, ExpressionSyntax expression)
    {
        return expression is IdentifierNameSyntax name && file.Root.DescendantNodes().OfType<FieldDeclarationSyntax>()
            .Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .Any(field => field.Declaration.Variables.Any(variable => variable.Identifier.Text == name.Identifier.Text));
    }

    private static string LastName(SyntaxNode node)
    {
        return node switch
        {
            SimpleNameSyntax simple => simple.Identifier.Text,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.Text,
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
            NullableTypeSyntax nullable => LastName(nullable.ElementType),
            _ => "",
        };
    }
}

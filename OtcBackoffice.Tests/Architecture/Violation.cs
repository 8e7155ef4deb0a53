using Microsoft.CodeAnalysis;

namespace OtcBackoffice.Tests.Architecture;

/// <summary>A place where a house rule is broken. Lines count from one; line 0 means the file as a whole.</summary>
internal sealed record Violation(string Path, int Line, string Reason)
{
    public static Violation At(SourceFile file, SyntaxNode node, string reason)
    {
        return new Violation(file.Path, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, reason);
    }

    public override string ToString()
    {
        return $"{Path}:{Line}: {Reason}";
    }

    /// <summary>Fails the test with one line per violation, so that the message is the list of places to mend.</summary>
    public static void AssertNone(IEnumerable<Violation> violations)
    {
        var found = violations.Select(violation => violation.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{found.Count} broken house rules:\n{string.Join('\n', found)}");
    }
}

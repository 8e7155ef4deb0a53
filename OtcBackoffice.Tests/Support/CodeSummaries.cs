using System.Text.RegularExpressions;
using System.Xml.Linq;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Tests.Support;

/// <summary>The documented sentences of the domain's members, as the compiler wrote them down beside the assembly.</summary>
internal static partial class CodeSummaries
{
    private static readonly Dictionary<string, string> Sentences =
        XDocument.Load(Path.ChangeExtension(typeof(ErrorCode).Assembly.Location, ".xml"))
        .Descendants("member").Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")!), StringComparer.Ordinal);

    /// <summary>What the documentation says of an enum member; one without a sentence fails the test.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => Sentences.TryGetValue($"F:{typeof(T).FullName}.{member}", out var sentence)
            ? sentence
            : throw new InvalidOperationException($"{typeof(T).Name}.{member} has no documented sentence.");

    private static string Plain(XElement summary)
    {
        foreach (var see in summary.Elements("see").ToList())
        {
            see.ReplaceWith(see.Attribute("cref")!.Value.Split('.')[^1]);
        }
        return Spaces().Replace(summary.Value, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

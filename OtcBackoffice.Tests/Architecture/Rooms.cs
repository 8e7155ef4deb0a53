namespace OtcBackoffice.Tests.Architecture;

/// <summary>
/// Who may use whom, the table of ARCHITECTURE.md as data. A name ending in <c>.*</c> stands for everything below it.
/// A desk answers with domain types, so whoever may use a desk may also name those.
/// </summary>
internal static class Rooms
{
    public const string Root = "OtcBackoffice";

    private static readonly string[] Names =
        ["Domain", "Data", "Desks", "Api", "Components", "Documents", "Integrations", "Jobs", "Security", "Hosting", "Tests"];

    private static readonly Dictionary<string, string[]> May = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Data"] = ["Domain"],
        ["Desks"] = ["Domain", "Data"],
        ["Api"] = ["Domain", "Desks"],
        ["Components"] = ["Domain", "Desks"],
        ["Documents"] = ["Domain", "Desks"],
        ["Integrations"] = ["Domain", "Desks.Ports"],
        ["Jobs"] = ["Domain", "Desks", "Data.Records"],
        ["Security"] = ["Domain.Access", "Domain.Errors", "Data"],
        ["Hosting"] = ["Domain", "Data", "Desks", "Api", "Components", "Documents", "Integrations", "Jobs", "Security"],
    };

    public static bool IsRoom(string name)
    {
        return Names.Contains(name, StringComparer.Ordinal);
    }

    /// <summary>
    /// Why code in <paramref name="user"/> may not name <paramref name="used"/>, or null when it may. Both are
    /// namespaces or type names with the leading <c>OtcBackoffice.</c> removed, such as <c>Desks.Deposits.DepositDesk</c>.
    /// </summary>
    public static string? Refusal(string user, string used)
    {
        var (from, to) = (First(user), First(used));
        if (from == to)
        {
            return from == "Api" && ConceptOf(used) is { } other && ConceptOf(user) is { } own && other != own && other != "Shared"
                ? $"Api.{own} may not use Api.{other}: what two surfaces share belongs in Api.Shared"
                : null;
        }
        // Program.cs stands outside every room and only hands over to Hosting.
        if (from.Length == 0 || !May.TryGetValue(from, out var allowed))
        {
            return null;
        }
        return allowed.Any(room => used == room || used.StartsWith(room + ".", StringComparison.Ordinal))
            ? null
            : $"{from} may not use {used}";
    }

    /// <summary>The room of a repository path, such as <c>Desks.Deposits</c> for a file in that folder; null outside the product.</summary>
    public static string? OfPath(string path)
    {
        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        if (folder == "OtcBackoffice.Domain" || folder.StartsWith("OtcBackoffice.Domain/", StringComparison.Ordinal))
        {
            return folder["OtcBackoffice.".Length..].Replace('/', '.');
        }
        if (folder == Root)
        {
            return "";
        }
        return folder.StartsWith(Root + "/", StringComparison.Ordinal) ? folder[(Root.Length + 1)..].Replace('/', '.') : null;
    }

    private static string First(string name)
    {
        return name.Split('.')[0];
    }

    private static string? ConceptOf(string name)
    {
        var parts = name.Split('.');
        return parts.Length > 1 ? parts[1] : null;
    }
}

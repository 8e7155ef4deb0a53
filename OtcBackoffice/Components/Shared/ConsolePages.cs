using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Shared;

/// <summary>One page that people can be led to.</summary>
public sealed record ConsolePage(string Href, ConsolePageAttribute Entry, IReadOnlyList<string> Roles)
{
    public bool IsOpenTo(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && (Roles.Count == 0 || Roles.Any(user.IsInRole));
}

/// <summary>All pages of the console, read once from the page classes themselves.</summary>
public static class ConsolePages
{
    // As the session's cookie carries it.
    private const string NameClaim = "otc:name";

    private static readonly string[] GroupOrder = ["Desk", "Gateway", "Books", "Set-up", "System"];

    private static readonly Dictionary<string, string> RoleNames = new(StringComparer.Ordinal)
    {
        ["admin"] = "Administrator",
        ["otc_officer"] = "OTC officer",
        ["treasury"] = "Treasury",
        ["auditor"] = "Auditor",
        ["merchant"] = "Merchant",
    };

    public static readonly IReadOnlyList<ConsolePage> All = Read(typeof(ConsolePages).Assembly);

    public static IReadOnlyList<ConsolePage> OpenTo(ClaimsPrincipal user) => [.. All.Where(page => page.IsOpenTo(user))];

    /// <summary>Roles that may open the page class; empty when any signed-in person may.</summary>
    public static IReadOnlyList<string> RolesOf(Type page) =>
    [
        .. page.GetCustomAttributes<AuthorizeAttribute>(inherit: true)
            .SelectMany(rule => (rule.Roles ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The page a path leads to, or none. Parameters of the route are not looked at.</summary>
    public static ConsolePage? ForPath(string path)
    {
        var first = "/" + path.TrimStart('/').Split('/', '?')[0];
        return All.FirstOrDefault(page => string.Equals(page.Href, path, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(page => string.Equals(page.Href, first, StringComparison.OrdinalIgnoreCase));
    }

    public static string RoleName(string role) => RoleNames.GetValueOrDefault(role, role);

    /// <summary>What the person is called; the address to sign in with where no name is known.</summary>
    public static string NameOf(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindFirstValue(NameClaim) is { Length: > 0 } name ? name : user.Identity?.Name ?? "";
    }

    /// <summary>What the person is on the desk, in words.</summary>
    public static string RoleLine(ClaimsPrincipal user) =>
        string.Join(", ", user.FindAll(ClaimTypes.Role).Select(role => RoleName(role.Value)));

    private static IReadOnlyList<ConsolePage> Read(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           let entry = type.GetCustomAttribute<ConsolePageAttribute>()
           where entry is not null
           let route = type.GetCustomAttributes<RouteAttribute>().Select(r => r.Template)
               .FirstOrDefault(t => !t.Contains('{', StringComparison.Ordinal))
           where route is not null
           orderby Array.IndexOf(GroupOrder, entry.Group), entry.Order, entry.Title
           select new ConsolePage(route, entry, RolesOf(type)),
    ];
}

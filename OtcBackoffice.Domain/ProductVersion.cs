using System.Reflection;

namespace OtcBackoffice.Domain;

/// <summary>Which version of the product this is, as the build wrote it.</summary>
public static class ProductVersion
{
    private static readonly string Informational =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Major, minor and patch, such as "1.1.0".</summary>
    public static string Number { get; } = Informational.Split('+')[0];

    /// <summary>
    /// The oldest version whose nodes may work beside this one's on one database, as they do while a desk is upgraded node by node.
    /// </summary>
    public const string BesideSince = "1.1.0";

    /// <summary>The number with the commit that it was built from, where the build knew it: "1.1.0 (3afe913)".</summary>
    public static string Full { get; } = Informational.Split('+') is [var number, { Length: >= 7 } commit] ? $"{number} ({commit[..7]})"
        : Number;
}

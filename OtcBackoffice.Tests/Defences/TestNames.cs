using System.Reflection;

namespace OtcBackoffice.Tests.Defences;

/// <summary>Finds tests by the short names that people use: <c>Class</c>, <c>Class.Method</c>, <c>Folder.Class.Method</c>.</summary>
internal static class TestNames
{
    private static readonly Type[] Classes =
        [.. typeof(TestNames).Assembly.GetTypes().Where(type => type.IsClass && type.GetMethods().Any(IsTest))];

    /// <summary>The full name of the one class or method that is meant, a class with a dot at its end; null when there is none or more than
    /// one.</summary>
    public static string? Find(string name)
    {
        if (ClassNamed(name) is { } whole)
        {
            return whole.FullName + ".";
        }
        var dot = name.LastIndexOf('.');
        return dot > 0 && ClassNamed(name[..dot]) is { } type
            && type.GetMethods().Any(method => method.Name == name[(dot + 1)..] && IsTest(method))
            ? $"{type.FullName}.{name[(dot + 1)..]}"
            : null;
    }

    /// <summary>A full name as it was reported, cut down to class and method, with the folder where two have a class of this
    /// name.</summary>
    public static string Short(string full)
    {
        var parts = full.Split('.');
        var name = string.Join('.', parts[^Math.Min(2, parts.Length)..]);
        return Find(name) is null && parts.Length > 2 ? $"{parts[^3]}.{name}" : name;
    }

    private static Type? ClassNamed(string name)
    {
        var found = Classes.Where(type => ("." + type.FullName).EndsWith("." + name, StringComparison.Ordinal)).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static bool IsTest(MethodInfo method) => method.IsDefined(typeof(FactAttribute), inherit: true);
}

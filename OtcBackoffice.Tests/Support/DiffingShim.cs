using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// bunit asks for a newer AngleSharp.Diffing than the package feed serves. This answers with the one that lies beside the
/// tests; it does nothing where the newer one was restored, because then the first search succeeds.
/// </summary>
internal static class DiffingShim
{
    [ModuleInitializer]
    internal static void Install()
    {
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
        {
            var file = Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll");
            return name.Name == "AngleSharp.Diffing" && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        };
    }
}

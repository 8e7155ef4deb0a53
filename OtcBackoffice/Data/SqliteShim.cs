using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OtcBackoffice.Data;

/// <summary>
/// Lets EF Core Sqlite run on SQLitePCLRaw 2.0.x with the system's own SQLite; does nothing when restore took 2.1 or
/// newer. It exists only because a package feed may lack 2.1: delete this file and the floating versions to be rid of it.
/// </summary>
internal static class SqliteShim
{
    /// <summary>Whether the system's SQLite could not be loaded, so that the older bundled library is in use.</summary>
    internal static bool BundledFallback { get; private set; }

    [ModuleInitializer]
    internal static void Init()
    {
        // Fires only when the exact bind failed, that is only when the shipped assembly is older than the one asked for.
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
        {
            if (!name.Name!.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal))
            {
                return null;
            }
            var file = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
            return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        };
        var provider = Assembly.Load("SQLitePCLRaw.provider.e_sqlite3");
        if (provider.GetName().Version >= new Version(2, 1))
        {
            return;
        }
        NativeLibrary.SetDllImportResolver(provider, static (library, _, _) => library == "e_sqlite3" ? SystemSqlite() : 0);
    }

    private static nint SystemSqlite()
    {
        foreach (var name in (string[])["libsqlite3.so.0", "libsqlite3.dylib", "winsqlite3"])
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }
        BundledFallback = true;
        return 0;
    }
}

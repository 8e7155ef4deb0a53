using System.Runtime.CompilerServices;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// Lets the host choose its SQLite library before any test opens a database, so that tests and product run on the same one.
/// </summary>
internal static class HostModule
{
    [ModuleInitializer]
    internal static void Load()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(SqliteShim).Module.ModuleHandle);
    }
}

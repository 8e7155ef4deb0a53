using System.Runtime.CompilerServices;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// A demo desk without a past is what all tests begin with, also those that start the product as a process of its own; whoever
/// wants the thirty days says so in its settings.
/// </summary>
internal static class QuietDemo
{
    [ModuleInitializer]
    internal static void Settle() => Environment.SetEnvironmentVariable("Demo__Life", "false");
}

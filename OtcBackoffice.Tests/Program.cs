using OtcBackoffice.Tests.Benchmarks;

namespace OtcBackoffice.Tests;

/// <summary>
/// The entry point of the tests project when it is run instead of tested: <c>bench</c> measures the product against
/// its floors. The test runner loads the assembly and never comes here.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["bench", .. var names])
        {
            return await BenchVerb.RunAsync(names, CancellationToken.None);
        }
        if (args is [PageOpener.Verb])
        {
            return await PageOpener.RunAsync();
        }
        await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project OtcBackoffice.Tests -- bench [" + BenchVerb.Names + "]");
        return 2;
    }
}

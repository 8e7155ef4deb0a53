using OtcBackoffice.Tests.Answers;
using OtcBackoffice.Tests.Api;
using OtcBackoffice.Tests.Api.Doors;
using OtcBackoffice.Tests.Api.Gateway;
using OtcBackoffice.Tests.Benchmarks;
using OtcBackoffice.Tests.Corpora;
using OtcBackoffice.Tests.Defences;
using OtcBackoffice.Tests.Hosting;
using OtcBackoffice.Tests.Simulation;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests;

/// <summary>
/// The entry point of the tests project when it is run instead of tested: <c>bench</c> measures the product against
/// its floors, <c>defences</c> takes its defences out and looks whether the tests notice, and <c>answers</c>
/// writes down how every route answers, so that two versions can be compared, <c>contracts</c> writes down what clients rely on,
/// <c>simulate</c> runs the desk on virtual time against faults that a seed draws, <c>lives</c> lives payments of the gateway,
/// <c>corpus</c> compares a folder of public files with its index, <c>doors</c> sends every door what nobody means well, and
/// <c>restores</c> kills restores. The test runner loads the assembly and never comes here.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["bench", .. var names])
        {
            return await BenchVerb.RunAsync(names, CancellationToken.None);
        }
        if (args is ["defences", .. var attacks])
        {
            return await DefencesVerb.RunAsync(attacks);
        }
        if (args is [AnswersVerb.Verb, var file])
        {
            return await AnswersVerb.RunAsync(file);
        }
        if (args is [ContractsVerb.Verb, .. var how])
        {
            return await ContractsVerb.RunAsync(how is ["--breaking"]);
        }
        if (args is [SimulateVerb.Verb, .. var run])
        {
            return await SimulateVerb.RunAsync(run);
        }
        if (args is [LivesVerb.Verb, .. var lives])
        {
            return await LivesVerb.RunAsync(lives);
        }
        if (args is [DoorsVerb.Verb, .. var walk])
        {
            return await DoorsVerb.RunAsync(walk);
        }
        if (args is [RestoresVerb.Verb, .. var kills])
        {
            return await RestoresVerb.RunAsync(kills);
        }
        if (args is [CorpusVerb.Verb, var folder])
        {
            return await CorpusVerb.RunAsync(folder);
        }
        if (args is [LongJob.Verb, .. var serving])
        {
            return await LongJob.ServeAsync(serving);
        }
        if (args is [StartBench.Verb, .. var bare])
        {
            return await StartBench.ServeAsync(bare);
        }
        if (args is [PageOpener.Verb])
        {
            return await PageOpener.RunAsync();
        }
        await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project OtcBackoffice.Tests -- bench [" + BenchVerb.Names + "]");
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + DefencesVerb.Usage);
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- answers FILE");
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + ContractsVerb.Usage);
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + SimulateVerb.Usage);
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + LivesVerb.Usage);
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + CorpusVerb.Usage);
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + DoorsVerb.Usage);
        await Console.Error.WriteLineAsync("       dotnet run --project OtcBackoffice.Tests -- " + RestoresVerb.Usage);
        return 2;
    }
}

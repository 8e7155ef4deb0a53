using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Hosting;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// The product with one more job that takes longer than the scheduler waits for a sign of life. It writes down in a file which
/// process began it and which ended it; once it has ended there is nothing left to do.
/// </summary>
internal static class LongJob
{
    public const string Verb = "serve-with-long-job", Name = "long_job";

    public static readonly TimeSpan Takes = TimeSpan.FromSeconds(40);

    /// <param name="args">The file, how the job is started, and the product's settings.</param>
    public static async Task<int> ServeAsync(string[] args)
    {
        if (args is not [var file, var form, .. var settings])
        {
            return 2;
        }
        var job = new JobDeclaration(Name, "Takes long.", 3_600, (_, cancellation) => WorkAsync(file,
            cancellation)) { Form = Enum.Parse<JobForm>(form) };
        await using var app = BackofficeHost.Build([.. settings, "--applicationName=OtcBackoffice"], builder =>
            builder.Services.AddSingleton(job));
        await BackofficeHost.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Which processes did something, in order.</summary>
    public static async Task<IReadOnlyList<int>> WhoAsync(string file, string did) => !File.Exists(file) ? []
        : [.. (await File.ReadAllLinesAsync(file)).Where(line => line.StartsWith(did + " ", StringComparison.Ordinal)).Select(line =>
            int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))];

    private static async Task<int> WorkAsync(string file, CancellationToken cancellation)
    {
        if ((await WhoAsync(file, "ended")).Count > 0)
        {
            return 0;
        }
        await File.AppendAllTextAsync(file, $"began {Environment.ProcessId}\n", cancellation);
        await Task.Delay(Takes, cancellation);
        await File.AppendAllTextAsync(file, $"ended {Environment.ProcessId}\n", cancellation);
        return 1;
    }
}

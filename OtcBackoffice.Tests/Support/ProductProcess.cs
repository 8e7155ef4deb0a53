using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

/// <summary>The product as a process of its own, so that it can be ended as a power cut ends it, and started again on the same
/// data.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly TestDatabase _database;
    private readonly TempDirectory _data;
    private readonly ProductProcess? _beside;
    private readonly Queue<string> _said = new();
    private Process? _process;

    private ProductProcess(TestDatabase database, ProductProcess? beside = null)
    {
        (_database, _beside, _data) = (database, beside, beside?._data ?? new TempDirectory());
        Entry = beside?.Entry ?? ["OtcBackoffice.dll"];
    }

    /// <summary>The assembly that is started, with what comes before the settings.</summary>
    public IReadOnlyList<string> Entry { get; init; }

    /// <summary>The number of the process that runs now.</summary>
    public int ProcessId => _process?.Id ?? 0;

    public string ConnectionString => _database.ConnectionString;

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    public DemoCredentials Credentials { get; private set; } = new([], []);

    public static async Task<ProductProcess> CreateAsync(DatabaseProvider provider)
    {
        return new ProductProcess(await TestDatabases.CreateMigratedAsync(provider));
    }

    /// <summary>The same, started by another assembly that serves the product.</summary>
    public static async Task<ProductProcess> CreateAsync(DatabaseProvider provider, IReadOnlyList<string> entry) =>
        new(await TestDatabases.CreateMigratedAsync(provider)) { Entry = entry };

    /// <summary>Another node on the same data; the first one outlives it.</summary>
    public ProductProcess Beside() => new(_database, this);

    /// <summary>Starts it and waits until it is ready for work.</summary>
    public async Task StartAsync()
    {
        await StartBareAsync();
        Credentials = await DemoCredentials.ReadAsync(_data.File("demo-credentials.json"));
    }

    /// <summary>Starts it and waits until it says that it is ready, whatever else it has.</summary>
    public async Task StartBareAsync()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://{probe.LocalEndpoint}");
        }
        _process = Begin([$"--urls={Address}"]);
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var start = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(client))
        {
            Assert.False(_process.HasExited || Stopwatch.GetElapsedTime(start) > StartLimit,
                "The product did not become ready: " + string.Join('\n', _said));
            await Task.Delay(50);
        }
    }

    /// <summary>Ends it at once, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Runs a verb of the product on the same data; answers its exit code.</summary>
    public async Task<int> RunVerbAsync(string verb)
    {
        using var process = Begin([verb]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Waits until it ends by itself; answers its exit code.</summary>
    public async Task<int> EndAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process!.WaitForExitAsync(limit.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>The data as it lies, for a look at it while the product does not run; the caller disposes of it.</summary>
    public BackofficeDatabase OpenDatabase() =>
        _database.Provider == DatabaseProvider.Sqlite ? BackofficeDatabase.Sqlite(_data.File("backoffice.db"))
            : BackofficeDatabase.PostgreSql(_database.ConnectionString);

    /// <summary>A client with this bearer token; the caller disposes of it.</summary>
    public HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(120) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
        if (_beside is null)
        {
            await _database.DisposeAsync();
            _data.Dispose();
        }
    }

    private Process Begin(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] settings =
        [
            Path.Combine(AppContext.BaseDirectory, Entry[0]), .. Entry.Skip(1), .. arguments, "--environment=Development",
                $"--Data:Directory={_data.FullName}", $"--Database:Provider={_database.Provider}",
            "--RateLimits:PerMinute=1000000", "--Leases:Seconds=5", .. _database.Provider == DatabaseProvider.PostgreSql
                ? [$"--ConnectionStrings:Backoffice={_database.ConnectionString}"] : Array.Empty<string>(),
        ];
        foreach (var argument in settings)
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.Enqueue(line.Data ?? "");
            while (_said.Count > 30)
            {
                _said.Dequeue();
            }
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }
}

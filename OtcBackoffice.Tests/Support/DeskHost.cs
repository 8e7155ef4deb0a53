using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Tests.Support;

/// <summary>
/// The real product on a free loopback port, with a database and a data directory of its own that are gone afterwards.
/// Its clients act as the demo people by their access tokens, follow no redirects and keep no cookies.
/// </summary>
public sealed class DeskHost : IAsyncDisposable
{
    private readonly DeskHostSetup _setup;
    private readonly TestDatabase _database;
    private readonly TempDirectory _directory;
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);
    private WebApplication _app;
    private DemoCredentials? _credentials;

    private DeskHost(DeskHostSetup setup, TestDatabase database, TempDirectory directory)
    {
        _setup = setup;
        _database = database;
        _directory = directory;
        _app = Build();
    }

    /// <summary>Where the product listens; another port after a restart.</summary>
    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public string DataDirectory => _directory.FullName;

    public string ConnectionString => _database.ConnectionString;

    public LogLines Log { get; } = new();

    public DemoCredentials Credentials =>
        _credentials ?? throw new InvalidOperationException("This host was started without the demo desk.");

    /// <summary>Every route and page that the product answers.</summary>
    public IReadOnlyList<Endpoint> Endpoints => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints)];

    public HttpClient Anonymous => Client("");

    public HttpClient Admin => Client(Credentials.StaffNamed("admin").ApiToken);

    public HttpClient Admin2 => Client(Credentials.StaffNamed("admin2").ApiToken);

    public HttpClient Officer => Client(Credentials.StaffNamed("officer").ApiToken);

    public HttpClient Officer2 => Client(Credentials.StaffNamed("officer2").ApiToken);

    public HttpClient Treasury => Client(Credentials.StaffNamed("treasury").ApiToken);

    public HttpClient Treasury2 => Client(Credentials.StaffNamed("treasury2").ApiToken);

    public HttpClient Auditor => Client(Credentials.StaffNamed("auditor").ApiToken);

    public HttpClient Acacia => Client(Credentials.MerchantNamed("Acacia").ApiToken);

    public HttpClient Baobab => Client(Credentials.MerchantNamed("Baobab").ApiToken);

    public static async Task<DeskHost> StartAsync(DeskHostSetup? setup = null)
    {
        setup ??= new DeskHostSetup();
        var isCopy = DemoTemplates.Fit(setup);
        var database = isCopy ? await DemoTemplates.CreateAsync(setup.Provider) : await TestDatabases.CreateMigratedAsync(setup.Provider);
        var directory = new TempDirectory();
        if (isCopy)
        {
            DemoTemplates.CopyFiles(setup.Provider, directory);
        }
        var host = new DeskHost(setup, database, directory);
        try
        {
            await host.StartAppAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public static Task<DeskHost> StartAsync(DatabaseProvider provider)
    {
        return StartAsync(new DeskHostSetup { Provider = provider });
    }

    /// <summary>
    /// Another node of this desk: on the same PostgreSQL database, with a data directory that begins empty. Dispose of it first.
    /// </summary>
    public async Task<DeskHost> BesideAsync(DeskHostSetup? setup = null)
    {
        var database = new TestDatabase(_setup.Provider, _database.ConnectionString);
        var other = new DeskHost(setup ?? _setup, database, new TempDirectory()) { _credentials = _credentials };
        try
        {
            await other.StartAppAsync();
            return other;
        }
        catch
        {
            await other.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts on a data directory and a database that another version left; both are gone afterwards.</summary>
    internal static async Task<DeskHost> OpenAsync(DeskHostSetup setup, TestDatabase database, TempDirectory directory)
    {
        var host = new DeskHost(setup, database, directory);
        try
        {
            await host.StartAppAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a demo desk in an empty database and stops again; answers where an SQLite database then lies.</summary>
    internal static async Task<string> SeedAsync(DatabaseProvider provider, string connectionString, TempDirectory files)
    {
        var setup = new DeskHostSetup { Provider = provider, IsFirstStart = true,
            Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } };
        var host = new DeskHost(setup, new TestDatabase(provider, connectionString), files);
        var file = host.Services.GetRequiredService<HostSettings>().SqliteFile;
        await host.StartAppAsync();
        // Makes the large key of order notices, which takes a second of both cores.
        (await host.Anonymous.GetAsync("/openapi/v1/otc/base/public_key")).EnsureSuccessStatusCode();
        await host.StopAsync();
        host.Log.Dispose();
        return file;
    }

    /// <summary>A client that sends this bearer token with every request; none when it is empty.</summary>
    public HttpClient Client(string token)
    {
        return _clients.GetOrAdd(token, _ =>
        {
            var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All };
            var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(180) };
            if (token.Length > 0)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }
            return client;
        });
    }

    /// <summary>Stops the product and starts it again on the same data. Clients taken before are of no more use.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _app = Build();
        await StartAppAsync();
    }

    /// <summary>Stops the product for good; its data may be looked at until the host is disposed of.</summary>
    internal Task HaltAsync() => _app.StopAsync();

    /// <summary>Fails when the product logged an error, naming each.</summary>
    public void AssertNoErrors()
    {
        Assert.True(Log.Errors.Count == 0, string.Join('\n', Log.Errors));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _database.DisposeAsync();
        _directory.Dispose();
        Log.Dispose();
    }

    private WebApplication Build()
    {
        string[] args = [$"--environment={_setup.Environment}", "--applicationName=OtcBackoffice", "--urls=http://127.0.0.1:0"];
        return BackofficeHost.Build(args, builder =>
        {
            builder.Configuration.AddInMemoryCollection(Configuration());
            builder.Logging.ClearProviders().AddProvider(Log);
            // Runs when the container is built, that is after all registrations of the product.
            builder.Host.ConfigureContainer<IServiceCollection>((_, services) => ReplaceServices(services));
        });
    }

    private Dictionary<string, string?> Configuration()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Data:Directory"] = DataDirectory,
            ["Database:Provider"] = _setup.Provider.ToString(),
            ["ConnectionStrings:Backoffice"] = _setup.Provider == DatabaseProvider.PostgreSql ? _database.ConnectionString : null,
            ["Demo:Enabled"] = _setup.Demo ? "true" : "false",
            ["Sandbox:Enabled"] = _setup.Sandbox ? "true" : "false",
            // Tests ask faster than any client; those about limits set their own.
            ["RateLimits:PerMinute"] = "1000000",
            // Blocks are found when a test asks for them.
            ["Sandbox:AutoMineSeconds"] = "0",
        };
        foreach (var (name, value) in _setup.Settings)
        {
            settings[name] = value;
        }
        return settings;
    }

    private void ReplaceServices(IServiceCollection services)
    {
        if (_setup.Clock is { } clock)
        {
            services.Replace(_setup.Sandbox
                ? ServiceDescriptor.Singleton(_ => new SandboxClock(Path.Combine(DataDirectory, "sandbox"), clock))
                : ServiceDescriptor.Singleton<TimeProvider>(clock));
        }
        _setup.Services?.Invoke(services);
    }

    private async Task StartAppAsync()
    {
        if (_setup.Provider == DatabaseProvider.Sqlite)
        {
            var file = _app.Services.GetRequiredService<HostSettings>().SqliteFile;
            if (!File.Exists(file) && File.Exists(_database.SqliteFile))
            {
                File.Copy(_database.SqliteFile, file);
            }
        }
        await BackofficeHost.PrepareAsync(_app, CancellationToken.None);
        await _app.StartAsync();
        if (_setup.Demo && File.Exists(Path.Combine(DataDirectory, "demo-credentials.json")))
        {
            _credentials = await DemoCredentials.ReadAsync(Path.Combine(DataDirectory, "demo-credentials.json"));
        }
    }

    private async Task StopAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
        _clients.Clear();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

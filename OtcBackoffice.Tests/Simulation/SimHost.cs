using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Writing;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Simulation;

/// <summary>What all seeds of a process share: the registrations of the product, a demo desk as a template, and its people.</summary>
internal sealed class SimHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly TestDatabase _template;
    private readonly WebApplication _app;
    private readonly List<ServiceDescriptor> _services;
    private int _files;

    private SimHost(string folder, TestDatabase template, WebApplication app, List<ServiceDescriptor> services, DemoCredentials people) =>
        (_folder, _template, _app, _services, People) = (folder, template, app, services, people);

    /// <summary>When every seed begins: two days after the template was made, when its wallets are no longer new.</summary>
    public DateTimeOffset Begins { get; } = TimeProvider.System.GetUtcNow().AddDays(2);

    /// <summary>The people of the demo desk.</summary>
    public DemoCredentials People { get; }

    /// <summary>Makes the template; it takes as long as one start of the product.</summary>
    public static async Task<SimHost> CreateAsync()
    {
        // Memory where the system has it as a file system: the simulated disk is the choice of the seed, not of the machine.
        var folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm")
            ? "/dev/shm" : Path.GetTempPath(), $"otc-simulation-{Guid.NewGuid():N}")).FullName;
        var template = await DemoTemplates.CreateAsync(DatabaseProvider.Sqlite);
        using (var files = new TempDirectory())
        {
            DemoTemplates.CopyFiles(DatabaseProvider.Sqlite, files);
            CopyAll(files.FullName, folder);
        }
        var services = new List<ServiceDescriptor>();
        string[] args = ["--environment=Development", "--applicationName=OtcBackoffice", "--urls=http://127.0.0.1:0"];
        var app = BackofficeHost.Build(args, builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Data:Directory"] = folder, ["Database:Provider"] = "Sqlite", ["Demo:Enabled"] = "true", ["Sandbox:Enabled"] = "true",
                    ["Sandbox:AutoMineSeconds"] = "0",
            });
            builder.Logging.ClearProviders();
            builder.Host.ConfigureContainer<IServiceCollection>((_, all) => services.AddRange(all));
        });
        return new SimHost(folder, template, app, services, await DemoCredentials.ReadAsync(Path.Combine(folder,
            "demo-credentials.json")));
    }

    /// <summary>A database of its own for a seed.</summary>
    public string NewDatabase()
    {
        var file = Path.Combine(_folder, $"seed-{++_files}.db");
        File.Copy(_template.SqliteFile, file);
        return file;
    }

    /// <summary>Removes a seed's database.</summary>
    public static void Remove(string file)
    {
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
        {
            File.Delete(part);
        }
    }

    /// <summary>The desk's services for one life.</summary>
    public ServiceProvider Provide(BackofficeDatabase database, TimeProvider clock, IChainNode chain)
    {
        IServiceCollection services = new ServiceCollection();
        _services.ForEach(services.Add);
        services.RemoveAll<Microsoft.Extensions.Hosting.IHostedService>();
        services.Replace(ServiceDescriptor.Singleton(database));
        services.Replace(ServiceDescriptor.Singleton(clock));
        services.Replace(ServiceDescriptor.Singleton(chain));
        services.AddScoped<SimActor>();
        services.Replace(ServiceDescriptor.Scoped<IActorSource>(provider => provider.GetRequiredService<SimActor>()));
        return services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _template.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

/// <summary>Who asks in a scope of the simulation.</summary>
internal sealed class SimActor : IActorSource
{
    /// <inheritdoc/>
    public Actor? Current { get; set; }
}

/// <summary>One life of the desk: from its start until it dies. Its memory goes with it, the database stays.</summary>
internal sealed class SimLife
{
    private readonly ServiceProvider _provider;
    private readonly BackofficeDatabase _database;

    public SimLife(SimHost host, SimLoop loop, string file, SimClock clock, IChainNode chain, Action<LanePoint, SqliteConnection> passed)
    {
        Context = new SimContext(loop);
        SynchronizationContext.SetSynchronizationContext(Context);
        try
        {
            var seam = new LaneSeam(TaskScheduler.FromCurrentSynchronizationContext(), passed);
            _database = BackofficeDatabase.Sqlite(file, _ => { }, seam);
            _provider = host.Provide(_database, clock, chain);
            _ = _database.Lane;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    /// <summary>Where its steps run.</summary>
    public SimContext Context { get; }

    /// <summary>The road of writes, for what a plant does past the desks.</summary>
    public WriteLane Lane => _database.Lane;

    /// <summary>Starts a call in this life; it ends by itself or is lost with it.</summary>
    public void Start(SimCall call, Func<IServiceProvider, Task<string>> act) => Context.Post(_ => _ = RunAsync(call, act), null);

    /// <summary>Closes what a life of the desk leaves open. A dead one is only let go.</summary>
    public void End(SimLoop loop, string file)
    {
        if (!Context.IsDead)
        {
            var closed = new SimCall("close", "");
            Context.Post(_ => _ = CloseAsync(closed), null);
            loop.RunUntil(() => closed.Answer is not null);
            Context.Kill();
        }
        using var pool = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString());
        SqliteConnection.ClearPool(pool);
    }

    private async Task CloseAsync(SimCall closed)
    {
        await _database.DisposeAsync();
        closed.Answer = "closed";
    }

    private async Task RunAsync(SimCall call, Func<IServiceProvider, Task<string>> act)
    {
        try
        {
            await using var scope = _provider.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<SimActor>().Current = call.Actor;
            call.Answer = await act(scope.ServiceProvider);
        }
        catch (Exception fault) when (fault is SqliteException or SimCrashException || fault.GetType().Name is "WriteLostException")
        {
            call.Answer = "UNAVAILABLE";
        }
        catch (Exception fault)
        {
            (call.Answer, call.Defect) = ("DEFECT", fault);
        }
    }
}

/// <summary>Something that an actor asked for.</summary>
/// <param name="Name">What.</param>
/// <param name="On">On which record, as people call it.</param>
internal sealed record SimCall(string Name, string On)
{
    /// <summary>Who asks.</summary>
    public Actor? Actor { get; init; }

    /// <summary>The idempotency key that was sent.</summary>
    public string? Key { get; init; }

    /// <summary>What came back: <c>ok</c> or the code of the refusal; null while it runs, and for ever when it was lost.</summary>
    public string? Answer { get; set; }

    /// <summary>What the product threw that it should not have thrown.</summary>
    public Exception? Defect { get; set; }
}

using System.Diagnostics;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>Two nodes of one desk, each with an own empty directory; null where there is no PostgreSQL.</summary>
public sealed class NodePair : IAsyncLifetime
{
    private DeskHost? _one, _two;

    public bool IsThere => TestDatabases.HasShared;

    public DeskHost One => _one!;

    public DeskHost Two => _two!;

    public async Task InitializeAsync()
    {
        if (IsThere)
        {
            _one = await DeskHost.StartAsync(Named("one"));
            _two = await _one.BesideAsync(Named("two"));
        }
    }

    public async Task DisposeAsync()
    {
        if (_two is not null)
        {
            await _two.DisposeAsync();
        }
        if (_one is not null)
        {
            await _one.DisposeAsync();
        }
    }

    /// <summary>Waits until something holds; answers how long it took.</summary>
    internal static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < limit, $"It did not come about within {limit.TotalSeconds} s.");
            await Task.Delay(20);
        }
        return Stopwatch.GetElapsedTime(start);
    }

    internal static Task<TimeSpan> UntilAsync(Func<bool> holds, TimeSpan limit) => UntilAsync(() => Task.FromResult(holds()), limit);

    private static DeskHostSetup Named(string name) => new()
    {
        Provider = DatabaseProvider.PostgreSql,
        Settings = new Dictionary<string, string?> { ["Node:Name"] = name, ["Leases:Seconds"] = "5" },
    };
}

/// <summary>What a node heard, until it is disposed.</summary>
internal sealed class Ear : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<DeskSignal> _heard = [];
    private readonly IDisposable _listening;

    public Ear(DeskSignals signals) => _listening = signals.Listen(signal =>
    {
        lock (_gate)
        {
            _heard.Add(signal);
        }
    });

    public IReadOnlyList<DeskSignal> Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    public void Dispose() => _listening.Dispose();
}

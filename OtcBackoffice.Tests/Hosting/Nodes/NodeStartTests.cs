using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Hosting.Nodes;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Nodes;

/// <summary>How nodes begin: together on nothing, with a wrong clock, on files of an older version.</summary>
public sealed class NodeStartTests
{
    [Fact]
    public async Task Nodes_that_start_together_on_an_empty_database_make_one_desk()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        await using var database = await TestDatabases.CreateAsync(DatabaseProvider.PostgreSql);
        var nodes = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => DeskHost.OpenAsync(
            new DeskHostSetup
            {
                Provider = DatabaseProvider.PostgreSql, IsFirstStart = true,
                Settings = new Dictionary<string, string?> { ["Node:Name"] = $"node {number}" },
            },
            new TestDatabase(DatabaseProvider.PostgreSql, database.ConnectionString), new TempDirectory())));
        try
        {
            await using var db = nodes[0].Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
            Assert.Equal(1, await db.DataProtectionKeys.CountAsync());
            Assert.Equal(1, await db.Users.CountAsync(user => user.Email == "admin@demo.local"));
            var maker = Assert.Single(nodes, node => File.Exists(Path.Combine(node.DataDirectory, "demo-credentials.json")));
            var admin = maker.Credentials.StaffNamed("admin").ApiToken;
            foreach (var node in nodes)
            {
                Assert.Equal(3, (await node.Client(admin).GetJsonAsync("nodes")).GetProperty("nodes").GetArrayLength());
            }
            Assert.Single(nodes.Select(node => node.Services.GetRequiredService<IAuditNotary>().PublicKeyPem).Distinct());
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_node_whose_clock_is_wrong_is_not_ready_and_decides_nothing()
    {
        if (!TestDatabases.HasShared)
        {
            return;
        }
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(5));
        await using var host = await DeskHost.StartAsync(new DeskHostSetup
        {
            Provider = DatabaseProvider.PostgreSql,
            Services = services => services.Replace(ServiceDescriptor.Singleton(new NodeClock(clock))),
        });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Anonymous.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.GetAsync("/health/live")).StatusCode);
        using var refused = await host.Officer.GetAsync("/api/v1/auth/otc/deposits");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("\"NODE_CLOCK\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(host.Services.GetRequiredService<NodePulse>().SkewMs, 200_000, 400_000);

        clock.SetUtcNow(TimeProvider.System.GetUtcNow().AddMinutes(10));
        await Task.Delay(1_500);
        Assert.True(host.Services.GetRequiredService<NodePulse>().IsClockWrong);
    }

    [Fact]
    public async Task A_node_beside_an_embedded_database_is_the_only_one()
    {
        var settings = new Dictionary<string, string?> { ["Node:Name"] = "alone" };
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Settings = settings });

        var node = Assert.Single((await host.Admin.GetJsonAsync("nodes")).GetProperty("nodes").EnumerateArray());

        Assert.Equal(("alone", "serving", "0"), (node.Text("name"), node.Text("state"), node.Text("skew_ms")));
        Assert.Null(host.Services.GetRequiredService<DeskSignals>().Carrier);
    }

    [Fact]
    public async Task The_key_of_an_older_version_s_file_is_taken_over()
    {
        await using var host = await DeskHost.StartAsync();
        var rows = host.Services.GetRequiredService<IKeyRows>();
        await File.WriteAllBytesAsync(Path.Combine(host.DataDirectory, "old.key"), [1, 2, 3]);

        Assert.Equal([1, 2, 3], rows.FindOrAdd("old", "old.key", () => [9]));
        File.Delete(Path.Combine(host.DataDirectory, "old.key"));
        Assert.Equal([1, 2, 3], rows.FindOrAdd("old", "old.key", () => [9]));
        Assert.Equal([9], rows.FindOrAdd("new", "new.key", () => [9]));
        Assert.False(rows.Replace("new", [8], [7]));
        Assert.True(rows.Replace("new", [9], [7]));
        Assert.Equal([7], rows.Find("new"));
    }
}

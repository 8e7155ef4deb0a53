using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Architecture;

namespace OtcBackoffice.Tests.Support;

public sealed class DeskHostTests
{
    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_product_starts_with_a_demo_desk_and_is_ready(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);

        using var ready = await host.Anonymous.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(provider, host.Services.GetRequiredService<BackofficeDatabase>().Provider);
        Assert.Equal(["admin"], host.Credentials.StaffNamed("admin2").Roles);
        Assert.NotEqual(host.Credentials.MerchantNamed("Acacia").MerchantId, host.Credentials.MerchantNamed("Baobab").MerchantId);
        host.AssertNoErrors();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_restart_keeps_the_data(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var before = (await UsersAsync(host), host.Credentials.StaffNamed("admin").ApiToken);

        await host.RestartAsync();

        Assert.Equal(before, (await UsersAsync(host), host.Credentials.StaffNamed("admin").ApiToken));
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.GetAsync("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_product_runs_on_the_test_s_clock(bool sandbox)
    {
        var clock = TestClock.Standing();
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Clock = clock, Sandbox = sandbox, Demo = false });

        clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(clock.GetUtcNow(), host.Services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    [Fact]
    public async Task Assets_are_served_as_in_production()
    {
        await using var host = await DeskHost.StartAsync();

        var script = await host.Anonymous.GetByteArrayAsync("/_framework/blazor.web.js");

        Assert.True(script.Length > 100_000, $"{script.Length} bytes");
    }

    [Fact]
    public async Task Every_route_says_who_may_call_it()
    {
        await using var host = await DeskHost.StartAsync();

        var undecided = SurfaceRules.UndecidedEndpoints(host.Endpoints).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(host.Endpoints);
        Assert.True(undecided.Count == 0, string.Join('\n', undecided));
    }

    private static async Task<int> UsersAsync(DeskHost host)
    {
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        return await db.Users.CountAsync();
    }
}

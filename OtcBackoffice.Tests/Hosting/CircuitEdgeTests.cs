using System.Net.WebSockets;
using System.Reflection;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>What a circuit lets in: connections of our own pages, messages of a bounded size, and no method by name.</summary>
public sealed class CircuitEdgeTests
{
    [Fact]
    public async Task A_socket_of_another_site_is_refused_before_it_is_one()
    {
        await using var host = await DeskHost.StartAsync();
        foreach (var origin in new[] { "https://evil.example", "null", null,
            host.Address.GetLeftPart(UriPartial.Authority) + ".evil.example" })
        {
            using var socket = new ClientWebSocket();
            if (origin is not null)
            {
                socket.Options.SetRequestHeader("Origin", origin);
            }
            socket.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(() =>
                socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None));
            Assert.Equal(403, (int)socket.HttpStatusCode);
        }
    }

    [Fact]
    public async Task Messages_and_circuits_have_their_bounds_and_tell_nothing_of_faults()
    {
        await using var host = await DeskHost.StartAsync();
        var circuits = host.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;
        // The hub's options are kept under its type, which the framework does not show.
        var type = typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", throwOnError: true)!;
        var kind = typeof(IOptions<>).MakeGenericType(typeof(HubOptions<>).MakeGenericType(type));
        var options = (HubOptions)kind.GetProperty("Value")!.GetValue(host.Services.GetRequiredService(kind))!;

        Assert.Equal(32 * 1_024, options.MaximumReceiveMessageSize);
        Assert.False(circuits.DetailedErrors);
        Assert.NotEqual(true, options.EnableDetailedErrors);
        Assert.InRange(circuits.DisconnectedCircuitMaxRetained, 0, 100);
        Assert.InRange(CircuitSeats.PerPersonMax, 1, 5);
    }

    // What carries this attribute can be called from the console of any browser, with any arguments.
    [Fact]
    public void No_method_of_ours_can_be_called_by_a_script() =>
        Assert.Empty(typeof(BackofficeHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(JSInvokableAttribute))).Select(method => $"{method.DeclaringType}.{method.Name}"));
}

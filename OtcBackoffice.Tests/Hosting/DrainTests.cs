using System.Net;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>A node that is told to go takes nobody new, serves on for a while, and ends by itself with 0 (issue 18).</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_drained_node_is_not_ready_serves_five_seconds_and_ends_well()
    {
        await using var product = await ProductProcess.CreateAsync(DatabaseProvider.Sqlite);
        await product.StartAsync();
        using var admin = product.Client(product.Credentials.StaffNamed("admin").ApiToken);
        using var officer = product.Client(product.Credentials.StaffNamed("officer").ApiToken);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.PostAsync("/system/drain", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/health/ready")).StatusCode);

        Assert.Equal("draining", (await admin.PostJsonAsync("/system/drain", null, HttpStatusCode.Accepted)).Text("state"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await admin.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/health/live")).StatusCode);
        await admin.GetJsonAsync("merchants");
        Assert.Equal(0, await product.EndAsync(TimeSpan.FromSeconds(120)));
    }
}

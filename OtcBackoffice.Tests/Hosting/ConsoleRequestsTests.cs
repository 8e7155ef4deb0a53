using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Hosting;

namespace OtcBackoffice.Tests.Hosting;

public sealed class ConsoleRequestsTests
{
    [Theory]
    [InlineData("/deposits", "text/html,*/*", true)]
    [InlineData("/deposits", "application/json", false)]
    [InlineData("/api/v1/auth/otc/deposits", "text/html", false)]
    [InlineData("/otc-deposits-proof/1", "text/html", false)]
    [InlineData("/sandbox/clock", "text/html", false)]
    [InlineData("/health/ready", "text/html", false)]
    [InlineData("/otc", "text/html", true)]
    public void Pages_answer_people_only(string path, string accept, bool forPeople)
    {
        Assert.Equal(forPeople, ConsoleRequests.IsForPeople(Request(path, accept)));
    }

    [Fact]
    public async Task A_status_page_is_never_put_in_front_of_a_machine()
    {
        var machine = Request("/api/v1/none", "text/html");
        var person = Request("/none", "text/html");

        await ConsoleRequests.PrepareErrorPages(machine, _ => Task.CompletedTask);
        await ConsoleRequests.PrepareErrorPages(person, _ => Task.CompletedTask);

        Assert.False(machine.Features.Get<IStatusCodePagesFeature>()!.Enabled);
        Assert.True(person.Features.Get<IStatusCodePagesFeature>()!.Enabled);
    }

    [Theory]
    [InlineData("theme=neon; density=huge; tz=Nowhere", ConsolePreferences.Auto, ConsolePreferences.Comfortable, "UTC", true)]
    [InlineData("theme=dark; density=compact; tz=Africa%2FNairobi; keys=off", ConsolePreferences.Dark, ConsolePreferences.Compact,
        "Africa/Nairobi", false)]
    public void Preferences_that_are_not_known_are_ignored(string cookies, string theme, string density, string zone, bool singleKeys)
    {
        var http = Request("/", "text/html");
        http.Request.Headers.Cookie = cookies;

        Assert.Equal(new ConsolePreferences(theme, density, zone, singleKeys), ConsolePreferences.Read(http.Request.Cookies));
    }

    private static DefaultHttpContext Request(string path, string accept)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        http.Request.Headers.Accept = accept;
        http.Features.Set<IStatusCodePagesFeature>(new StatusCodePagesFeature());
        return http;
    }
}

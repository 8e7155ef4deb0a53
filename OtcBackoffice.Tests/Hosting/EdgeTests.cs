using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Hosting;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting;

/// <summary>The outer wall: what Production refuses, whose connections and forms are taken, what cookies and logs look like.</summary>
public sealed class EdgeTests
{
    private const string Canary = "Zx9-canary-four-horses-ate-hay-7Q";

    [Fact]
    public void Production_names_everything_that_is_weak_at_once()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Demo:Enabled"] = "true",
            ["Sandbox:Enabled"] = "true",
            ["Egress:AllowLoopback"] = "true",
            ["Identity:RequireSecondFactorForStaff"] = "false",
        }).Build();

        var fault = Assert.Throws<SettingsException>(() => HostSettings.Read(settings, new Named("Production")));

        Assert.All(["Demo:Enabled", "Sandbox:Enabled", "Egress:AllowLoopback", "Identity:RequireSecondFactorForStaff",
            "DataProtection:Passphrase"],
            name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_product_does_not_start_with_a_route_that_says_nothing()
    {
        await using var sound = Routed("/decided", isDecided: true);
        await sound.StartAsync();

        await using var forgetful = Routed("/forgotten", isDecided: false);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => forgetful.StartAsync());

        Assert.Contains("/forgotten", fault.Message, StringComparison.Ordinal);
    }

    private static WebApplication Routed(string path, bool isDecided)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var route = app.MapGet(path, () => "");
        if (isDecided)
        {
            route.AllowAnonymous();
        }
        app.UseRouteDecisions();
        return app;
    }

    [Fact]
    public async Task Cookies_outside_development_are_bound_to_the_host_and_to_tls()
    {
        await using var host = await DeskHost.StartAsync(new DeskHostSetup { Environment = "Staging", Demo = false, Sandbox = false });
        using var browser = new FormBrowser(host.Address);
        await browser.GetAsync("/account/sign-in");
        using var answer = await host.Anonymous.GetAsync(new Uri("/account/sign-in", UriKind.Relative));

        Assert.NotEmpty(browser.SetCookies);
        Assert.All(browser.SetCookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains("max-age", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_ring_under_a_passphrase_holds_no_plain_key_and_is_read_again_after_a_restart()
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Settings = new Dictionary<string, string?> { ["DataProtection:Passphrase"] = Canary } });
        var officer = host.Credentials.StaffNamed("officer");
        using (var browser = new FormBrowser(host.Address))
        {
            Assert.Equal("/", (await browser.SignInAsync(officer.Email, officer.Password)).Location);
        }
        var keys = await KeysAsync(host);
        Assert.NotEmpty(keys);
        Assert.All(keys, text =>
        {
            Assert.Contains(nameof(PassphraseDecryptor), text, StringComparison.Ordinal);
            Assert.DoesNotContain("<masterKey", text, StringComparison.Ordinal);
        });

        await host.RestartAsync();
        using var again = new FormBrowser(host.Address);
        Assert.Equal("/", (await again.SignInAsync(officer.Email, officer.Password)).Location);
        Assert.Equal(keys, await KeysAsync(host));
    }

    private static async Task<List<string>> KeysAsync(DeskHost host)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>().CreateDbContextAsync();
        return await db.DataProtectionKeys.OrderBy(key => key.Id).Select(key => key.Xml!).ToListAsync();
    }

    [Fact]
    public async Task Circuits_open_from_our_own_pages_and_forms_need_their_token()
    {
        await using var host = await DeskHost.StartAsync();
        foreach (var (origin, expected)
            in new[] { ("https://evil.example", HttpStatusCode.Forbidden), ("null", HttpStatusCode.Forbidden),
            (host.Address.GetLeftPart(UriPartial.Authority), HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
            request.Headers.Add("Origin", origin);
            using var answer = await host.Anonymous.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }

        var officer = host.Credentials.StaffNamed("officer");
        using var browser = new FormBrowser(host.Address);
        await browser.SignInAsync(officer.Email, officer.Password);
        var forms = host.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path.StartsWith("/account", StringComparison.Ordinal) || path == "/setup").ToList();
        Assert.True(forms.Count >= 18, $"{forms.Count} forms");
        foreach (var form in forms)
        {
            var answer = await browser.PostRawAsync(form, ("email", "x"), ("id", Guid.NewGuid().ToString()));
            Assert.True(answer.Location.Contains("error=expired", StringComparison.Ordinal), $"{form}: {answer.Status} {answer.Location}");
        }
        Assert.Equal(200, (await browser.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task No_secret_reaches_the_log()
    {
        await using var host = await DeskHost.StartAsync();
        var officer = host.Credentials.StaffNamed("officer");
        using var browser = new FormBrowser(host.Address);
        await browser.SignInAsync(officer.Email, Canary);
        await browser.SignInAsync(Canary, officer.Password);
        await browser.PostAsync("/setup", "/setup", ("token", Canary), ("email", "a@b.example"), ("name", "A"), ("password", Canary));
        await browser.PostAsync("/account/welcome", "/account/welcome", ("token", Canary), ("password", Canary));
        await browser.SignInAsync(officer.Email, officer.Password);
        await browser.PostAsync("/account", "/account/password", ("current", Canary), ("password", Canary));
        await browser.PostAsync("/account/confirm", "/account/confirm", ("proof", Canary), ("returnUrl", "/"));
        await browser.PostAsync("/account", "/account/authenticator/confirm", ("code", Canary));
        await browser.PostRawAsync("/account/passkey", ("credential", Canary));
        await browser.GetAsync($"/otc-deposits-proof/{Guid.NewGuid()}/x.pdf?signature={Canary}");
        await browser.GetAsync($"/account/sign-in?error={Canary}");
        using var bearer = host.Client(Canary);
        await bearer.GetJsonAsync("users", HttpStatusCode.Unauthorized);
        var invited = await host.Admin.PostJsonAsync("users/invite",
            new { email = "amina@desk.example", display_name = "Amina", roles = new[] { "auditor" } }, HttpStatusCode.Accepted);
        var token = invited.Text("invitation", "link").Split('#')[1];

        string[] secrets = [Canary, token, officer.Password, officer.ApiToken, .. browser.Cookies.Values];
        var leaked = host.Log.All.Where(line => secrets.Any(secret => line.ToString().Contains(secret, StringComparison.Ordinal))).ToList();

        Assert.True(leaked.Count == 0, string.Join('\n', leaked));
        Assert.NotEmpty(host.Log.All);
    }

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "OtcBackoffice";

        public string ContentRootPath { get; set; } = Path.GetTempPath();

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

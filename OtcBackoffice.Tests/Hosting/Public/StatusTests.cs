using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Domain.Status;
using OtcBackoffice.Jobs;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Public;

/// <summary>The status page as its readers get it (specification 000, "Status"; sentence D15).</summary>
public sealed partial class StatusTests
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Uptime_equals_a_recount_of_the_probes_and_minutes_without_a_desk_are_down(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(
            new DeskHostSetup { Provider = provider, Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false" } });
        await ProbeAsync(host);
        var first = await host.Anonymous.GetJsonAsync("/status.json");
        Assert.Equal(StatusComponents.All.Select(one => one.Name),
            first.GetProperty("components").EnumerateArray().Select(one => one.Text("name")));
        Assert.Equal("operational", first.Text("state"));
        Assert.Equal(100m, Part(first, "database").GetProperty("uptime_90d").GetDecimal());
        Assert.Equal(["name", "state", "uptime_30d", "uptime_90d"], Part(first, "gateway").EnumerateObject().Select(one => one.Name));

        // The desk was away for ten minutes, and part of it failed for one of those before.
        var factory = host.Services.GetRequiredService<IDbContextFactory<BackofficeDbContext>>();
        await using (var db = await factory.CreateDbContextAsync())
        {
            var oldest = await db.ProbeMinutes.MinAsync(row => row.MinuteUtc);
            db.ProbeMinutes.AddRange(Enumerable.Range(1, 30).Where(back => back is < 12 or > 21).Select(back =>
                new ProbeMinute { Component = "gateway", MinuteUtc = oldest.AddMinutes(-back),
                    Severity = back == 3 ? 3 : back == 5 ? 1 : 0 }));
            await db.SaveChangesAsync();
        }
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 600 });
        await ProbeAsync(host);
        var later = await host.Anonymous.GetJsonAsync("/status.json");
        await using (var db = await factory.CreateDbContextAsync())
        {
            var rows = await db.ProbeMinutes.Where(row => row.Component == "gateway").ToListAsync();
            var span = (int)(rows.Max(row => row.MinuteUtc) - rows.Min(row => row.MinuteUtc)).TotalMinutes + 1;
            Assert.Equal(Math.Round(100m * rows.Count(row => row.Severity < 2) / span, 3, MidpointRounding.ToZero),
                Part(later, "gateway").GetProperty("uptime_90d").GetDecimal());
            Assert.InRange(span - rows.Count, 18, 20);
        }

        // Days that are over are added up once, and the sums stay when the minutes go.
        await host.Admin.PostJsonAsync("/sandbox/clock/advance", new { seconds = 86_400 });
        await ProbeAsync(host);
        var before = Part(await host.Anonymous.GetJsonAsync("/status.json"), "gateway").GetProperty("uptime_90d").GetDecimal();
        Assert.InRange(before, 0.1m, 5m);
        await using (var db = await factory.CreateDbContextAsync())
        {
            Assert.NotEmpty(await db.ProbeDays.Where(row => row.Component == "gateway").ToListAsync());
        }
        Assert.Contains("down ", await host.Anonymous.GetStringAsync("/status"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_incident_is_drafted_shown_updated_and_closed_and_mailed_to_who_confirmed(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        foreach (var email in new[] { "reader@example.com", "READER@example.com", "reader@example.com", "silent@example.com", "no address",
            "a@b\r\nBcc: c@d" })
        {
            using var asked = await host.Anonymous.PostAsync("/status/subscribe",
                new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = email }));
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        }
        var letters = await MailsAsync(host);
        Assert.Equal(["reader@example.com", "reader@example.com", "silent@example.com"], letters.Select(one => one.Text("to")).Order());
        var link = PathIn(letters.First(one => one.Text("to") == "reader@example.com"), "/status/confirm");
        using (var spoilt = await host.Anonymous.GetAsync(link + "x"))
        {
            Assert.Equal(HttpStatusCode.NotFound, spoilt.StatusCode);
        }
        Assert.Contains("You are on the list", await host.Anonymous.GetStringAsync(link), StringComparison.Ordinal);

        var draft = new { title = "Payouts are slow " + Markup, message = "We look " + Markup, impact = "minor",
            components = new[] { "chain" }, publish = false };
        await host.Acacia.PostJsonAsync("incidents", draft, HttpStatusCode.Forbidden);
        await host.Officer.PostJsonAsync("incidents", draft with { components = ["moon"] }, HttpStatusCode.BadRequest);
        await host.Officer.PostJsonAsync("incidents", draft with { impact = "awful" }, HttpStatusCode.BadRequest);
        var id = (await host.Officer.PostJsonAsync("incidents", draft, HttpStatusCode.Created)).Text("incident", "id");
        Assert.Equal(0, (await host.Anonymous.GetJsonAsync("/status.json")).GetProperty("incidents").GetArrayLength());
        await host.Officer.PostJsonAsync($"incidents/{id}/publish");
        await host.Officer.PostJsonAsync($"incidents/{id}/publish", null, HttpStatusCode.Conflict);

        var page = await host.Anonymous.GetStringAsync("/status");
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.Equal("degraded", Part(await host.Anonymous.GetJsonAsync("/status.json"), "chain").Text("state"));
        var feed = XDocument.Parse(await host.Anonymous.GetStringAsync("/status.atom"));
        Assert.Contains(Markup, feed.Descendants().Single(one => one.Name.LocalName == "content").Value, StringComparison.Ordinal);

        await host.Officer.PostJsonAsync($"incidents/{id}/updates", new { state = "identified", message = "A node answers late." });
        await host.Officer.PostJsonAsync($"incidents/{id}/updates", new { state = "postmortem", message = "Too early." },
            HttpStatusCode.Conflict);
        await host.Officer.PostJsonAsync($"incidents/{id}/resolve", new { message = "All is well." });
        await host.Officer.PostJsonAsync($"incidents/{id}/updates", new { state = "investigating", message = "Again." },
            HttpStatusCode.Conflict);
        await host.Officer.PostJsonAsync($"incidents/{id}/postmortem", new { message = "We watch it now." });
        var shown = (await host.Anonymous.GetJsonAsync("/status.json")).GetProperty("incidents")[0];
        Assert.Equal(("postmortem", 4), (shown.Text("state"), shown.GetProperty("updates").GetArrayLength()));

        var news = (await MailsAsync(host)).Where(one => one.Text("subject").StartsWith('[')).ToList();
        Assert.Equal(4, news.Count);
        Assert.All(news, one => Assert.Equal("reader@example.com", one.Text("to")));
        Assert.Equal("List-Unsubscribe=One-Click", news[0].Text("headers", "List-Unsubscribe-Post"));
        var end = new Uri(news[0].Text("headers", "List-Unsubscribe").Trim('<', '>')).PathAndQuery;
        Assert.Contains("End mail about the status?", await host.Anonymous.GetStringAsync(end), StringComparison.Ordinal);
        for (var time = 0; time < 2; time++)
        {
            using var ended = await host.Anonymous.PostAsync(end,
                new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" }));
            Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
            Assert.Contains("No more mail comes", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await AnnounceAsync(host);
    }

    // Maintenance that is announced shows as such, and is no incident that is mailed.
    private static async Task AnnounceAsync(DeskHost host)
    {
        var now = (await host.Admin.GetJsonAsync("/sandbox/clock")).GetProperty("now").GetDateTime();
        await host.Officer.PostJsonAsync("incidents",
            new { title = "Pause", message = "We move house.", components = new[] { "gateway" }, publish = true,
            starts_at = now.AddMinutes(-1), ends_at = now.AddHours(1) }, HttpStatusCode.Created);
        var paused = await host.Anonymous.GetJsonAsync("/status.json");
        Assert.Equal(("maintenance", 1), (Part(paused, "gateway").Text("state"), paused.GetProperty("maintenance").GetArrayLength()));
        Assert.Equal(4, (await MailsAsync(host)).Count(one => one.Text("subject").StartsWith('[')));
    }

    [Fact]
    public async Task The_page_has_its_copy_when_the_database_is_gone()
    {
        var copy = new KeptCopy();
        await using (var host = await DeskHost.StartAsync(
            new DeskHostSetup { Services = services => services.AddSingleton<IStatusCopy>(copy) }))
        {
            await ProbeAsync(host);
        }
        var board = new StatusBoard(new NoDatabase(), copy, TimeProvider.System);
        Assert.Equal(100m, board.Current.Components.First(one => one.Name == "database").Uptime90d);
        await Assert.ThrowsAsync<InvalidOperationException>(() => board.RefreshAsync(CancellationToken.None));
        board.DatabaseLost();
        Assert.Equal((ComponentState.PartialOutage, ComponentState.MajorOutage),
            (board.Current.State, board.Current.Components.First(one => one.Name == "database").State));
    }

    private static JsonElement Part(JsonElement status, string name) =>
        status.GetProperty("components").EnumerateArray().First(one => one.Text("name") == name);

    private static async Task ProbeAsync(DeskHost host) =>
        Assert.Null((await host.Services.GetRequiredService<JobBoard>().RunAsync(DeskJobs.StatusProber, CancellationToken.None)).Fault);

    private static async Task<List<JsonElement>> MailsAsync(DeskHost host) =>
        [.. (await host.Admin.GetJsonAsync("/sandbox/mails")).GetProperty("mails").EnumerateArray()];

    private static string PathIn(JsonElement letter, string path) =>
        new Uri(Address().Matches(letter.Text("text")).Select(one => one.Value).First(one => one.Contains(path, StringComparison.Ordinal)))
        .PathAndQuery;

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    private sealed class KeptCopy : IStatusCopy
    {
        private byte[]? _kept;

        public byte[]? Read() => _kept;

        public void Write(byte[] copy) => _kept = copy;
    }

    private sealed class NoDatabase : IDbContextFactory<BackofficeDbContext>
    {
        public BackofficeDbContext CreateDbContext() => throw new InvalidOperationException("There is no database.");
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Components.Centre;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>The pages of the developer centre (specification 000): open to everybody, drawn on the server, without a circuit.</summary>
internal static class CentreHosting
{
    private const int QueryMax = 80, HitsMax = 30;

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    private static readonly (string Name, string Title)[] Languages =
        [("curl", "curl"), ("python", "Python"), ("javascript", "JavaScript"), ("csharp", "C#"), ("java", "Java"), ("php", "PHP")];

    /// <summary>The quick starts, as the files that they are.</summary>
    public static IReadOnlyList<QuickStart> QuickStarts { get; } =
        [.. Languages.Select(one => new QuickStart(one.Name, one.Title, Resource($"QuickStarts.{one.Name}.txt")))];

    /// <summary>The changes of every surface, newest first.</summary>
    public static IReadOnlyList<ChangeDay> Changes { get; } =
        [.. JsonSerializer.Deserialize<List<ChangeDay>>(Resource("Changes.api-changes.json"), Reading)!.OrderByDescending(day => day.Date)];

    /// <summary>Adds the pages.</summary>
    public static void MapCentre(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dev", () => Page<OverviewPage>()).AllowAnonymous();
        routes.MapGet("/dev/auth", () => Page<AuthPage>()).AllowAnonymous();
        routes.MapGet("/dev/events", () => Page<EventsPage>()).AllowAnonymous();
        routes.MapGet("/dev/webhooks", () => Page<WebhooksGuidePage>()).AllowAnonymous();
        routes.MapGet("/dev/sandbox", () => Page<SandboxGuidePage>()).AllowAnonymous();
        routes.MapGet("/dev/versions", () => Page<VersionsPage>(new() { [nameof(VersionsPage.Endings)] = EndingLines })).AllowAnonymous();
        routes.MapGet("/dev/limits", (RateLimitSettings limits) => Page<LimitsPage>(new() { [nameof(LimitsPage.Limits)] = Shown(limits) }))
            .AllowAnonymous();
        routes.MapGet("/dev/quick-starts", () => Page<QuickStartsPage>(new() { [nameof(QuickStartsPage.Starts)] = QuickStarts }))
            .AllowAnonymous();
        routes.MapGet("/dev/quick-starts/{name}.txt",
            (string name) => QuickStarts.FirstOrDefault(one => one.Name == name) is { } found ? Results.Text(found.Text) : Missing())
            .AllowAnonymous();
        routes.MapGet("/dev/changelog", () => Page<ChangelogPage>(new() { [nameof(ChangelogPage.Days)] = Changes })).AllowAnonymous();
        routes.MapGet("/dev/changelog.atom", Feed).AllowAnonymous();
        routes.MapGet("/dev/errors",
            () => Page<ErrorsPage>(new() { [nameof(ErrorsPage.Surfaces)] = ErrorCatalogue.Surfaces,
            [nameof(ErrorsPage.Shapes)] = ErrorCatalogue.Shapes })).AllowAnonymous();
        routes.MapGet("/dev/errors/{code}",
            (string code) => ErrorCatalogue.Find(code) is { } page ? Page<ErrorPage>(new() { [nameof(ErrorPage.View)] = page }) : Missing())
            .AllowAnonymous();
        routes.MapGet("/dev/search", Search).AllowAnonymous();
        routes.MapGet("/dev/{*path}", Missing).AllowAnonymous();
    }

    /// <summary>A page of the centre.</summary>
    public static IResult Page<TPage>(Dictionary<string, object?>? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters ?? []) { StatusCode = status };

    private static IResult Missing() => Page<MissingPage>(status: StatusCodes.Status404NotFound);

    private static IReadOnlyList<EndingLine> EndingLines => [.. Endings.All.Select(one => new EndingLine(
        $"{one.Method} {one.Path}{(one.Parameter is null ? "" : $"?{one.Parameter}=")}", DateOnly.FromDateTime(one.SinceUtc),
            DateOnly.FromDateTime(one.SunsetUtc), one.Instead))];

    private static LimitsView Shown(RateLimitSettings limits) =>
        new(Grouped(limits.PerMinute), Grouped(limits.PerMerchantPerMinute), Grouped(limits.PerAddressPerMinute),
        Grouped(ApiJson.BodyBytesMax));

    private static string Grouped(int figure) => figure.ToString("N0", CultureInfo.InvariantCulture);

    private static IResult Feed(HttpContext http, HostSettings settings)
    {
        var home = PublicPages.HomeOf(http, settings);
        var entries = Changes.SelectMany(day => day.Changes.Select((one, index) =>
        {
            var at = day.Date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            return new FeedEntry($"tag:otc-backoffice,{day.Date:yyyy-MM-dd}:{one.Surface}:{index}",
                $"{one.Surface}, {one.Type}: {one.Title}",
                new Uri(home, $"/dev/changelog#d-{day.Date:yyyyMMdd}"), at, at, one.Note);
        }));
        var newest = Changes[0].Date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return PublicPages.Feed("Changes of the APIs of the OTC desk", new Uri(home, "/dev/changelog"),
            new Uri(home, "/dev/changelog.atom"), newest, entries);
    }

    private static IResult Search(string? q)
    {
        var asked = (q ?? "").Trim();
        asked = asked.Length > QueryMax ? asked[..QueryMax] : asked;
        return Page<SearchPage>(
            new() { [nameof(SearchPage.Query)] = asked, [nameof(SearchPage.Hits)] = asked.Length == 0 ? [] : Find(asked) });
    }

    private static List<SearchHit> Find(string asked)
    {
        var words = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pages = CentreNavigation.All.Select(page => new SearchHit(page.Title, page.Href, page.Section, page.About));
        var errors = ErrorCatalogue.Codes.Select(code => ErrorCatalogue.Find(code)!)
            .Select(page => new SearchHit(page.Written[0].Code, $"/dev/errors/{page.Written[0].Code}", "Errors",
            string.Join(' ', page.Refusals.Take(3).Select(refusal => refusal.Meaning))));
        var changes = Changes.SelectMany(day =>
            day.Changes.Select(one =>
            new SearchHit(one.Title, $"/dev/changelog#d-{day.Date:yyyyMMdd}", $"Changelog, {one.Surface}", one.Note)));
        return [.. pages.Concat(errors).Concat(changes)
            .Select(hit => (Hit: hit,
                Weight: words.All(word => Has(hit, word)) ? words.Sum(word => Contains(hit.Title, word) ? 3 : 1)
                + (hit.Title.Equals(asked, StringComparison.OrdinalIgnoreCase) ? 10 : 0) : 0))
            .Where(one => one.Weight > 0).OrderByDescending(one => one.Weight).Take(HitsMax).Select(one => one.Hit)];
    }

    private static bool Has(SearchHit hit, string word) =>
        Contains(hit.Title, word) || Contains(hit.Sentence, word) || Contains(hit.Href, word);

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Resource(string name)
    {
        using var stream = typeof(CentreHosting).Assembly.GetManifestResourceStream($"OtcBackoffice.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Components.Status;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Status;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Status;
using OtcBackoffice.Integrations.Status;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The status page and its feeds, open to everybody and served from the board's copy: no request of a reader asks the database.
/// </summary>
internal static class StatusHosting
{
    private const int FormBytesMax = 4 * 1024, AsksPerAddressPerMinute = 10;

    /// <summary>Adds what measures and shows the state.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<IStatusCopy>(_ => new FileStatusCopy(settings.DataDirectory)).AddSingleton<StatusBoard>()
            .AddSingleton<SurfaceTally>().AddSingleton<StatusLetters>();
        return services.AddScoped<StatusProbes>().AddScoped<IncidentDesk>().AddScoped<SubscriptionDesk>();
    }

    /// <summary>Counts what each surface answers. It stands at the door, so that what the surfaces say of their own faults counts as
    /// well.</summary>
    public static void UseSurfaceTally(this WebApplication app)
    {
        var (surfaces, tally) = (app.Services.GetRequiredService<SurfaceList>(), app.Services.GetRequiredService<SurfaceTally>());
        app.Use(async (http, next) =>
        {
            var status = StatusCodes.Status500InternalServerError;
            try
            {
                await next(http);
                status = http.Response.StatusCode;
            }
            finally
            {
                if (ComponentOf(surfaces.At(http.Request.Path)?.Name) is { } component)
                {
                    tally.Count(component, status);
                }
            }
        });
    }

    /// <summary>Adds the pages and feeds.</summary>
    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", (HttpContext http, StatusBoard board) => Page(http, board, null)).AllowAnonymous();
        routes.MapGet("/status.json", Json).AllowAnonymous();
        routes.MapGet("/status.atom", Atom).AllowAnonymous();
        // There is nobody signed in whose name a foreign page could use.
        routes.MapPost("/status/subscribe", SubscribeAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(FormBytesMax), new TakesAnyForm());
        routes.MapGet("/status/confirm", ConfirmAsync).AllowAnonymous();
        routes.MapGet("/status/unsubscribe", (HttpContext http, StatusBoard board) => Page(http, board, StatusNotice.AskEnd))
            .AllowAnonymous();
        routes.MapPost("/status/unsubscribe", EndAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(FormBytesMax));
    }

    private static string? ComponentOf(string? surface) => surface switch
    {
        null or "staff" => StatusComponents.StaffConsole,
        _ => StatusComponents.Surfaces.Contains(surface) ? surface : null,
    };

    private static RazorComponentResult<StatusPage> Page(HttpContext http, StatusBoard board, StatusNotice? notice,
        int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.CacheControl = "no-store";
        var snapshot = board.Current;
        return new RazorComponentResult<StatusPage>(new Dictionary<string, object?>
        {
            [nameof(StatusPage.View)] = snapshot,
            [nameof(StatusPage.IsStale)] = board.IsStale(snapshot),
            [nameof(StatusPage.Notice)] = notice,
            [nameof(StatusPage.Token)] = notice == StatusNotice.AskEnd ? http.Request.Query["token"].FirstOrDefault() : null,
        }) { StatusCode = status };
    }

    private static IResult Json(StatusBoard board)
    {
        var view = board.Current;
        return Results.Json(new
        {
            state = Names.Snake(view.State),
            components = view.Components.Select(one =>
                new { name = one.Name, state = Names.Snake(one.State), uptime_30d = one.Uptime30d, uptime_90d = one.Uptime90d }),
            incidents = view.Incidents.Select(Wire),
            maintenance = view.Maintenance.Select(Wire),
            updated_at = Time(view.UpdatedAtUtc),
        });
    }

    private static object Wire(IncidentView one) => new
    {
        id = one.Id, title = one.Title, message = one.Message, impact = Names.Snake(one.Impact), state = Names.Snake(one.State),
        components = one.Components,
        starts_at = Time(one.StartsAtUtc), ends_at = Time(one.EndsAtUtc), opened_at = Time(one.OpenedAtUtc),
        resolved_at = Time(one.ResolvedAtUtc), updated_at = Time(one.UpdatedAtUtc),
        updates = one.Updates.Select(said => new { state = Names.Snake(said.State), message = said.Message, at = Time(said.AtUtc) }),
    };

    private static IResult Atom(HttpContext http, StatusBoard board, HostSettings settings)
    {
        var (view, home) = (board.Current, PublicPages.HomeOf(http, settings));
        var entries = view.Incidents.Concat(view.Maintenance).OrderByDescending(one => one.UpdatedAtUtc).Select(one => new FeedEntry(
            $"urn:uuid:{one.Id}", $"[{Names.Words(one.State)}] {one.Title}", new Uri(home, $"/status#i-{one.Id:N}"), one.OpenedAtUtc,
            one.UpdatedAtUtc,
            string.Join("\n\n", one.Updates.Select(said =>
                $"{said.AtUtc:yyyy-MM-dd HH:mm} UTC, {Names.Words(said.State)}: {said.Message}"))));
        return PublicPages.Feed("Status of the OTC desk", new Uri(home, "/status"), new Uri(home, "/status.atom"), view.UpdatedAtUtc,
            entries);
    }

    private static async Task<IResult> SubscribeAsync(HttpContext http, SubscriptionDesk desk, StatusBoard board, RateCounters counters,
        CancellationToken cancellation)
    {
        var isForm = http.Request.HasFormContentType;
        var email = await PublicPages.FieldAsync(http, "email", cancellation);
        if (counters.Take("subscribe:" + RateCounters.KeyOf(ClientAddress.Of(http)), AsksPerAddressPerMinute) is null)
        {
            await desk.AskAsync(email, PublicPages.HereOf(http), RequestIds.Of(http), cancellation);
        }
        // Always the same answer: it tells nobody who is on the list, and a flood is not told that it is dropped.
        return isForm
            ? Page(http, board, StatusNotice.Asked, StatusCodes.Status202Accepted)
            : Results.Json(new { message = "If this is an address, a mail asks it to confirm." },
                statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, SubscriptionDesk desk, StatusBoard board,
        CancellationToken cancellation)
    {
        var done = await desk.ConfirmAsync(http.Request.Query["token"].FirstOrDefault(), RequestIds.Of(http), cancellation);
        return Page(http, board, done is { IsSuccess: true, Value: true } ? StatusNotice.Confirmed : StatusNotice.NotOurs,
            done is { IsSuccess: true, Value: true } ? 200 : 404);
    }

    private static async Task<IResult> EndAsync(HttpContext http, SubscriptionDesk desk, StatusBoard board, CancellationToken cancellation)
    {
        var token = http.Request.Query["token"].FirstOrDefault() ?? await PublicPages.FieldAsync(http, "token", cancellation);
        var done = await desk.EndAsync(token, RequestIds.Of(http), cancellation);
        return Page(http, board, done is { IsSuccess: true, Value: true } ? StatusNotice.Ended : StatusNotice.NotOurs,
            done is { IsSuccess: true, Value: true } ? 200 : 404);
    }

    private static string? Time(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using OtcBackoffice.Api.MobileMoney;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Hosting;

/// <summary>The OpenAPI documents of the surfaces, and the page that lists them. Public: they hold no address and no secret.</summary>
internal static class ReferenceHosting
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Adds the routes.</summary>
    public static void MapReference(this WebApplication app)
    {
        var made = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var documented = app.Services.GetRequiredService<SurfaceList>().All.Where(surface => surface != MobileMoneyApi.Surface).ToDictionary(surface => surface.Name, StringComparer.Ordinal);
        IEnumerable<RouteEndpoint> Routes() => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

        app.MapGet("/openapi/{name}.json", (string name) => documented.TryGetValue(name, out var surface)
            ? Results.Text(made.GetOrAdd(name, _ => SurfaceDocument.Of(surface, Routes(), ProductVersion.Number).ToJsonString(Indented)), "application/json; charset=utf-8")
            : Results.NotFound()).AllowAnonymous();
        app.MapGet("/reference", () => Results.Text(Page([.. documented.Keys]), "text/html; charset=utf-8")).AllowAnonymous();
    }

    private static string Page(IReadOnlyList<string> names)
    {
        var rows = new StringBuilder();
        foreach (var name in names)
        {
            rows.Append("<li><a href=\"/openapi/").Append(WebUtility.HtmlEncode(name)).Append(".json\">").Append(WebUtility.HtmlEncode(name)).Append("</a></li>");
        }
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>API reference</title>"
            + "<link rel=\"stylesheet\" href=\"/css/checkout.css\"></head><body><main><h1>API reference</h1><p>One OpenAPI document per surface.</p><ul>" + rows + "</ul></main></body></html>";
    }
}

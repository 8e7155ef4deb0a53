using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtcBackoffice.Api.MobileMoney;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Components.Centre;
using OtcBackoffice.Domain;

namespace OtcBackoffice.Hosting;

/// <summary>The OpenAPI documents of the surfaces, and the pages that are made from them. Public: they hold no address and no
/// secret.</summary>
internal static class ReferenceHosting
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Adds the routes.</summary>
    public static void MapReference(this WebApplication app)
    {
        var made = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var documented = app.Services.GetRequiredService<SurfaceList>().All.Where(surface => surface != MobileMoneyApi.Surface)
            .ToDictionary(surface => surface.Name, StringComparer.Ordinal);
        IEnumerable<RouteEndpoint> Routes() =>
            ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        string Document(Surface surface) =>
            made.GetOrAdd(surface.Name, _ => SurfaceDocument.Of(surface, Routes(), ProductVersion.Number).ToJsonString(Indented));

        app.MapGet("/openapi/{name}.json", (string name) => documented.TryGetValue(name, out var surface)
            ? Results.Text(Document(surface), "application/json; charset=utf-8")
            : Results.NotFound()).AllowAnonymous();
        app.MapGet("/reference", () => CentreHosting.Page<ReferenceListPage>(
            new() { [nameof(ReferenceListPage.Names)] = (IReadOnlyList<string>)[.. documented.Keys] })).AllowAnonymous();
        app.MapGet("/reference/{name}", (string name) => documented.TryGetValue(name, out var surface)
            ? CentreHosting.Page<ReferencePage>(new() { [nameof(ReferencePage.View)] = View(name,
                JsonNode.Parse(Document(surface))!.AsObject()) })
            : Results.NotFound()).AllowAnonymous();
    }

    private static ReferenceView View(string name, JsonObject document)
    {
        const string gap = "  ", code = "code ";
        var lines = ContractLines.Of(document);
        var said = lines.Where(line => line.Contains(gap, StringComparison.Ordinal)).Select(line => line.Split(gap, 2)).ToLookup(parts =>
            parts[0], parts => parts[1], StringComparer.Ordinal);
        var routes = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method =>
            (Route: $"{method.Key.ToUpperInvariant()} {path.Key}", Operation: method.Value!)));
        return new ReferenceView(name, [.. routes.Select(one => new ReferenceRoute(one.Route, (string)one.Operation["summary"]!,
            one.Operation["deprecated"] is not null,
            [.. said[one.Route].Select(text => text.Split(' ', 2)).Select(parts => (parts[0], parts[1]))]))],
            [.. lines.Where(line => line.StartsWith(code, StringComparison.Ordinal)).Select(line => line[code.Length..])]);
    }
}

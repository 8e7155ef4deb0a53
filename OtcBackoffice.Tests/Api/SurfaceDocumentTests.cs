using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api;

/// <summary>The OpenAPI documents: each route in exactly one, every error code of every surface.</summary>
public sealed class SurfaceDocumentTests
{
    private static readonly string[] Names = ["deposit-desk", "exchange", "block-trade", "gateway", "platform", "staff"];

    [Fact]
    public async Task Every_route_of_every_surface_stands_in_exactly_one_document()
    {
        await using var host = await DeskHost.StartAsync();
        var documented = new List<string>();
        foreach (var name in Names)
        {
            var document = await host.Anonymous.GetJsonAsync($"/openapi/{name}.json");
            Assert.Equal("3.1.0", document.Text("openapi"));
            var surface = host.Services.GetRequiredService<SurfaceList>().All.Single(one => one.Name == name);
            var operations = document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject()
                .Select(method => (Key: $"{method.Name.ToUpperInvariant()} {path.Name}", method.Value))).ToList();
            documented.AddRange(operations.Select(one => one.Key));
            Assert.Equal(operations.Count, operations.Select(one => one.Value.Text("operationId")).Distinct().Count());
            var codes = operations.SelectMany(one => one.Value.GetProperty("x-error-codes").EnumerateArray()
                .Select(code => code.GetString()!)).ToHashSet(StringComparer.Ordinal);
            Assert.All(Enum.GetValues<ErrorCode>(), code => Assert.Contains(surface.Dialect.CodeOf(code), codes));
            Assert.All(operations, one => Assert.True(one.Value.GetProperty("security").ValueKind == JsonValueKind.Array));
            Assert.NotEmpty(document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject());
        }
        var mapped = host.Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<Surface>() is { } surface && Names.Contains(surface.Name))
            .SelectMany(one => one.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{method} {SurfaceDocument.PathOf(one)}")).Distinct();
        Assert.Equal(mapped.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.Contains("POST /v1/orders", documented);
        Assert.Contains("POST /gateway/o/token/", documented);
        Assert.Contains("/openapi/platform.json", await host.Anonymous.GetStringAsync("/reference"), StringComparison.Ordinal);
    }
}

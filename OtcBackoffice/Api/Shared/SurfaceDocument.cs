using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Shared;

/// <summary>What a route's document says beyond its address: what it is for, its query, and the types that it takes and answers.</summary>
/// <param name="Summary">What it is for, in a few words.</param>
public sealed record RouteDocument(string Summary)
{
    /// <summary>The query parameters.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>The record of the JSON body, or null.</summary>
    public Type? Takes { get; init; }

    /// <summary>The record of the answer, or null.</summary>
    public Type? Answers { get; init; }

    /// <summary>The fields of a form, for a route that takes one in place of JSON.</summary>
    public IReadOnlyList<string> Form { get; init; } = [];

    /// <summary>A media type that is taken beside JSON, or null.</summary>
    public string? AlsoTakes { get; init; }

    /// <summary>The members of an answer that no record describes, as <see cref="MemberSchema"/> reads them.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The record of a row, where the first of <see cref="Members"/> is a list of them.</summary>
    public Type? Rows { get; init; }

    /// <summary>The members of a refusal of this route, where they are not those of its surface.</summary>
    public IReadOnlyList<string> Refusal { get; init; } = [];

    /// <summary>What reading can be refused for beside what every reading can.</summary>
    public IReadOnlyList<ErrorCode> Codes { get; init; } = [];

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;
}

/// <summary>
/// The OpenAPI document of a surface, made from the routes that are mapped and the dialect that answers: nothing in it can be
/// forgotten, because nothing of it is written down a second time.
/// </summary>
public static partial class SurfaceDocument
{
    private const string Json = "application/json", FormType = "application/x-www-form-urlencoded",
        ErrorResponse = "#/components/responses/Error";

    private static readonly string[] Failures = ["400", "401", "403", "404", "429", "500", "503"],
        WriteFailures = ["409", "413", "415", "422"];

    // What reading can meet; a command can meet every code.
    private static readonly ErrorKind[] Reading =
        [ErrorKind.Invalid, ErrorKind.Unauthenticated, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.RateLimited,
            ErrorKind.Unavailable];

    /// <summary>Makes the document.</summary>
    /// <param name="surface">The surface.</param>
    /// <param name="endpoints">Every route of the product; those of the surface are taken.</param>
    /// <param name="version">The product's version.</param>
    public static JsonObject Of(Surface surface, IEnumerable<RouteEndpoint> endpoints, string version)
    {
        ArgumentNullException.ThrowIfNull(surface);
        ArgumentNullException.ThrowIfNull(endpoints);
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.Where(one => one.Metadata.GetMetadata<Surface>() == surface)
            .OrderBy(PathOf, StringComparer.Ordinal))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            {
                var path = paths[PathOf(endpoint)] as JsonObject ?? [];
                paths[PathOf(endpoint)] = path;
                path[method.ToLowerInvariant()] ??= Operation(surface, endpoint, method);
            }
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = $"OtcBackoffice {surface.Name}", ["version"] = version,
                ["description"] = $"The {surface.Name} surface of the desk. Every error code is explained at /dev/errors.",
                ["license"] = new JsonObject { ["name"] = "All rights reserved", ["identifier"] = "LicenseRef-OtcBackoffice" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray(new JsonObject { ["name"] = surface.Name, ["description"] = $"Routes of {surface.Name}." }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = Schemes(surface),
                ["responses"] = new JsonObject
                {
                    ["Error"] = new JsonObject
                    {
                        ["description"] = "A refusal in the form of this surface.",
                        ["content"] = new JsonObject { [surface.Dialect.ContentType] =
                            new JsonObject { ["schema"] = surface.Dialect.Schema() } },
                    },
                },
            },
        };
    }

    /// <summary>
    /// The path as documents write it: parameters in braces, without their constraints, and at its end what the specification
    /// has.
    /// </summary>
    public static string PathOf(RouteEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var text = Constraints().Replace(endpoint.RoutePattern.RawText ?? "", "{$1}");
        var path = "/" + text.Trim('/');
        return endpoint.Metadata.GetMetadata<Surface>() is { EndsWithSlash: true } ? path + "/" : path;
    }

    private static JsonObject Operation(Surface surface, RouteEndpoint endpoint, string method)
    {
        var document = endpoint.Metadata.GetMetadata<RouteDocument>();
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        var path = PathOf(endpoint);
        var operation = new JsonObject
        {
            ["operationId"] = $"{method.ToLowerInvariant()}{NoWords().Replace(path, "_")}".TrimEnd('_'),
            ["summary"] = document?.Summary ?? $"{method} {path}",
            ["tags"] = new JsonArray(surface.Name),
        };
        var ending = Endings.All.Where(one => one.Surface == surface.Name && one.Method == method && one.Path == path).ToList();
        if (ending.Any(one => one.Parameter is null))
        {
            operation["deprecated"] = true;
        }
        IReadOnlyList<string> query = [.. document?.Query ?? [], .. endpoint.Metadata.GetMetadata<RouteQuery>()?.Names ?? []];
        var parameters = Parameters(endpoint.RoutePattern, query, [.. ending.Select(one => one.Parameter).OfType<string>()]);
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }
        if (!isRead && !HttpMethods.IsDelete(method))
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content(document) };
        }
        operation["responses"] = Responses(surface, document, isRead);
        operation["security"] = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
            ? new JsonArray([.. SchemesOf(surface).Select(scheme => new JsonObject { [scheme] = new JsonArray() })])
            : new JsonArray();
        operation["x-error-codes"] = new JsonArray([.. Enum.GetValues<ErrorCode>()
            .Where(code => !isRead || Reading.Contains(code.Kind()) || document?.Codes.Contains(code) == true)
            .Select(surface.Dialect.CodeOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(code => JsonValue.Create(code))]);
        return operation;
    }

    private static JsonArray Parameters(RoutePattern pattern, IReadOnlyList<string> query, IReadOnlyList<string> ending) => new(
    [
        .. pattern.Parameters.Select(parameter => Parameter(parameter.Name, "path", isRequired: true, isEnding: false)),
        .. query.Select(name => Parameter(name, "query", isRequired: false, ending.Contains(name))),
    ]);

    private static JsonObject Parameter(string name, string place, bool isRequired, bool isEnding)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = isRequired,
            ["schema"] = new JsonObject { ["type"] = "string" } };
        if (isEnding)
        {
            parameter["deprecated"] = true;
        }
        return parameter;
    }

    private static JsonObject Content(RouteDocument? document)
    {
        if (document is { Form.Count: > 0 })
        {
            return new JsonObject { [FormType] = new JsonObject { ["schema"] =
                MemberSchema.Of(document.Form.Select(name => $"{name}: text sometimes")) } };
        }
        var content = new JsonObject { [Json] = new JsonObject { ["schema"] = Schema(document?.Takes, ApiJson.Reading) } };
        if (document?.AlsoTakes is { } other)
        {
            content[other] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }
        return content;
    }

    private static JsonObject Responses(Surface surface, RouteDocument? document, bool isRead)
    {
        var success = document is { } known ? known.Status.ToString(CultureInfo.InvariantCulture) : "2XX";
        var responses = new JsonObject { [success] = Done(document) };
        var own = document?.Codes.Select(code => surface.Dialect.StatusFor(code).ToString(CultureInfo.InvariantCulture)) ?? [];
        foreach (var status in isRead ? [.. Failures.Union(own, StringComparer.Ordinal)] : (string[])[.. Failures, .. WriteFailures])
        {
            responses[status] = document is { Refusal.Count: > 0 } && status is "400" or "401" or "429"
                ? Answer("A refusal in the form of the standard.", MemberSchema.Of(document!.Refusal))
                : new JsonObject { ["$ref"] = ErrorResponse };
        }
        return responses;
    }

    private static JsonObject Done(RouteDocument? document) => document?.Status == StatusCodes.Status204NoContent
        ? new JsonObject { ["description"] = "Done." } : Answer("Done.", Given(document));

    private static JsonObject Answer(string description, JsonNode schema) => new()
    {
        ["description"] = description, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonNode Given(RouteDocument? document)
    {
        if (document is not { Answers: null, Members.Count: > 0 })
        {
            return Schema(document?.Answers, ApiJson.Writing);
        }
        var schema = MemberSchema.Of(document.Members);
        if (document.Rows is { } row)
        {
            schema["properties"]![document.Members[0]] = new JsonObject { ["type"] = "array", ["items"] = Schema(row, ApiJson.Writing) };
        }
        return schema;
    }

    private static JsonNode Schema(Type? type, System.Text.Json.JsonSerializerOptions options) =>
        type is null ? new JsonObject()
            : options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                // A list of anything has no items for the exporter, and OpenAPI asks every list for them.
                TransformSchemaNode = (_, node) =>
                {
                    if (node is JsonObject known && !known.ContainsKey("items") && IsList(known["type"]))
                    {
                        known["items"] = new JsonObject();
                    }
                    return node;
                },
            });

    private static bool IsList(JsonNode? type) => type switch
    {
        JsonArray many => many.Any(one => one?.GetValue<string>() == "array"),
        JsonValue one => one.TryGetValue(out string? word) && word == "array",
        _ => false,
    };

    private static string[] SchemesOf(Surface surface) => surface.Schemes.Split(',');

    private static JsonObject Schemes(Surface surface)
    {
        var schemes = new JsonObject();
        foreach (var scheme in SchemesOf(surface))
        {
            schemes[scheme] = scheme switch
            {
                SchemeNames.ExchangeKey => new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-api-key" },
                SchemeNames.BlockTradeKey => new JsonObject
                {
                    ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-BH-APIKEY",
                    ["description"] = "With timestamp and signature, HMAC-SHA256 over query and body.",
                },
                SchemeNames.GatewayToken => new JsonObject
                {
                    ["type"] = "oauth2",
                    ["flows"] = new JsonObject
                    {
                        ["clientCredentials"] = new JsonObject
                        {
                            ["tokenUrl"] = "/gateway/o/token/",
                            ["scopes"] = new JsonObject { ["read"] = "Asking.", ["write"] = "Changing.",
                                ["admin"] = "What the desk earned." },
                        },
                    },
                },
                _ => new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
            };
        }
        return schemes;
    }

    [GeneratedRegex(@"\{\*{0,2}([A-Za-z0-9_]+)[^}]*\}")]
    private static partial Regex Constraints();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NoWords();
}

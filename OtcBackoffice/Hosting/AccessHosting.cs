using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Components.Centre;
using OtcBackoffice.Desks.Integrators;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The form with which integrators ask for access, and the same as a call. Every answer is 202 and the same: it tells nobody who is
/// known here, and a flood is not told that it is dropped.
/// </summary>
internal static class AccessHosting
{
    private const int BytesMax = 16 * 1024, AsksPerAddressPerMinute = 5, WordsMax = 50;

    /// <summary>Adds the page and the call.</summary>
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dev/access", () => CentreHosting.Page<AccessPage>()).AllowAnonymous();
        // There is nobody signed in whose name a foreign page could use.
        routes.MapPost("/dev/access", AskAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(BytesMax), new TakesAnyForm());
    }

    private static async Task<IResult> AskAsync(HttpContext http, AccessDesk desk, RateCounters counters, CancellationToken cancellation)
    {
        var isForm = http.Request.HasFormContentType;
        var form = isForm ? await FromFormAsync(http, cancellation) : FromJson(await PublicPages.BodyAsync(http, cancellation));
        if (form is not null && counters.Take("access:" + RateCounters.KeyOf(ClientAddress.Of(http)), AsksPerAddressPerMinute) is null)
        {
            await desk.AskAsync(form, RequestIds.Of(http), cancellation);
        }
        return isForm
            ? CentreHosting.Page<AccessPage>(new() { [nameof(AccessPage.IsSent)] = true }, StatusCodes.Status202Accepted)
            : Results.Json(new { message = "If it can be read, it is in our queue. The answer comes by mail." },
                statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<AccessForm?> FromFormAsync(HttpContext http, CancellationToken cancellation)
    {
        try
        {
            var form = await http.Request.ReadFormAsync(cancellation);
            return new AccessForm(form["email"], form["name"], form["company"], Split(form["regions"]), Split(form["currencies"]),
                form["expected_flow"]);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static AccessForm? FromJson(JsonElement? body) => body is { ValueKind: JsonValueKind.Object } read
        ? new AccessForm(Text(read, "email"), Text(read, "name"), Text(read, "company"), Texts(read, "regions"), Texts(read, "currencies"),
            Text(read, "expected_flow"))
        : null;

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string> Texts(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Take(WordsMax).Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
        : Split(Text(body, name));

    private static List<string> Split(string? words) =>
        [.. (words ?? "").Split(',', WordsMax, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}

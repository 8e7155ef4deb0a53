using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Platform;

/// <summary>Where the merchant's events go. The console and the staff API keep the same endpoints.</summary>
internal static class EndpointRoutes
{
    public static async Task<IResult> List(HttpContext http, WebhookDesk desk, CancellationToken cancellation)
    {
        var asked = WebhookDesk.EndpointRules.Request([], ListAsk.SizeWhole);
        return asked.Failed(out var fault)
            ? PlatformDialect.Refused(fault)
            : (await desk.ListAsync(asked.Value.Ask, cancellation)).Answer(http, page => new
            {
                Endpoints = page.Rows.Where(row => row.Surface == WebhookDesk.PlatformSurface).Select(Endpoint), NextCursor = (string?)null,
            });
    }

    public static async Task<IResult> Create(HttpContext http, WebhookDesk desk, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadAsync<EndpointRequest>(http, cancellation);
        if (body.Failed(out var unreadable))
        {
            return PlatformDialect.Refused(unreadable);
        }
        if (body.Value.Value.Events?.FirstOrDefault(name => name != "*" && !EventQueries.Types.Contains(name)) is { } unknown)
        {
            return PlatformDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "events",
                $"'{(unknown.Length > 40 ? unknown[..40] : unknown)}' is no event of this surface; it has "
                    + $"{string.Join(", ", EventQueries.Types)}, or * for all."));
        }
        return (await desk.CreateAsync(body.Value.Value.Url, body.Value.Value.Events, null, WebhookDesk.PlatformSurface, cancellation))
            .Answer(http,
            made => new { Endpoint = Endpoint(made.Endpoint), made.Secret }, StatusCodes.Status201Created);
    }

    public static async Task<IResult> Remove(string id, HttpContext http, WebhookDesk desk, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var endpoint)
        ? (await desk.RemoveAsync(endpoint, cancellation)).Answer(http, view => new { Endpoint = Endpoint(view) })
        : PlatformDialect.Refused(DomainError.Missing("webhook endpoint"));

    private static object Endpoint(WebhookEndpointView view) =>
        new { view.Id, view.Url, view.Events, view.IsActive, CreatedAt = OrderView.Time(view.CreatedAtUtc) };
}

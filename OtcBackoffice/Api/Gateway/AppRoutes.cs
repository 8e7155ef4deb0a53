using System.Globalization;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Gateway;

/// <summary>A tenant's OAuth applications.</summary>
internal static class AppRoutes
{
    public static async Task<IResult> List(HttpContext http, GatewayAppDesk desk, CancellationToken cancellation) =>
        GatewayApi.Page(http, int.MaxValue) is var page && page.Failed(out var unfit)
        ? GatewayDialect.Refused(unfit)
        : (await desk.ListAsync(cancellation))
        .Answer(apps => new { apps.Count, Results = apps.Skip(page.Value.Offset).Take(page.Value.Limit).Select(app => Wire(app)) });

    public static Task<IResult> Create(HttpContext http, GatewayAppDesk desk, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<AppRequest>(http, async body =>
            (await desk.CreateAsync(body.Value.Name, body.Value.Scope, http.Features.Get<GivenScopes>()?.Names, cancellation))
                .Answer(Wire, StatusCodes.Status201Created), cancellation);

    public static async Task<IResult> Delete(string id, GatewayAppDesk desk, CancellationToken cancellation)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return GatewayDialect.Refused(DomainError.Missing("application"));
        }
        var deleted = await desk.DeleteAsync(number, cancellation);
        return deleted.Failed(out var refused) ? GatewayDialect.Refused(refused) : Results.NoContent();
    }

    private static object Wire(GatewayAppView app)
    {
        var wire = new Dictionary<string, object?>
        {
            ["id"] = app.Number,
            ["name"] = app.Name,
            ["client_id"] = app.ClientId,
            ["client_type"] = "confidential",
            ["authorization_grant_type"] = "client-credentials",
            ["redirect_uris"] = Array.Empty<string>(),
            ["scope"] = string.Join(' ', app.Scopes),
            ["created"] = app.CreatedAtUtc,
            ["updated"] = app.CreatedAtUtc,
            ["skip_authorization"] = true,
        };
        if (app.ClientSecret is { } secret)
        {
            wire["client_secret"] = secret;
        }
        return wire;
    }
}

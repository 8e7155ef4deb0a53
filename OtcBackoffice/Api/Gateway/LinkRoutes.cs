using OtcBackoffice.Desks;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Payment links.</summary>
internal static class LinkRoutes
{
    public static async Task<IResult> List(HttpContext http, GatewayLinkDesk desk, DeskSettings settings, CancellationToken cancellation)
    {
        var page = GatewayApi.Page(http);
        return page.Failed(out var unfit)
            ? GatewayDialect.Refused(unfit)
            : (await desk.ListAsync(page.Value, cancellation))
            .Answer(rows => GatewayApi.List(rows, view => Wire(view, GatewayApi.Origin(http, settings))));
    }

    public static Task<IResult> Create(HttpContext http, GatewayLinkDesk desk, DeskSettings settings, CancellationToken cancellation) =>
        GatewayAnswers.WithBodyAsync<LinkRequest>(http, async body =>
        {
            var key = GatewayApi.Key(http, "POST payment-links", body.Fingerprint);
            if (key.Failed(out var unkeyed))
            {
                return GatewayDialect.Refused(unkeyed);
            }
            DateTime? expires = null;
            if (body.Value.ExpiresAt is { } text)
            {
                if (!ExactTime.TryInstant(text, out var moment))
                {
                    return GatewayDialect.Refused(
                        DomainError.Of(ErrorCode.InvalidRequest, "expires_at",
                        $"expires_at must be a time as 2026-01-31T12:00:00Z{ExactTime.HintOf(text)}."));
                }
                expires = moment;
            }
            var command = new CreateGatewayLink
            {
                Amount = body.Value.Amount, PriceCurrency = body.Value.PriceCurrency, Currency = body.Value.Currency,
                OrderDescription = body.Value.OrderDescription,
                ExpiresAtUtc = expires, PaymentsMax = body.Value.MaxPayments,
            };
            return (await desk.CreateAsync(command, key.Value, cancellation))
                .Answer(view => Wire(view, GatewayApi.Origin(http, settings)), StatusCodes.Status201Created);
        }, cancellation);

    public static async Task<IResult> Delete(string id, GatewayLinkDesk desk, CancellationToken cancellation)
    {
        var deleted = Guid.TryParseExact(id, "D", out var link) ? await desk.DeleteAsync(link, cancellation)
            : DomainError.Missing("payment link");
        return deleted.Failed(out var refused) ? GatewayDialect.Refused(refused) : Results.NoContent();
    }

    private static object Wire(GatewayLinkView view, Uri origin) => new
    {
        view.Id,
        Url = new Uri(origin, $"/pay/l/{view.Token}").ToString(),
        view.Amount,
        PriceCurrency = "USD",
        view.Currency,
        view.OrderDescription,
        ExpiresAt = view.ExpiresAtUtc,
        MaxPayments = view.PaymentsMax,
        view.PaymentsMade,
        view.Status,
        CreatedAt = view.CreatedAtUtc,
    };
}

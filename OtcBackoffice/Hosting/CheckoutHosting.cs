using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Components.Checkout;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>
/// The pages of payers: a payment's checkout, and a payment link. They are open to whoever has their unguessable name, and show
/// nothing but what a payer needs. Reading makes nothing; a payment of a link is made by sending its form.
/// </summary>
internal static class CheckoutHosting
{
    private const int LanguagesMax = 10, FormBytesMax = 4 * 1024;

    // Each makes a payment with an address of its own; nobody pays so often, and a shop's customers behind one address still can.
    private const int PaymentsPerMinute = 10;

    /// <summary>Adds the pages.</summary>
    public static void MapCheckout(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/pay/{token:length(32)}", ShowAsync).AllowAnonymous();
        routes.MapGet("/pay/l/{token:length(32)}", AskAsync).AllowAnonymous();
        // There is nobody signed in whose name a foreign page could use.
        routes.MapPost("/pay/l/{token:length(32)}", MakeAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(FormBytesMax));
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext http, GatewayPaymentDesk desk, TimeProvider clock,
        CancellationToken cancellation)
    {
        var view = await desk.CheckoutAsync(token, clock.GetUtcNow().UtcDateTime, cancellation);
        return view is null ? Results.NotFound() : Page<CheckoutPage>(http, new() { [nameof(CheckoutPage.View)] = view });
    }

    private static async Task<IResult> AskAsync(string token, HttpContext http, GatewayLinkDesk desk, CancellationToken cancellation) =>
        await desk.OpenAsync(token, cancellation) is { } view ? Page<LinkPage>(http, new() { [nameof(LinkPage.View)] = view })
            : Results.NotFound();

    private static async Task<IResult> MakeAsync(string token, HttpContext http, GatewayLinkDesk desk, RateCounters counters,
        CancellationToken cancellation)
    {
        if (counters.Take($"pay-link:{RateCounters.KeyOf(ClientAddress.Of(http))}", PaymentsPerMinute) is { } wait)
        {
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return await desk.OpenAsync(token, cancellation) is { } later
                ? Page<LinkPage>(http, new() { [nameof(LinkPage.View)] = later, [nameof(LinkPage.IsTooOften)] = true },
                    StatusCodes.Status429TooManyRequests)
                : Results.NotFound();
        }
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(cancellation) : null;
        var (amount, currency) = (form?["amount"].FirstOrDefault(), form?["currency"].FirstOrDefault());
        var made = await desk.PayAsync(token, amount, currency, cancellation);
        if (made.IsSuccess)
        {
            return Results.Redirect($"/pay/{made.Value}{http.Request.QueryString}", permanent: false, preserveMethod: false);
        }
        return made.Error.Code == ErrorCode.NotFound || await desk.OpenAsync(token, cancellation) is not { } view
            ? Results.NotFound()
            : Page<LinkPage>(http, new() { [nameof(LinkPage.View)] = view, [nameof(LinkPage.IsRefused)] = true,
                [nameof(LinkPage.Given)] = amount }, StatusCodes.Status422UnprocessableEntity);
    }

    private static RazorComponentResult<TPage> Page<TPage>(HttpContext http, Dictionary<string, object?> parameters,
        int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        http.Response.Headers.CacheControl = "no-store";
        parameters[nameof(CheckoutPage.Asked)] = http.Request.Query["lang"].FirstOrDefault();
        parameters[nameof(CheckoutPage.Accepted)] = Accepted(http);
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status };
    }

    private static List<string> Accepted(HttpContext http) =>
    [
        .. http.Request.GetTypedHeaders().AcceptLanguage.Where(one => one.Quality is null or > 0).OrderByDescending(one => one.Quality ?? 1)
            .Take(LanguagesMax).Select(one => one.Value.ToString()),
    ];
}

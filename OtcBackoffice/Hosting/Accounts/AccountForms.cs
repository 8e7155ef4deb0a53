using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Accounts;

/// <summary>A form that was posted with a token of ours.</summary>
internal sealed record AccountForm(HttpContext Http, IFormCollection Fields)
{
    /// <summary>Where the request comes from.</summary>
    public SignInOrigin Origin =>
        new(RequestIds.Of(Http), Http.Connection.RemoteIpAddress?.ToString(), Http.Request.Headers.UserAgent.ToString());

    public CancellationToken Cancellation => Http.RequestAborted;

    public string this[string name] => Fields[name].ToString();

    public T Get<T>()
        where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>Back to a page, which says in its own words what the error name means.</summary>
    public static IResult Back(string page, string? error = null, string? returnUrl = null)
    {
        var query = new List<string>();
        if (error is not null)
        {
            query.Add("error=" + Uri.EscapeDataString(error));
        }
        if (returnUrl is not null)
        {
            query.Add("returnUrl=" + Uri.EscapeDataString(returnUrl));
        }
        return Results.LocalRedirect(query.Count == 0 ? page : $"{page}?{string.Join('&', query)}");
    }
}

/// <summary>The one way in which forms of the account pages are mapped, so that none forgets the token check.</summary>
internal static class AccountForms
{
    private const int BodyBytesMax = 64 * 1024;

    /// <summary>Maps a form. A form without a valid token is sent back to its page and has no effect.</summary>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder routes, string path, string page,
        Func<AccountForm, Task<IResult>> handle) =>
        routes.MapPost(path, async (HttpContext http, IAntiforgery antiforgery) => http.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(http)
            ? await handle(new AccountForm(http, await http.Request.ReadFormAsync(http.RequestAborted)))
            : AccountForm.Back(page, "expired")).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(BodyBytesMax));
}

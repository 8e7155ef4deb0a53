using Microsoft.AspNetCore.Http.Features;
using OtcBackoffice.Api.Shared;

namespace OtcBackoffice.Hosting;

/// <summary>On a route that answers alike whatever it is sent: a form that cannot be read is an empty one.</summary>
internal sealed record TakesAnyForm;

/// <summary>
/// Reads every form before whatever would stumble over it: a form with NULs, endless names, thousands of fields or too many bytes
/// is the sender's fault and not the desk's. Surfaces that sign their bodies read them by themselves.
/// </summary>
internal static class ReadableForms
{
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Refuses what cannot be read.</summary>
    public static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        var isToken = GatewayOAuth.IsOwn(http.Request.Path);
        if (http.GetEndpoint() is null || http.Request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) != true
            || (!isToken && http.RequestServices.GetRequiredService<SurfaceList>().At(http.Request.Path) is not null))
        {
            await next(http);
            return;
        }
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            // Whoever reads it again, the page of the refusal for one, would stumble again.
            http.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
            if (http.GetEndpoint()!.Metadata.GetMetadata<TakesAnyForm>() is null)
            {
                await RefuseAsync(http, isToken, (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
                return;
            }
        }
        await next(http);
    }

    private static Task RefuseAsync(HttpContext http, bool isToken, int status)
    {
        http.Response.StatusCode = status;
        if (!isToken)
        {
            return Task.CompletedTask;
        }
        (http.Response.Headers.CacheControl, http.Response.Headers.Pragma) = ("no-store", "no-cache");
        return http.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["error"] = OpenIddict.Abstractions.OpenIddictConstants.Errors.InvalidRequest,
            ["error_description"] = "The form cannot be read.",
        }, http.RequestAborted);
    }
}

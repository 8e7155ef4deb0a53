using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Data.Identity;

namespace OtcBackoffice.Security;

/// <summary>Signing in and out by plain forms, so that it works without scripts.</summary>
public static class SignInEndpoints
{
    // Checked when there is no such account, so that an unknown address takes as long as a wrong password.
    private static readonly string DummyHash = new PasswordHasher<BackofficeUser>().HashPassword(new BackofficeUser(), ApiSecrets.New("none"));

    /// <summary>Adds the endpoints.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/sign-in", SignInAsync).AllowAnonymous().DisableAntiforgery();
        routes.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, IAntiforgery antiforgery, SignInManager<BackofficeUser> signIn, UserManager<BackofficeUser> users)
    {
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
        {
            return Again("expired", null, "/");
        }
        var form = await http.Request.ReadFormAsync();
        var (email, password) = (form["email"].ToString(), form["password"].ToString());
        var returnUrl = LocalPath(form["returnUrl"].ToString());
        var user = email.Length is > 0 and <= 254 ? await users.FindByEmailAsync(email) : null;
        if (user is null || password.Length is 0 or > 256)
        {
            users.PasswordHasher.VerifyHashedPassword(new BackofficeUser(), DummyHash, password);
            return Again("wrong", email, returnUrl);
        }
        var checkedPassword = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (checkedPassword.IsLockedOut)
        {
            return Again("locked", email, returnUrl);
        }
        if (!checkedPassword.Succeeded || user.IsDisabled)
        {
            return Again("wrong", email, returnUrl);
        }
        await signIn.SignInAsync(user, isPersistent: false);
        return Results.LocalRedirect(returnUrl);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SignInManager<BackofficeUser> signIn)
    {
        if (await antiforgery.IsRequestValidAsync(http))
        {
            await signIn.SignOutAsync();
        }
        return Results.LocalRedirect("/account/sign-in");
    }

    private static IResult Again(string error, string? email, string returnUrl) => Results.LocalRedirect(
        $"/account/sign-in?error={error}&email={Uri.EscapeDataString(email ?? "")}&returnUrl={Uri.EscapeDataString(returnUrl)}");

    // "//host" and "/\host" are addresses of other sites.
    private static string LocalPath(string path) =>
        path.Length is > 0 and <= 512 && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) ? path : "/";
}

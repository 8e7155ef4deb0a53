using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Accounts;

/// <summary>Signing in and out by plain forms, so that it works without scripts. The desk decides; this only keeps the cookie.</summary>
internal static class SignInForms
{
    private const string SignInPage = "/account/sign-in", StepPage = "/account/second-step", AccountPage = "/account";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/account/sign-in", SignInPage, SignInAsync).AllowAnonymous();
        routes.MapForm("/account/second-step", SignInPage, SecondStepAsync).AllowAnonymous();
        routes.MapForm("/account/sign-out", SignInPage, SignOutAsync).AllowAnonymous();
        routes.MapForm("/account/confirm", "/account/confirm", ConfirmAsync).RequireAuthorization();
        routes.MapForm("/account/welcome", "/account/welcome", WelcomeAsync).AllowAnonymous();
        routes.MapForm("/setup", "/setup", SetUpAsync).AllowAnonymous();
    }

    /// <summary>Begins the session in this browser and leads on.</summary>
    public static async Task<IResult> EnterAsync(AccountForm form, SignInOutcome outcome, string returnUrl)
    {
        var user = await form.Get<UserManager<BackofficeUser>>().FindByIdAsync(outcome.UserId.ToString());
        List<Claim> claims = [new(DeskClaims.Session, outcome.SessionId.ToString())];
        if (outcome.MustEnrol)
        {
            claims.Add(new Claim(DeskClaims.MustEnrol, "yes"));
        }
        await form.Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await form.Get<SignInManager<BackofficeUser>>().SignInWithClaimsAsync(user!, isPersistent: false, claims);
        return outcome.MustEnrol ? AccountForm.Back(AccountPage, "enrol") : Results.LocalRedirect(returnUrl);
    }

    /// <summary>Takes the mark away that keeps a person on the account page, once a second factor was shown.</summary>
    public static async Task LetInAsync(AccountForm form)
    {
        if (form.Http.User.Identity is ClaimsIdentity identity && identity.FindFirst(DeskClaims.MustEnrol) is { } mark)
        {
            identity.RemoveClaim(mark);
            await form.Http.SignInAsync(IdentityConstants.ApplicationScheme, form.Http.User);
        }
    }

    private static async Task<IResult> SignInAsync(AccountForm form)
    {
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        var checkedPassword = await form.Get<SignInDesk>().PasswordAsync(form["email"], form["password"], form.Origin, form.Cancellation);
        if (checkedPassword.Failed(out var refused))
        {
            return AccountForm.Back(SignInPage, refused.Kind == ErrorKind.Unavailable ? "unavailable" : "wrong", returnUrl);
        }
        if (checkedPassword.Value.Step == SignInStep.SecondFactor)
        {
            var pending = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, checkedPassword.Value.UserId.ToString())], IdentityConstants.TwoFactorUserIdScheme);
            await form.Http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(pending));
            return AccountForm.Back(StepPage, null, returnUrl);
        }
        return checkedPassword.Value.Step == SignInStep.SignedIn ? await EnterAsync(form, checkedPassword.Value, returnUrl) : AccountForm.Back(SignInPage, "wrong", returnUrl);
    }

    private static async Task<IResult> SecondStepAsync(AccountForm form)
    {
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        var pending = await form.Http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (!Guid.TryParse(pending.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            return AccountForm.Back(SignInPage, "expired", returnUrl);
        }
        var done = await form.Get<SignInDesk>().CodeAsync(user, form["code"], form.Origin, form.Cancellation);
        return done is { IsSuccess: true, Value.Step: SignInStep.SignedIn } ? await EnterAsync(form, done.Value, returnUrl) : AccountForm.Back(StepPage, "wrong", returnUrl);
    }

    private static async Task<IResult> SignOutAsync(AccountForm form)
    {
        if (form.Http.User.Identity?.IsAuthenticated == true)
        {
            await form.Get<SignInDesk>().EndAsync(form.Cancellation);
            await form.Get<SignInManager<BackofficeUser>>().SignOutAsync();
        }
        return Results.LocalRedirect(SignInPage);
    }

    private static async Task<IResult> ConfirmAsync(AccountForm form)
    {
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        var confirmed = await form.Get<SignInDesk>().ConfirmAsync(form["proof"], form.Cancellation);
        return confirmed.IsSuccess ? Results.LocalRedirect(returnUrl) : AccountForm.Back("/account/confirm", "wrong", returnUrl);
    }

    private static async Task<IResult> WelcomeAsync(AccountForm form)
    {
        var accepted = await form.Get<WelcomeDesk>().AcceptAsync(form["token"], form["password"], form.Origin, form.Cancellation);
        return accepted.Failed(out var refused) ? AccountForm.Back("/account/welcome", refused.Code == ErrorCode.PasswordRefused ? "password" : "link") : AccountForm.Back(SignInPage, "welcome");
    }

    private static async Task<IResult> SetUpAsync(AccountForm form)
    {
        var made = await form.Get<WelcomeDesk>().SetUpAsync(form["token"], form["email"], form["name"], form["password"], form.Origin, form.Cancellation);
        return made.Failed(out var refused)
            ? AccountForm.Back("/setup", refused.Code switch { ErrorCode.PasswordRefused => "password", ErrorCode.InvalidRequest => "email", _ => "link" })
            : AccountForm.Back(SignInPage, "welcome");
    }
}

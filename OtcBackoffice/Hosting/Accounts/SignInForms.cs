using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting.Accounts;

/// <summary>Signing in and out by plain forms, so that it works without scripts. The desk decides; this only keeps the cookie.</summary>
internal static class SignInForms
{
    private const string SignInPage = "/account/sign-in", StepPage = "/account/second-step", AccountPage = "/account";

    // In the sealed cookie between the two steps: what the first one was.
    private const string FirstStep = "otc:first_step";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/account/sign-in", SignInPage, SignInAsync).AllowAnonymous();
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            routes.MapForm("/account/sign-in/demo", SignInPage, DemoAsync).AllowAnonymous().AddEndpointFilter(OnlyHereAsync);
        }
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
        return await LeadOnAsync(form, checkedPassword.Value, SignInOrigin.Password, returnUrl);
    }

    private static async Task<IResult> DemoAsync(AccountForm form)
    {
        var entered = await form.Get<SignInDesk>().DemoAsync(form["email"], form.Origin, form.Cancellation);
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        return entered.Failed(out var refused)
            ? refused.Kind == ErrorKind.NotFound ? Results.NotFound() : AccountForm.Back(SignInPage, "unavailable", returnUrl)
            : await LeadOnAsync(form, entered.Value, SignInOrigin.DemoButton, returnUrl);
    }

    // Before the form is read, so that from elsewhere the address answers like any that does not exist.
    private static async ValueTask<object?> OnlyHereAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<ILocalAccess>().DemoPeople.Count > 0
            ? await next(context) : Results.NotFound();

    private static async Task<IResult> LeadOnAsync(AccountForm form, SignInOutcome outcome, string firstStep, string returnUrl)
    {
        if (outcome.Step == SignInStep.SecondFactor)
        {
            Claim[] claims = [new(ClaimTypes.NameIdentifier, outcome.UserId.ToString()), new(FirstStep, firstStep)];
            var pending = new ClaimsIdentity(claims, IdentityConstants.TwoFactorUserIdScheme);
            await form.Http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(pending));
            return AccountForm.Back(StepPage, null, returnUrl);
        }
        return outcome.Step == SignInStep.SignedIn
            ? await EnterAsync(form, outcome, returnUrl)
            : AccountForm.Back(SignInPage, "wrong", returnUrl);
    }

    private static async Task<IResult> SecondStepAsync(AccountForm form)
    {
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        var pending = await form.Http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (!Guid.TryParse(pending.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            return AccountForm.Back(SignInPage, "expired", returnUrl);
        }
        var origin = form.Origin with { FirstStep = pending.Principal.FindFirstValue(FirstStep) ?? SignInOrigin.Password };
        var done = await form.Get<SignInDesk>().CodeAsync(user, form["code"], origin, form.Cancellation);
        return done is { IsSuccess: true, Value.Step: SignInStep.SignedIn } ? await EnterAsync(form, done.Value, returnUrl)
            : AccountForm.Back(StepPage, "wrong", returnUrl);
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
        return accepted.Failed(out var refused)
            ? AccountForm.Back("/account/welcome", refused.Code == ErrorCode.PasswordRefused ? "password" : "link")
            : AccountForm.Back(SignInPage, "welcome");
    }

    private static async Task<IResult> SetUpAsync(AccountForm form)
    {
        var made = await form.Get<WelcomeDesk>()
            .SetUpAsync(form["token"], form["email"], form["name"], form["password"], form.Origin, form.Cancellation);
        return made.Failed(out var refused)
            ? AccountForm.Back("/setup",
                refused.Code switch { ErrorCode.PasswordRefused => "password", ErrorCode.InvalidRequest => "email", _ => "link" })
            : AccountForm.Back(SignInPage, "welcome");
    }
}

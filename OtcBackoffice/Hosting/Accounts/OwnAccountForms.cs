using System.Security.Claims;
using OtcBackoffice.Components.Account;
using OtcBackoffice.Desks.People;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Hosting.Accounts;

/// <summary>What a person changes of their own account: password, second factors, sessions.</summary>
internal static class OwnAccountForms
{
    private const string Page = "/account", CodesPage = "/account/recovery-codes";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/account/password", Page, async form =>
            Answer(await form.Get<AccountDesk>().ChangePasswordAsync(form["current"], form["password"], form.Cancellation),
                "password_changed")).RequireAuthorization();
        routes.MapForm("/account/authenticator/begin", Page, async form =>
            Answer(await form.Get<AccountDesk>().BeginAuthenticatorAsync(form.Cancellation), null)).RequireAuthorization();
        routes.MapForm("/account/authenticator/confirm", Page, async form =>
            await ShowCodesAsync(form, await form.Get<AccountDesk>().ConfirmAuthenticatorAsync(form["code"], form.Cancellation)))
                .RequireAuthorization();
        routes.MapForm("/account/authenticator/remove", Page, async form =>
            Answer(await form.Get<AccountDesk>().RemoveAuthenticatorAsync(form.Cancellation), "authenticator_removed"))
                .RequireAuthorization();
        routes.MapForm("/account/recovery-codes", Page, async form =>
            await ShowCodesAsync(form, await form.Get<AccountDesk>().ReplaceRecoveryCodesAsync(form.Cancellation))).RequireAuthorization();
        routes.MapForm("/account/sessions/end", Page, async form =>
            Answer(await form.Get<AccountDesk>()
                .EndSessionAsync(Guid.TryParse(form["id"], out var id) ? id : Guid.Empty, form.Cancellation), "session_ended"))
                .RequireAuthorization();
        routes.MapForm("/account/sessions/end-all", Page, async form =>
            Answer(await form.Get<AccountDesk>().EndAllSessionsAsync(form.Cancellation), null)).RequireAuthorization();
    }

    /// <summary>Back to the account page, by way of a fresh sign-in when that is what is missing.</summary>
    public static IResult Answer<T>(Result<T> outcome, string? done) => outcome.Failed(out var refused)
        ? refused.Code == ErrorCode.StepUpRequired ? AccountForm.Back("/account/confirm", null, Page)
        : AccountForm.Back(Page, ErrorName(refused.Code))
        : Results.LocalRedirect(done is null ? Page : $"{Page}?done={done}");

    private static string ErrorName(ErrorCode code) => code switch
    {
        ErrorCode.PasswordRefused => "password",
        ErrorCode.ProofOfPersonRefused => "wrong",
        ErrorCode.PersonProtected => "protected",
        _ => "refused",
    };

    private static async Task<IResult> ShowCodesAsync(AccountForm form, Result<RecoveryCodes> outcome)
    {
        if (!outcome.IsSuccess)
        {
            return Answer(outcome, null);
        }
        form.Get<OnceText>().Put(form.Http, form.Http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            string.Join('\n', outcome.Value.Codes));
        await SignInForms.LetInAsync(form);
        return Results.LocalRedirect(CodesPage);
    }
}

using System.Buffers.Text;
using System.Net.Mime;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Desks.People;

namespace OtcBackoffice.Hosting.Accounts;

/// <summary>
/// Passkeys. The framework makes challenges and verifies what the browser signed: origin, domain, user verification and the
/// counter; each challenge lies in a short-lived cookie, and the desk spends it with the sign-in. The desk keeps the keys and begins the
/// session.
/// </summary>
internal static class PasskeyForms
{
    private const string SignInPage = "/account/sign-in", Page = "/account", ConfirmPage = "/account/confirm";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/account/passkey/options", SignInPage, RequestOptionsAsync).AllowAnonymous();
        routes.MapForm("/account/passkey", SignInPage, SignInAsync).AllowAnonymous();
        routes.MapForm("/account/passkey/confirm", ConfirmPage, ConfirmAsync).RequireAuthorization();
        routes.MapForm("/account/passkeys/options", Page, CreationOptionsAsync).RequireAuthorization();
        routes.MapForm("/account/passkeys", Page, AddAsync).RequireAuthorization();
        routes.MapForm("/account/passkeys/remove", Page, async form =>
            OwnAccountForms.Answer(await form.Get<AccountDesk>().RemovePasskeyAsync(form["id"], form.Cancellation), "passkey_removed"))
                .RequireAuthorization();
    }

    // Asked without an address, so that the answer is the same for everybody: the browser offers what it has.
    private static async Task<IResult> RequestOptionsAsync(AccountForm form) =>
        Json(await form.Get<SignInManager<BackofficeUser>>().MakePasskeyRequestOptionsAsync(null));

    private static async Task<IResult> SignInAsync(AccountForm form)
    {
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        var asserted = await AssertAsync(form);
        if (asserted is null)
        {
            return AccountForm.Back(SignInPage, "passkey", returnUrl);
        }
        var begun = await form.Get<SignInDesk>().PasskeyAsync(asserted.User.Id, asserted.Proof, form.Origin, form.Cancellation);
        return begun is { IsSuccess: true, Value.Step: SignInStep.SignedIn } ? await SignInForms.EnterAsync(form, begun.Value, returnUrl)
            : AccountForm.Back(SignInPage, "passkey", returnUrl);
    }

    private static async Task<IResult> ConfirmAsync(AccountForm form)
    {
        var returnUrl = ReturnUrls.Local(form["returnUrl"]);
        var asserted = await AssertAsync(form);
        var isConfirmed = asserted is not null
            && (await form.Get<SignInDesk>().ConfirmPasskeyAsync(asserted.User.Id, asserted.Proof, form.Cancellation)).IsSuccess;
        return isConfirmed ? Results.LocalRedirect(returnUrl) : AccountForm.Back(ConfirmPage, "wrong", returnUrl);
    }

    private static async Task<IResult> CreationOptionsAsync(AccountForm form)
    {
        var user = await form.Get<UserManager<BackofficeUser>>().GetUserAsync(form.Http.User);
        return user is null ? Results.Unauthorized() : Json(await form.Get<SignInManager<BackofficeUser>>().MakePasskeyCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email!, DisplayName = user.DisplayName }));
    }

    private static async Task<IResult> AddAsync(AccountForm form)
    {
        PasskeyAttestationResult attested;
        try
        {
            attested = await form.Get<SignInManager<BackofficeUser>>().PerformPasskeyAttestationAsync(form["credential"]);
        }
        catch (InvalidOperationException)
        {
            return AccountForm.Back(Page, "wrong");
        }
        if (!attested.Succeeded || attested.UserEntity.Id != form.Http.User.FindFirstValue(ClaimTypes.NameIdentifier))
        {
            return AccountForm.Back(Page, "wrong");
        }
        var added = await form.Get<AccountDesk>().AddPasskeyAsync(attested.Passkey, form["name"], form.Cancellation);
        if (added.IsSuccess)
        {
            await SignInForms.LetInAsync(form);
        }
        return OwnAccountForms.Answer(added, "passkey_added");
    }

    private static async Task<Asserted?> AssertAsync(AccountForm form)
    {
        try
        {
            var result = await form.Get<SignInManager<BackofficeUser>>().PerformPasskeyAssertionAsync(form["credential"]);
            return result.Succeeded ? new Asserted(result.User, new PasskeyProof(result.Passkey, ChallengeSha256(form["credential"])))
                : null;
        }
        catch (InvalidOperationException)
        {
            // There is no challenge in this browser, or it was used already.
            return null;
        }
    }

    // The challenge stands in what the passkey has signed; the framework has compared it with the one that was asked.
    private static string ChallengeSha256(string credential)
    {
        using var document = JsonDocument.Parse(credential);
        var signed = document.RootElement.GetProperty("response").GetProperty("clientDataJSON").GetString();
        using var data = JsonDocument.Parse(Base64Url.DecodeFromChars(signed));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.RootElement.GetProperty("challenge").GetString()!)));
    }

    private static IResult Json(string options) => Results.Text(options, MediaTypeNames.Application.Json);

    private sealed record Asserted(BackofficeUser User, PasskeyProof Proof);
}

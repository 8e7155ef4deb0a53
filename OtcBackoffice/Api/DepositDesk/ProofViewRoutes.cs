using System.Net.Mime;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.DepositDesk;

/// <summary>
/// Serves uploaded proofs, so that a link or an iframe shows them. Whoever looks comes with the console's session, with a
/// token, or with a short-lived signed link; the specification's "Auth: None" is a hole that is closed.
/// </summary>
internal static class ProofViewRoutes
{
    // Anonymous for the router only: the handler itself judges session, token or signature.
    public static void Map(RouteGroupBuilder proofs) => proofs.MapGet("/{depositId:guid}/{fileId:guid}.pdf", View).AllowAnonymous()
        .Reads("exp", "sig", "download");

    private static async Task<IResult> View(Guid depositId, Guid fileId, HttpContext http, ProofQueries proofs,
        CancellationToken cancellation)
    {
        // One credential per request and no falling back: a bad token is refused even when a session came along.
        var isSigned = http.Request.Query.ContainsKey("sig");
        var isToken = http.Request.Headers.Authorization.Count > 0;
        if (isToken || !isSigned)
        {
            var entered = await http.AuthenticateAsync(isToken ? SchemeNames.PersonalToken : SchemeNames.ConsoleSession);
            http.User = entered.Principal ?? new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity());
        }
        var opened = isSigned && !isToken
            ? await proofs.OpenSignedAsync(depositId, fileId, http.Request.Query["exp"], http.Request.Query["sig"], cancellation)
            : await proofs.OpenAsync(depositId, fileId, cancellation);
        if (opened.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        SetHeaders(http.Response, opened.Value, http.Request.Query["download"] == "1");
        return Results.Stream(opened.Value.Content, MediaTypeNames.Application.Pdf, enableRangeProcessing: opened.Value.Content.CanSeek);
    }

    private static void SetHeaders(HttpResponse answer, OpenProof proof, bool isDownload)
    {
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.CacheControl = "private, no-store";
        answer.Headers.ContentSecurityPolicy = "sandbox";
        var disposition = new ContentDispositionHeaderValue(isDownload ? "attachment" : "inline");
        disposition.SetHttpFileName(proof.FileName.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? proof.FileName
            : proof.FileName + ".pdf");
        answer.Headers.ContentDisposition = disposition.ToString();
    }
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Desks.Webhooks;

/// <summary>Another secret for an endpoint.</summary>
public sealed partial class WebhookDesk
{
    /// <summary>
    /// Gives an endpoint a new secret, shown this once. Until a stated time, a day from now unless said otherwise, every delivery is
    /// signed with both, so that its receiver can change over without losing one (sentence D2).
    /// </summary>
    public Task<Result<CreatedEndpoint>> RotateAsync(Guid id, DateTime? oldValidUntilUtc, CancellationToken cancellation) =>
        transaction.RunAsync<CreatedEndpoint>(new DeskCommand(null), async (work, token) =>
        {
            var found = await RotatableAsync(work, id, token);
            if (found.Failed(out var refused))
            {
                return refused;
            }
            var until = oldValidUntilUtc ?? work.Now + ApiCredential.OverlapDefault;
            if (until < work.Now || until > work.Now + ApiCredential.OverlapMax)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "old_valid_until",
                    $"old_valid_until must lie between now and {ApiCredential.OverlapMax.TotalDays:0} days from now.");
            }
            var (endpoint, secret) = (found.Value, WebhookSignature.WriteSecret(RandomNumberGenerator.GetBytes(32)));
            (endpoint.PreviousProtectedSecret, endpoint.PreviousUntilUtc) = endpoint.ProtectedSecret is { } old ? (old,
                until) : ((string?)null, (DateTime?)null);
            endpoint.ProtectedSecret = _protector.Protect(secret);
            RecordSecret(work, endpoint, "rotate");
            return new CreatedEndpoint(WebhookEndpointView.Of(endpoint).At(work.Now), secret);
        }, cancellation);

    /// <summary>Ends the overlap of the last rotation sooner than was said; it is never made longer.</summary>
    public Task<Result<WebhookEndpointView>> ShortenOverlapAsync(Guid id, DateTime? oldValidUntilUtc, CancellationToken cancellation) =>
        transaction.RunAsync<WebhookEndpointView>(new DeskCommand(null), async (work, token) =>
        {
            var found = await RotatableAsync(work, id, token);
            if (found.Failed(out var refused))
            {
                return refused;
            }
            var endpoint = found.Value;
            if (endpoint.PreviousUntilUtc is not { } said || said <= work.Now)
            {
                return new DomainError(ErrorCode.WrongState, "There is no old secret that still signs.");
            }
            if (oldValidUntilUtc is not { } until || until > said)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "old_valid_until", string.Create(CultureInfo.InvariantCulture,
                    $"old_valid_until must be a time before {said:yyyy-MM-dd'T'HH:mm:ss'Z'}: an overlap is shortened, never extended."));
            }
            endpoint.PreviousUntilUtc = until < work.Now ? work.Now : until;
            RecordSecret(work, endpoint, "shorten_overlap");
            return WebhookEndpointView.Of(endpoint).At(work.Now);
        }, cancellation);

    private static async Task<Result<WebhookEndpoint>> RotatableAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var found = await FindAsync(work, id, cancellation);
        return found.Failed(out var missing) ? missing
            : found.Value.Cause == WebhookEndpoint.Removed
                ? new DomainError(ErrorCode.WrongState, "This endpoint was removed, which ends it. Add it again, with a new secret.")
            : found.Value.Surface is WebhookForms.Gateway or WebhookForms.GatewayCallback
                ? new DomainError(ErrorCode.WrongState,
                    "Endpoints of the gateway share their tenant's secret: POST /user/webhooks/rotate/ gives a new one to all of them.")
            : found;
    }

    private static void RecordSecret(DeskWork work, WebhookEndpoint endpoint, string action)
    {
        work.Touch(Topics.Outbox, endpoint.Id);
        work.Audit(new AuditNote($"webhook_endpoint.{action}", "webhook_endpoint", endpoint.Id)
        {
            MerchantId = endpoint.MerchantId, Changes = new { endpoint.Url, OldValidUntil = endpoint.PreviousUntilUtc },
        });
    }
}

using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>Why a key is replaced before its time.</summary>
internal sealed record NoticeKeyRequest
{
    public string? Reason { get; init; }
}

/// <summary>The keys that order notices are signed with.</summary>
internal static class NoticeKeyRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/block-trades/notice-keys", List).RequireAuthorization(guard.For(Permission.BlockTradeRead));
        group.MapPost("/block-trades/notice-keys/rotate", Rotate).RequireAuthorization(guard.For(Permission.BlockTradeEdit));
    }

    private static async Task<IResult> List(NoticeKeyDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("notice_keys", Key);

    private static Task<IResult> Rotate(HttpContext http, NoticeKeyDesk desk, CancellationToken cancellation) =>
        BlockTradeRoutes.WithBodyAsync<NoticeKeyRequest>(
        http, async body => (await desk.RotateAsync(body.Reason, cancellation)).Listed("notice_keys", Key), cancellation);

    private static object Key(NoticeKey key) =>
        new { Id = key.KeyId, PublicKey = key.PublicKeyPem, key.IsCurrent, MadeAt = key.MadeAtUtc, AnnouncedUntil = key.AnnouncedUntilUtc };
}

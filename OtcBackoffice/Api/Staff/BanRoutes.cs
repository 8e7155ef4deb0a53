using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Credentials;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>Addresses that were shut out, and letting one in again.</summary>
internal static class BanRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.For(Permission.BanRead)).Reads(BanDesk.Rules);
        group.MapDelete("/{id:guid}", Lift).RequireAuthorization(guard.For(Permission.BanLift));
    }

    private static Task<IResult> List(HttpContext http, BanDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "bans", BanDesk.Rules, desk.ListAsync, Shape, cancellation);

    private static async Task<IResult> Lift(Guid id, BanDesk desk, CancellationToken cancellation) =>
        (await desk.LiftAsync(id, cancellation)).Answer(view => new { Ban = Shape(view) });

    private static object Shape(BanView view) => new
    {
        view.Id,
        view.Address,
        view.Level,
        IsActive = view.Holds,
        BannedAt = view.BannedAtUtc,
        Until = view.UntilUtc,
        LiftedAt = view.LiftedAtUtc,
    };
}

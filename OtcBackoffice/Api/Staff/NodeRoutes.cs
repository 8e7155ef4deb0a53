using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Nodes;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>The nodes of the desk, for admins.</summary>
internal static class NodeRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard) =>
        group.MapGet("", List).RequireAuthorization(guard.For(Permission.JobRun));

    private static async Task<IResult> List(NodeDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("nodes", Shape);

    private static object Shape(NodeView node) =>
        new { node.Name, node.Version, node.Schema, node.State, LastSeenAt = node.LastSeenAtUtc, node.SkewMs, node.Circuits };
}

using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting;

/// <summary>What the simulated screening house will say about an address or a name.</summary>
internal static class SandboxScreeningRoutes
{
    public static void Map(RouteGroupBuilder routes) => routes.MapPost("/screening", Say);

    private static IResult Say(SandboxBody<ScreeningBody> sent, SandboxScreening house)
    {
        var body = sent.Value;
        if (string.IsNullOrWhiteSpace(body.Address) == string.IsNullOrWhiteSpace(body.Name))
        {
            return Wrong("address", "Send address or name, one of the two.");
        }
        if (!Names.TryParse<SandboxVerdict>(body.Verdict, out var verdict))
        {
            return Wrong("verdict", "verdict must be clear, hit or timeout.");
        }
        house.Say(body.Address ?? body.Name!, verdict);
        return Results.Ok(new { address = body.Address, name = body.Name, verdict = body.Verdict });
    }

    private static IResult Wrong(string field, string message) => Results.Problem(message, statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["code"] = "INVALID_REQUEST", ["field"] = field });

    internal sealed record ScreeningBody(string? Address, string? Name, string? Verdict);
}

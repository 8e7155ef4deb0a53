using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting;

/// <summary>Payers of the gateway, one behaviour a word: what one does in a browser with a wallet, in one request.</summary>
internal static class SandboxGatewayRoutes
{
    private static readonly string[] Scenarios = ["paid", "short", "over", "late", "duplicate", "wrong_asset", "replaced"];

    public static void Map(RouteGroupBuilder routes) => routes.MapPost("/gateway/payments/{transactionId:guid}", PlayAsync);

    private static async Task<IResult> PlayAsync(Guid transactionId, SandboxBody<ScenarioBody> sent, [AsParameters] Play play,
        CancellationToken cancellation)
    {
        var body = sent.Value;
        if (!Scenarios.Contains(body.Scenario, StringComparer.Ordinal))
        {
            return Problem(StatusCodes.Status400BadRequest, "INVALID_REQUEST", "scenario",
                $"scenario must be one of {string.Join(", ", Scenarios)}.");
        }
        await using var db = await play.Contexts.CreateDbContextAsync(cancellation);
        if (await db.GatewayPayments.AsNoTracking().FirstOrDefaultAsync(row => row.Id == transactionId, cancellation) is not { } payment)
        {
            return Problem(StatusCodes.Status404NotFound, "NOT_FOUND", null, "There is no such payment.");
        }
        try
        {
            var hashes = await RunAsync(play, payment, body.Scenario!, cancellation);
            return Results.Ok(new { transaction_id = payment.Id, scenario = body.Scenario, transaction_hashes = hashes });
        }
        catch (ChainRefusedException refused)
        {
            return Problem(StatusCodes.Status422UnprocessableEntity, "INVALID_REQUEST", "scenario", refused.Reason);
        }
    }

    private static async Task<List<string>> RunAsync(Play play, GatewayPayment payment, string scenario, CancellationToken cancellation)
    {
        var (asset, network, whole) = (payment.Coin.Asset, payment.Coin.Asset.Network, payment.PayMinor);
        if (scenario == "late")
        {
            play.Clock.Advance(Math.Max(1, (long)(payment.ExpiresAtUtc - play.Clock.GetUtcNow().UtcDateTime).TotalSeconds + 1));
            await play.DueAsync(cancellation);
        }
        var symbol = scenario != "wrong_asset" ? asset.Symbol
            : Asset.All.FirstOrDefault(other => other.Network == network && other != asset)?.Symbol
            ?? throw new ChainRefusedException("The network has one asset only.");
        var amount = scenario switch { "short" => whole / 2, "over" => checked(whole + (whole / 3)), _ => whole };
        var hashes = new List<string> { play.Chain.PayFromOutside(network.Code, symbol, payment.Address, amount, null) };
        if (scenario == "duplicate")
        {
            hashes.Add(play.Chain.PayFromOutside(network.Code, symbol, payment.Address, whole, null));
        }
        await play.DueAsync(cancellation);
        if (scenario == "replaced")
        {
            // It stands in a block, and then the chain goes on without it.
            play.Chain.Mine(network.Code, 2);
            await play.DueAsync(cancellation);
            play.Chain.Reorg(network.Code, 2);
        }
        else
        {
            play.Chain.Mine(network.Code, network.BlockDepth + 1);
        }
        await play.DueAsync(cancellation);
        return hashes;
    }

    private static IResult Problem(int status, string code, string? field, string message) => Results.Problem(message, statusCode: status,
        extensions: new Dictionary<string, object?> { ["code"] = code, ["field"] = field });

    internal sealed record ScenarioBody(string? Scenario);

    /// <summary>What a scenario is played with.</summary>
    internal sealed record Play(IDbContextFactory<BackofficeDbContext> Contexts, SandboxChain Chain, SandboxClock Clock, JobBoard Board,
        Desks.Webhooks.WebhookLanes Lanes)
    {
        public Task DueAsync(CancellationToken cancellation) => SandboxRoutes.RunDueAsync(Board, Lanes, cancellation);
    }
}

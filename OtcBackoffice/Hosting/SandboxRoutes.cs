using Microsoft.AspNetCore.Authorization;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Webhooks;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Integrations.Sandbox;
using OtcBackoffice.Jobs;
using OtcBackoffice.Security;

namespace OtcBackoffice.Hosting;

/// <summary>Moves the simulated outside world. Outside sandbox mode none of these routes exists.</summary>
public static class SandboxRoutes
{
    private const int WebhookWaitSecondsMax = 20;

    /// <summary>Adds the routes when the sandbox is on.</summary>
    public static void MapSandbox(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!app.Services.GetRequiredService<HostSettings>().SandboxEnabled)
        {
            return;
        }
        var routes = app.MapGroup("/sandbox")
            .RequireAuthorization(new AuthorizeAttribute(nameof(Permission.SandboxUse)) { AuthenticationSchemes = BearerTokens.SchemeName })
            .AddEndpointFilter(SandboxRefusals.AnswerAsync);
        routes.MapGet("/clock", (SandboxClock clock) => Results.Ok(new { now = clock.GetUtcNow().UtcDateTime }));
        routes.MapPost("/clock/advance", AdvanceAsync);
        routes.MapPost("/chain/blocks", MineAsync);
        routes.MapPost("/chain/transfers", PayAsync);
        routes.MapPost("/chain/reorg", ReorgAsync);
        SandboxMoneyRoutes.Map(routes);
        SandboxStatementRoutes.Map(routes);
        SandboxGatewayRoutes.Map(routes);
        SandboxCustomerRoutes.Map(routes);
        SandboxScreeningRoutes.Map(routes);
        routes.MapPost("/rates", SetRate);
        routes.MapGet("/mails", MailsAsync);
        routes.MapGet("/faults", Faults);
        routes.MapPost("/faults", Arm);
    }

    private static IResult Faults(ISandboxControls controls) => Results.Ok(new
    {
        faults = controls.Faults().Select(fault => new
        {
            point = fault.Point, meaning = fault.Meaning, mode = fault.Mode?.ToString().ToLowerInvariant(), times_left = fault.TimesLeft,
        }),
    });

    private static IResult Arm(SandboxBody<ArmBody> sent, ISandboxControls controls)
    {
        var body = sent.Value;
        return controls.Arm(body.Point, body.Mode, body.Times) is { } refused
            ? Refused(refused.Message) : Results.Ok(new { point = body.Point, mode = body.Mode, times = body.Times ?? 1 });
    }

    // What a command left in the outbox a moment ago has gone out before anybody looks.
    private static async Task<IResult> MailsAsync(SandboxMail mail, JobBoard board, CancellationToken cancellation)
    {
        await board.RunAsync(DeskJobs.MailSender, cancellation);
        return Results.Ok(new
        {
            mails = mail.Sent.Select(letter =>
                new { to = letter.Mail.To, subject = letter.Mail.Subject, text = letter.Mail.Text, headers = letter.Mail.Headers,
                sent_at = letter.SentAtUtc }),
        });
    }

    private static async Task<IResult> AdvanceAsync(
        SandboxBody<AdvanceBody> sent, ISandboxControls controls, CancellationToken cancellation)
    {
        var moved = await controls.AdvanceAsync(sent.Value.Seconds, cancellation);
        return moved.Failed(out var refused) ? Refused(refused.Message) : Results.Ok(new { now = moved.Value });
    }

    private static async Task<IResult> MineAsync(SandboxBody<BlocksBody> sent, ISandboxControls controls, CancellationToken cancellation)
    {
        var mined = await controls.MineAsync(sent.Value.Network, sent.Value.Count, cancellation);
        return mined.Failed(out var refused) ? Refused(refused.Message)
            : Results.Ok(new { network = mined.Value.Network, height = mined.Value.Height, block_hash = mined.Value.BlockHash });
    }

    private static async Task<IResult> PayAsync(SandboxBody<PayBody> sent, SandboxChain chain, JobBoard board, WebhookLanes lanes,
        CancellationToken cancellation)
    {
        var body = sent.Value;
        if (Asset.Find(body.Asset, body.Network) is not { } asset || !DecimalText.TryParse(DecimalText.Trimmed(body.Amount), asset.Scale,
            out var minor) || minor == 0)
        {
            return Refused("asset, network and amount must name a known asset and an amount above zero.");
        }
        // A payment that a contract makes is the same to whoever is paid; only its sender is a contract.
        if (body.Kind is not (null or "transfer" or "contract_call"))
        {
            return Refused("kind must be transfer or contract_call.");
        }
        try
        {
            var hash = chain.PayFromOutside(asset.Network.Code, asset.Symbol, body.ToAddress ?? "", minor, body.FromAddress);
            await RunDueAsync(board, lanes, cancellation);
            return Results.Ok(new { tx_hash = hash });
        }
        catch (ChainRefusedException refused)
        {
            return Refused(refused.Reason);
        }
    }

    private static async Task<IResult> ReorgAsync(SandboxBody<ReorgBody> sent, SandboxChain chain, JobBoard board, WebhookLanes lanes,
        CancellationToken cancellation)
    {
        var body = sent.Value;
        try
        {
            var head = chain.Reorg(Canonical(body.Network), body.Depth ?? 1);
            await RunDueAsync(board, lanes, cancellation);
            return Results.Ok(new { network = head.Network, height = head.Height, block_hash = head.BlockHash });
        }
        catch (ChainRefusedException refused)
        {
            return Refused(refused.Reason);
        }
    }

    private static IResult SetRate(SandboxBody<RateBody> sent, SandboxRates rates, DeskSignals signals)
    {
        var body = sent.Value;
        if (string.IsNullOrWhiteSpace(body.Base) || string.IsNullOrWhiteSpace(body.Quote) || !Rate.TryParse(body.Rate, out var rate))
        {
            return Refused("base, quote and rate are required; rate is plain digits above zero.");
        }
        rates.Set(body.Base, body.Quote, rate);
        signals.Publish([new DeskSignal(Topics.Rates, Guid.Empty)]);
        return Results.Ok(new { @base = body.Base, quote = body.Quote, rate = body.Rate });
    }

    internal static async Task RunDueAsync(JobBoard board, WebhookLanes lanes, CancellationToken cancellation)
    {
        await board.RunAllAsync(cancellation);
        await Task.WhenAny(lanes.WhenIdleAsync(), Task.Delay(TimeSpan.FromSeconds(WebhookWaitSecondsMax), cancellation));
    }

    private static string Canonical(string? network) => Network.Find(network)?.Code ?? network ?? "";

    private static IResult Refused(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?> { ["code"] = "INVALID_REQUEST" });

    internal sealed record AdvanceBody(long? Seconds);

    internal sealed record BlocksBody(string? Network, int? Count);

    internal sealed record PayBody(string? Network, string? Asset,
        [property: System.Text.Json.Serialization.JsonPropertyName("to_address")] string? ToAddress, string? Amount,
        [property: System.Text.Json.Serialization.JsonPropertyName("from_address")] string? FromAddress, string? Kind);

    internal sealed record ReorgBody(string? Network, int? Depth);

    internal sealed record RateBody(string? Base, string? Quote, string? Rate);

    internal sealed record ArmBody(string? Point, string? Mode, int? Times);
}

using System.Text.Json.Serialization;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting;

/// <summary>Fiat of the simulated outside world: the bank's statement, and the owner of a phone.</summary>
internal static class SandboxMoneyRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.MapPost("/bank/credits", CreditAsync);
        routes.MapPost("/mpesa/callback", AnswerAsync);
    }

    private static async Task<IResult> CreditAsync(CreditBody body, StatementDesk desk, CancellationToken cancellation)
    {
        var received = await desk.ReceiveAsync(new BankCredit(body.Currency, body.Amount, body.Reference, body.SenderName, body.ValueDate), cancellation);
        return received.Failed(out var refused)
            ? Problem(refused)
            : Results.Ok(new { statement_line_id = received.Value.Id, deposit_id = received.Value.DepositId, differs = received.Value.Differs, transfer_id = received.Value.TransferNumber });
    }

    // The owner answers, and the operator calls back; an armed fault loses that call, so that only asking finds out.
    private static async Task<IResult> AnswerAsync(
        AnswerBody body, SandboxMobileMoney operatorLine, MobileMoneyDesk desk, FaultPoints faults, JobBoard board, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(body.CheckoutRequestId) || body.ResultCode is not { } code)
        {
            return Problem(DomainError.Of(ErrorCode.InvalidRequest, "checkout_request_id", "checkout_request_id and result_code are required."));
        }
        operatorLine.Answer(body.CheckoutRequestId, code, body.ReceiptNumber);
        try
        {
            await faults.PassAsync(FaultPoints.MpesaCallback, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            return Results.Accepted(null, new { outcome = "lost" });
        }
        var payload = System.Text.Json.JsonSerializer.Serialize(new { body.CheckoutRequestId, body.ResultCode, body.ReceiptNumber });
        var taken = await desk.CallbackAsync(new MobileCallbackNote(null, body.CheckoutRequestId, code, body.ReceiptNumber, null, payload), cancellation);
        await board.RunAllAsync(cancellation);
        return taken.Failed(out var refused) ? Problem(refused) : Results.Ok(new { outcome = taken.Value.Outcome, deposit_id = taken.Value.DepositId });
    }

    private static IResult Problem(DomainError refused) => Results.Problem(refused.Message,
        statusCode: refused.Kind switch { ErrorKind.NotFound => StatusCodes.Status404NotFound, ErrorKind.Invalid => StatusCodes.Status400BadRequest, _ => StatusCodes.Status422UnprocessableEntity },
        extensions: new Dictionary<string, object?> { ["code"] = refused.Code.Wire() });

    internal sealed record CreditBody(
        string? Currency, string? Amount, string? Reference, [property: JsonPropertyName("sender_name")] string? SenderName, [property: JsonPropertyName("value_date")] string? ValueDate);

    internal sealed record AnswerBody(
        [property: JsonPropertyName("checkout_request_id")] string? CheckoutRequestId, [property: JsonPropertyName("result_code")] int? ResultCode,
        [property: JsonPropertyName("receipt_number")] string? ReceiptNumber);
}

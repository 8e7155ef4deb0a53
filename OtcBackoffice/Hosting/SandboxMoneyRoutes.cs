using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OtcBackoffice.Desks.Jobs;
using OtcBackoffice.Desks.MobileMoney;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Statements;
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

    private static async Task<IResult> CreditAsync(SandboxBody<CreditBody> sent, StatementDesk desk, CancellationToken cancellation)
    {
        var body = sent.Value;
        var received = await desk.ReceiveAsync(new BankCredit(body.Currency, body.Amount, body.Reference, body.SenderName, body.ValueDate)
        {
            EntryId = body.EntryId, Account = body.Account, Kind = body.Kind,
        }, cancellation);
        if (received.Failed(out var refused))
        {
            return Problem(refused);
        }
        var line = received.Value;
        return line.Conflict is { } conflict
            ? Problem(new DomainError(ErrorCode.ReceiptDiffers, $"This entry was told before with other facts: {conflict}. {line.HumanId} stands as it was told first."))
            : Results.Ok(new
            {
                statement_line_id = line.Id, receipt_id = line.Id, human_id = line.HumanId, status = Domain.Lifecycles.Names.Snake(line.Status),
                deposit_id = line.DepositId, differs = line.Differs, transfer_id = line.TransferNumber,
            });
    }

    // The owner answers, and the operator calls back; an armed fault loses that call, so that only asking finds out.
    private static async Task<IResult> AnswerAsync(
        SandboxBody<AnswerBody> sent, SandboxMobileMoney operatorLine, MobileMoneyDesk desk, FaultPoints faults, JobBoard board, CancellationToken cancellation)
    {
        var body = sent.Value;
        if (string.IsNullOrEmpty(body.CheckoutRequestId) || body.ResultCode is not { } code)
        {
            return Problem(DomainError.Of(ErrorCode.InvalidRequest, "checkout_request_id", "checkout_request_id and result_code are required."));
        }
        var asked = operatorLine.Asked(body.CheckoutRequestId);
        // What is left out is as it was asked for; what is null, the callback leaves out.
        var isPaid = code == 0;
        var receipt = Told(body.ReceiptNumber, isPaid ? $"SBX{Guid.NewGuid():N}"[..10].ToUpperInvariant() : null);
        var amount = Told(body.Amount, isPaid ? asked?.Shillings.ToString(CultureInfo.InvariantCulture) : null);
        var phone = Told(body.PhoneNumber, isPaid ? asked?.PhoneNumber : null);
        operatorLine.Answer(body.CheckoutRequestId, code, receipt, amount, phone);
        try
        {
            await faults.PassAsync(FaultPoints.MpesaCallback, cancellation);
        }
        catch (Exception fault) when (fault is InjectedFaultException or TimeoutException)
        {
            return Results.Accepted(null, new { outcome = "lost" });
        }
        var payload = JsonSerializer.Serialize(new { body.CheckoutRequestId, body.ResultCode, ReceiptNumber = receipt, Amount = amount, PhoneNumber = phone });
        var note = new MobileCallbackNote(null, body.CheckoutRequestId, code, receipt, null, payload) { Amount = amount, PhoneNumber = phone };
        var taken = await desk.CallbackAsync(note, cancellation);
        await board.RunAllAsync(cancellation);
        return taken.Failed(out var refused) ? Problem(refused) : Results.Ok(new { outcome = taken.Value.Outcome, deposit_id = taken.Value.DepositId });
    }

    private static IResult Problem(DomainError refused) => Results.Problem(refused.Message,
        statusCode: refused.Kind switch { ErrorKind.NotFound => StatusCodes.Status404NotFound, ErrorKind.Conflict => StatusCodes.Status409Conflict, ErrorKind.Invalid => StatusCodes.Status400BadRequest, _ => StatusCodes.Status422UnprocessableEntity },
        extensions: new Dictionary<string, object?> { ["code"] = refused.Code.Wire() });

    internal sealed record CreditBody(
        string? Currency, string? Amount, string? Reference, [property: JsonPropertyName("sender_name")] string? SenderName, [property: JsonPropertyName("value_date")] string? ValueDate,
        [property: JsonPropertyName("entry_id")] string? EntryId, string? Account, string? Kind);

    private static string? Told(JsonElement given, string? otherwise) => given.ValueKind switch
    {
        JsonValueKind.Undefined => otherwise,
        JsonValueKind.String or JsonValueKind.Number => given.ToString(),
        _ => null,
    };

    internal sealed record AnswerBody(
        [property: JsonPropertyName("checkout_request_id")] string? CheckoutRequestId, [property: JsonPropertyName("result_code")] int? ResultCode,
        [property: JsonPropertyName("receipt_number")] JsonElement ReceiptNumber, JsonElement Amount, [property: JsonPropertyName("phone_number")] JsonElement PhoneNumber);
}

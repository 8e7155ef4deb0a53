using System.Text.Json;
using System.Text.Json.Serialization;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Hosting;

/// <summary>Fiat of the simulated outside world: the bank's statement, and the owner of a phone.</summary>
internal static class SandboxMoneyRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.MapPost("/bank/credits", CreditAsync);
        routes.MapPost("/mpesa/callback", AnswerAsync);
    }

    private static async Task<IResult> CreditAsync(SandboxBody<CreditBody> sent, ISandboxControls controls, CancellationToken cancellation)
    {
        var body = sent.Value;
        var received = await controls.WireAsync(new BankCredit(body.Currency, body.Amount, body.Reference, body.SenderName, body.ValueDate)
        {
            EntryId = body.EntryId, Account = body.Account, Kind = body.Kind,
        }, cancellation);
        if (received.Failed(out var refused))
        {
            return Problem(refused);
        }
        var line = received.Value;
        return line.Conflict is { } conflict
            ? Problem(new DomainError(ErrorCode.ReceiptDiffers,
                $"This entry was told before with other facts: {conflict}. {line.HumanId} stands as it was told first."))
            : Results.Ok(new
            {
                statement_line_id = line.Id, receipt_id = line.Id, human_id = line.HumanId,
                status = Domain.Lifecycles.Names.Snake(line.Status),
                deposit_id = line.DepositId, differs = line.Differs, transfer_id = line.TransferNumber,
            });
    }

    private static async Task<IResult> AnswerAsync(SandboxBody<AnswerBody> sent, ISandboxControls controls, CancellationToken cancellation)
    {
        var body = sent.Value;
        var answered = await controls.AnswerAsync(new PhoneAnswer(body.CheckoutRequestId, body.ResultCode)
        {
            ReceiptNumber = Said(body.ReceiptNumber), Amount = Said(body.Amount), PhoneNumber = Said(body.PhoneNumber),
        }, cancellation);
        if (answered.Failed(out var refused))
        {
            return Problem(refused);
        }
        return answered.Value.Outcome == PhoneOutcome.Lost
            ? Results.Accepted(null, new { outcome = PhoneOutcome.Lost })
            : Results.Ok(new { outcome = answered.Value.Outcome, deposit_id = answered.Value.DepositId });
    }

    private static IResult Problem(DomainError refused) => Results.Problem(refused.Message,
        statusCode: refused.Kind
            switch { ErrorKind.NotFound => StatusCodes.Status404NotFound, ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.Invalid => StatusCodes.Status400BadRequest, _ => StatusCodes.Status422UnprocessableEntity },
        extensions: new Dictionary<string, object?> { ["code"] = refused.Code.Wire() });

    internal sealed record CreditBody(
        string? Currency, string? Amount, string? Reference, [property: JsonPropertyName("sender_name")] string? SenderName,
        [property: JsonPropertyName("value_date")] string? ValueDate,
        [property: JsonPropertyName("entry_id")] string? EntryId, string? Account, string? Kind);

    // What is left out is not said; anything but a text or number is said to be nothing.
    private static SaidText? Said(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.String or JsonValueKind.Number => new SaidText(given.ToString()),
        _ => new SaidText(null),
    };

    internal sealed record AnswerBody(
        [property: JsonPropertyName("checkout_request_id")] string? CheckoutRequestId,
        [property: JsonPropertyName("result_code")] int? ResultCode,
        [property: JsonPropertyName("receipt_number")] JsonElement ReceiptNumber, JsonElement Amount,
            [property: JsonPropertyName("phone_number")] JsonElement PhoneNumber);
}

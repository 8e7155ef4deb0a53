using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Gateway;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;

namespace OtcBackoffice.Api.Gateway;

/// <summary>Batches of withdrawals, as JSON or as CSV.</summary>
internal static class BatchRoutes
{
    /// <summary>What the server takes in before it cuts the connection; see <see cref="ApiJson.TransportBytesMax"/>.</summary>
    public const int TransportBytesMax = 2 * BodyBytesMax;

    // Ten thousand rows with every member, and room for spaces.
    private const int BodyBytesMax = 8 * 1024 * 1024;

    private const string CsvType = "text/csv", Route = "POST withdrawal batch";

    public static Task<IResult> Create(HttpContext http, GatewayBatchDesk desk, CancellationToken cancellation) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase)
            ? CreateFromCsvAsync(http, desk, cancellation)
            : GatewayAnswers.WithBodyAsync<BatchRequest>(http, body => body.Value.Withdrawals is { } rows
                ? TakeAsync(http, desk, rows.Count > GatewayBatch.RowsMax ? new BatchRowAsked[rows.Count] : [.. rows.Select(Row)],
                    body.Fingerprint, cancellation)
                : Task.FromResult(GatewayDialect.Refused(
                    DomainError.Of(ErrorCode.InvalidRequest, "withdrawals", "withdrawals is required: a list of withdrawals."))),
                    cancellation, BodyBytesMax);

    public static async Task<IResult> Get(string id, HttpContext http, GatewayBatchDesk desk, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Guid.TryParseExact(id, "D", out var batch)
            ? (await desk.GetAsync(batch, cancellation))
            .Answer(view => new { BatchId = view.Batch.Id, view.Batch.Status, Total = view.Batch.RowCount, Rows = view.Rows.Select(Wire) })
            : GatewayDialect.Refused(DomainError.Missing("batch"));
    }

    private static async Task<IResult> CreateFromCsvAsync(HttpContext http, GatewayBatchDesk desk, CancellationToken cancellation)
    {
        var bytes = await RequestBody.BytesAsync(http.Request, BodyBytesMax, cancellation);
        if (bytes.Failed(out var unread))
        {
            return GatewayDialect.Refused(unread);
        }
        var rows = BatchCsv.Read(bytes.Value);
        if (rows.Failed(out var unfit))
        {
            return GatewayDialect.Refused(unfit);
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(CsvType + "\n"));
        hash.AppendData(bytes.Value);
        return await TakeAsync(http, desk, rows.Value, Convert.ToHexStringLower(hash.GetHashAndReset()), cancellation);
    }

    private static async Task<IResult> TakeAsync(HttpContext http, GatewayBatchDesk desk, IReadOnlyList<BatchRowAsked> rows,
        string fingerprint, CancellationToken cancellation)
    {
        var key = GatewayApi.Key(http, Route, fingerprint);
        return key.Failed(out var unfit)
            ? GatewayDialect.Refused(unfit)
            : (await desk.CreateAsync(rows, key.Value, cancellation))
            .Answer(taken => new { BatchId = taken.Id }, StatusCodes.Status202Accepted);
    }

    private static BatchRowAsked Row(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new BatchRowAsked(null, "A row must be a JSON object, a withdrawal.");
        }
        try
        {
            return new BatchRowAsked(WithdrawalRoutes.Command(element.Deserialize<WithdrawalRequest>(GatewayJson.Reading)!), null);
        }
        catch (JsonException fault)
        {
            return new BatchRowAsked(null, $"{(fault.Path is { Length: > 2 } path ? path[2..] : "The row")} has the wrong type.");
        }
    }

    private static Dictionary<string, object?> Wire(GatewayBatchRowView row)
    {
        var wire = new Dictionary<string, object?> { ["row"] = row.Row };
        if (row.Error is { } code)
        {
            wire["error"] = new { GatewayDialect.Of(code).Code, row.Message };
        }
        else
        {
            wire["withdrawal_id"] = row.WithdrawalId;
        }
        return wire;
    }
}

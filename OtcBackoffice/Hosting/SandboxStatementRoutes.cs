using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Integrations.Sandbox;

namespace OtcBackoffice.Hosting;

/// <summary>The sandbox's bank writes a statement of what it holds: the credits and reversals that were sent to it.</summary>
internal static class SandboxStatementRoutes
{
    public static void Map(RouteGroupBuilder routes) => routes.MapPost("/bank/statement", WriteAsync);

    private static async Task<IResult> WriteAsync(SandboxBody<StatementBody> sent, IDbContextFactory<BackofficeDbContext> contexts,
        TimeProvider clock, CancellationToken cancellation)
    {
        var body = sent.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var accounts = await db.DeskAccounts.AsNoTracking().Where(row => row.Kind == "bank").OrderBy(row => row.CreatedAtUtc)
            .ThenBy(row => row.Id).ToListAsync(cancellation);
        var account = accounts.Find(row => row.Id.ToString() == body.Account || row.Number == body.Account || row.Currency == body.Account);
        if (account is null)
        {
            return Wrong("account", "account must be the id, number or IBAN of a bank account of the desk.");
        }
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (!TryDay(body.From, today, out var from) || !TryDay(body.To, today, out var to) || to < from)
        {
            return Wrong("from", "from and to must be dates as yyyy-MM-dd, from not after to.");
        }
        if (body.Format is not (null or "camt" or "mt940" or "csv"))
        {
            return Wrong("format", "format must be camt, mt940 or csv.");
        }
        var isFirst = accounts.Find(row => row.Currency == account.Currency)?.Id == account.Id;
        string[] names = isFirst ? [account.Number, account.PlainNumber, $"DESK-{account.Currency}"]
            : [account.Number, account.PlainNumber];
        var told = await db.Receipts.AsNoTracking()
            .Where(row => row.Source == ReceiptSource.Bank && row.Asset == account.Currency && names.Contains(row.Account))
            .OrderBy(row => row.Number).ToListAsync(cancellation);
        var scale = await db.FiatCurrencies.Where(row => row.IsoCode == account.Currency).Select(row => row.FractionDigits)
            .FirstAsync(cancellation);
        var lines = told.ConvertAll(row => (Row: row, Day: DateOnly.FromDateTime(row.OccurredAtUtc ?? row.ReceivedAtUtc)));
        var opening = lines.Where(line => line.Day < from).Sum(line => line.Row.AmountMinor);
        var within = lines.Where(line => line.Day >= from && line.Day <= to).ToList();
        var file = new SandboxStatement(account.Number, account.IsIban, account.Currency, from, to, DecimalText.Format(opening, scale),
            DecimalText.Format(opening + within.Sum(line => line.Row.AmountMinor), scale),
            within.ConvertAll(line =>
                new SandboxLine(line.Row.ExternalId, DecimalText.Format(line.Row.AmountMinor, scale), line.Day, line.Row.Reference,
                line.Row.PayerName)));
        var (text, type) = body.Format
            switch { "mt940" => (file.Mt940(), "text/plain"), "csv" => (file.Csv(), "text/csv"), _ => (file.Camt(), "application/xml") };
        return Results.Bytes(Encoding.UTF8.GetBytes(text), type,
            $"statement-{from:yyyyMMdd}-{to:yyyyMMdd}.{(body.Format ?? "camt") switch { "mt940" => "sta", "csv" => "csv", _ => "xml" }}");
    }

    private static bool TryDay(string? text, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        return string.IsNullOrEmpty(text)
            || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static IResult Wrong(string field, string message) => Results.Problem(message, statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["code"] = "INVALID_REQUEST", ["field"] = field });

    internal sealed record StatementBody(string? Account, string? Format, string? From, string? To);
}

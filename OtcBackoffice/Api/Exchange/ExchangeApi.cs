using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Exchanges;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Api.Exchange;

/// <summary>Specification 003, the exchange API: EUR against USDC, both ways.</summary>
public static class ExchangeApi
{
    private const string Prefix = "/otc-exchanges";

    private const string ConfirmKeyRoute = "POST /otc-exchanges", KeyHeader = "Idempotency-Key";

    private const int LimitDefault = 25, LimitMax = 100, PageMax = 1_000_000;

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } =
        new("exchange", new ExchangeDialect(), $"{SchemeNames.ExchangeKey},{SchemeNames.SessionToken}", Map) { Prefixes = [Prefix] };

    private static void Map(IEndpointRouteBuilder routes, Surface surface)
    {
        var guard = surface.Guard;
        var reads = guard.ForScope(CredentialSurface.Exchange, "otc-exchanges:read");
        var writes = guard.ForScope(CredentialSurface.Exchange, "otc-exchanges:write");
        var group = surface.Group(routes, Prefix);
        group.MapGet("/accounts", Accounts).RequireAuthorization(reads);
        group.MapGet("/wallets", Wallets).RequireAuthorization(reads);
        group.MapGet("/wallets/{id}/balance", Balance).RequireAuthorization(reads);
        group.MapGet("", List).RequireAuthorization(reads).Reads("page", "limit");
        group.MapGet("/{id}", Get).RequireAuthorization(reads);
        group.MapPost("/quote", Quote).RequireAuthorization(writes);
        group.MapPost("", Confirm).RequireAuthorization(writes);
        group.MapPost("/{id}/cancel", Cancel).RequireAuthorization(writes);
    }

    private static async Task<IResult> Accounts(ExchangeResources resources, CancellationToken cancellation) =>
        (await resources.AccountsAsync(cancellation)).Answer(rows => rows.Select(Mapping.Account).ToList());

    private static async Task<IResult> Wallets(ExchangeResources resources, CancellationToken cancellation) =>
        (await resources.WalletsAsync(cancellation)).Answer(rows => rows.Select(Mapping.Wallet).ToList());

    private static async Task<IResult> Balance(string id, ExchangeResources resources, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var wallet)
            ? (await resources.WalletBalanceAsync(wallet, cancellation)).Answer(Mapping.Balance)
            : ExchangeDialect.Refused(new DomainError(ErrorCode.WalletNotFound, "There is no such wallet."));

    private static async Task<IResult> List(HttpContext http, ExchangeQueries queries, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (page, limit) = (query.Number("page", 1, 1, PageMax), query.Number("limit", LimitDefault, 1, LimitMax));
        if (query.Fault is { } fault)
        {
            return ExchangeDialect.Refused(fault);
        }
        var listed = await queries.OwnAsync(page, limit, cancellation);
        return listed.Failed(out var refused) ? ExchangeDialect.Refused(refused) : ExchangeDialect.Json(new
        {
            Data = listed.Value.Rows.Select(Mapping.Order).ToList(),
            Meta = new { Pagination = new { listed.Value.Page, listed.Value.Limit, listed.Value.Total } },
        });
    }

    private static async Task<IResult> Get(string id, ExchangeQueries queries, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var order) ? (await queries.OwnAsync(order, cancellation)).Answer(Mapping.Order)
            : ExchangeDialect.Refused(Unknown);

    private static Task<IResult> Quote(HttpContext http, ExchangeDesk desk, CancellationToken cancellation) =>
        WithBodyAsync<QuoteRequest>(http, async body =>
    {
        var command = QuoteReading.Read(body.Value);
        return command.Failed(out var unreadable) ? ExchangeDialect.Refused(unreadable)
            : (await desk.QuoteAsync(command.Value, cancellation)).Answer(Mapping.Quote);
    }, cancellation);

    private static async Task<IResult> Confirm(HttpContext http, ExchangeDesk desk, CancellationToken cancellation)
    {
        // The key comes before everything else: a call without a good one must not even be read.
        if (KeyFault(http.Request) is { } bad)
        {
            return ExchangeDialect.Refused(bad);
        }
        return await WithBodyAsync<ConfirmRequest>(http, async body =>
        {
            var ask = body.Value;
            if (ask.QuoteId is not { } quote)
            {
                return ExchangeDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "quoteId", "quoteId is required."));
            }
            if (QuoteReading.Side(ask.Side) is not { } side)
            {
                return ExchangeDialect.Refused(QuoteReading.BadSide);
            }
            if (ask.TravelRulePayload is { ValueKind: not (System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.Null) })
            {
                return ExchangeDialect.Refused(
                    DomainError.Of(ErrorCode.InvalidRequest, "travelRulePayload", "travelRulePayload must be a JSON object."));
            }
            var payload = ask.TravelRulePayload is { ValueKind: System.Text.Json.JsonValueKind.Object } given ? given.GetRawText() : null;
            var key = new DeskKey(ConfirmKeyRoute, http.Request.Headers[KeyHeader].ToString().ToLowerInvariant(), body.Fingerprint);
            var confirmed = await desk.ConfirmAsync(new ConfirmExchange(quote, side, payload), key, cancellation);
            return confirmed.Answer(view => new { view.OrderId, Status = Names.Snake(view.Status) }, StatusCodes.Status201Created);
        }, cancellation);
    }

    private static async Task<IResult> Cancel(string id, ExchangeDesk desk, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "D", out var order)
            ? (await desk.CancelAsync(order, cancellation)).Answer(view => new { OrderId = view.Id, Status = Names.Snake(view.Status) })
            : ExchangeDialect.Refused(Unknown);

    private static DomainError Unknown => new(ErrorCode.OrderNotFound, "There is no such order.");

    private static DomainError? KeyFault(HttpRequest request)
    {
        var header = request.Headers[KeyHeader];
        if (header.Count == 0 || string.IsNullOrWhiteSpace(header[0]))
        {
            return new DomainError(ErrorCode.IdempotencyKeyRequired, "Send an Idempotency-Key header with a UUID of version 4.");
        }
        return header.Count == 1 && Guid.TryParseExact(header[0], "D", out var key) && key.Version == 4 && key.Variant is >= 8 and <= 11
            ? null
            : new DomainError(ErrorCode.IdempotencyKeyInvalid, "Idempotency-Key must be one UUID of version 4.");
    }

    internal static async Task<IResult> WithBodyAsync<T>(HttpContext http, Func<RequestBody<T>, Task<IResult>> run,
        CancellationToken cancellation)
        where T : class
    {
        var body = await RequestBody.ReadAsync<T>(http, cancellation);
        return body.Failed(out var unreadable) ? ExchangeDialect.Refused(unreadable) : await run(body.Value);
    }
}

/// <summary>Reads what a quote asks for, under either spelling of its ids.</summary>
internal static class QuoteReading
{
    /// <summary>What is said about a side that is neither.</summary>
    public static DomainError BadSide => DomainError.Of(ErrorCode.InvalidRequest, "side", "side must be buy or sell.");

    /// <summary>The side; buy when there is none, null when it is neither.</summary>
    public static ExchangeSide? Side(string? text) =>
        text is null ? ExchangeSide.Buy : text switch { "buy" => ExchangeSide.Buy, "sell" => ExchangeSide.Sell, _ => null };

    public static Result<QuoteExchange> Read(QuoteRequest ask)
    {
        if (Side(ask.Side) is not { } side)
        {
            return BadSide;
        }
        var (account, accountName) = side == ExchangeSide.Buy
            ? (One(ask.SourceAccountId, ask.SourceAccountAlias), "sourceAccountId")
            : (One(ask.DestinationAccountId, ask.DestinationAccountAlias), "destinationAccountId");
        var (wallet, walletName) = side == ExchangeSide.Buy
            ? (One(ask.DestinationWalletId, ask.DestinationWalletAlias), "destinationWalletId")
            : (One(ask.SourceWalletId, ask.SourceWalletAlias), "sourceWalletId");
        if (account is not { } accountId)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, accountName, $"{accountName} is required, once.");
        }
        if (wallet is not { } walletId)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, walletName, $"{walletName} is required, once.");
        }
        var (amount, amountName) = side == ExchangeSide.Buy ? (ask.SourceAmountEur, "sourceAmountEur")
            : (ask.SourceAmountUsdc, "sourceAmountUsdc");
        return amount is null
            ? DomainError.Of(ErrorCode.InvalidRequest, amountName, $"{amountName} is required.")
            : new QuoteExchange(side, accountId, walletId, Plain(amount));
    }

    // The documented form of an amount allows zeros in front, which the books' grammar does not.
    private static string Plain(string amount)
    {
        var start = 0;
        while (start + 1 < amount.Length && amount[start] == '0' && char.IsAsciiDigit(amount[start + 1]))
        {
            start++;
        }
        return amount[start..];
    }

    private static Guid? One(Guid? name, Guid? alias) => name is not null && alias is not null && name != alias ? null : name ?? alias;
}

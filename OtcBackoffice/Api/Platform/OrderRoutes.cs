using System.Globalization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Desks.Withdrawals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Api.Platform;

/// <summary>Orders.</summary>
internal static class OrderRoutes
{
    private static readonly string[] Surfaces = ["deposit_desk", "exchange", "block_trade", "gateway", "platform"];

    public static async Task<IResult> Create(HttpContext http, OrderDesk desk, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadAsync<OrderRequest>(http, cancellation);
        if (body.Failed(out var unreadable))
        {
            return PlatformDialect.Refused(unreadable);
        }
        var key = PlatformApi.Key(http, "POST orders", body.Value.Fingerprint);
        if (key.Failed(out var unfit))
        {
            return PlatformDialect.Refused(unfit);
        }
        var command = Command(body.Value.Value);
        return command.Failed(out var incomplete)
            ? PlatformDialect.Refused(incomplete)
            : (await desk.PlaceAsync(command.Value, key.Value, cancellation)).Answer(http, view => view, StatusCodes.Status201Created);
    }

    public static async Task<IResult> List(HttpContext http, OrderQueries orders, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (limit, cursor, filter) = (PlatformApi.Limit(query), query.Cursor(refusal: ErrorCode.InvalidCursor), Filter(query));
        if (query.Fault is { } fault)
        {
            return PlatformDialect.Refused(fault);
        }
        return filter.Failed(out var unfit) ? PlatformDialect.Refused(unfit)
            : (await orders.ListAsync(filter.Value, cursor, limit, cancellation)).Listed(http, "orders", view => view);
    }

    public static async Task<IResult> Get(string id, HttpContext http, OrderQueries orders, CancellationToken cancellation) =>
        PublicId.Read(PublicId.Order, id) is { } order ? (await orders.GetAsync(order, cancellation)).Answer(http, view => view)
            : PlatformDialect.Refused(Missing);

    public static async Task<IResult> Cancel(string id, HttpContext http, OrderDesk desk, CancellationToken cancellation)
    {
        // What is cancelled stands in the path: with the same key, another order is another request.
        var key = PlatformApi.Key(http, "POST orders cancel", id);
        if (key.Failed(out var unfit))
        {
            return PlatformDialect.Refused(unfit);
        }
        return PublicId.Read(PublicId.Order, id) is { } order
            ? (await desk.CancelAsync(order, key.Value, cancellation)).Answer(http, view => view)
            : PlatformDialect.Refused(Missing);
    }

    private static DomainError Missing => new(ErrorCode.OrderNotFound, "There is no such order.");

    private static Result<OrderFilter> Filter(QueryFields query)
    {
        var statuses = new List<OrderStatus>();
        foreach (var name in query.Text("status")?.Split(',') ?? [])
        {
            if (!Names.TryParse<OrderStatus>(name, out var status))
            {
                return Unfit("status", $"status must be one or more of "
                    + $"{string.Join(", ", Enum.GetValues<OrderStatus>().Select(Names.Snake))}, parted by commas.");
            }
            statuses.Add(status);
        }
        Guid? customer = null;
        if (query.Text("customer_id") is { } named && (customer = PublicId.Read(PublicId.Customer, named)) is null)
        {
            return Unfit("customer_id", "customer_id is no id of a customer.");
        }
        var network = query.Text("network");
        if (network is not null && Network.Find(network) is null)
        {
            return Unfit("network", "network is not known.");
        }
        var asset = query.Text("asset");
        if (asset is not null && !Asset.All.Any(one => one.Symbol.Equals(asset, StringComparison.OrdinalIgnoreCase)))
        {
            return Unfit("asset", "asset is not known.");
        }
        // The specification's names; from and to are what the first round wrote.
        var (from, to) = (Time(query, "created_after", "from"), Time(query, "created_before", "to"));
        if (from.Failed(out var unfit) || to.Failed(out unfit))
        {
            return unfit;
        }
        return new OrderFilter
        {
            Statuses = statuses,
            Type = query.Name<OrderType>("type"),
            Surface = query.OneOf("surface", Surfaces),
            CustomerId = customer,
            Currency = query.Text("currency")?.ToUpperInvariant(),
            Asset = asset?.ToUpperInvariant(),
            Network = Network.Find(network)?.Code,
            Reference = query.Text("reference"),
            From = from.Value,
            To = to.Value,
        };
    }

    private static Result<DateTime?> Time(QueryFields query, string name, string older)
    {
        if ((query.Text(name) ?? query.Text(older)) is not { } text)
        {
            return (DateTime?)null;
        }
        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (DateTime?)time.UtcDateTime
            : Unfit(name, $"{name} must be a time such as 2026-03-16T09:00:00Z, or a day such as 2026-03-16.");
    }

    private static Result<PlaceOrder> Command(OrderRequest request)
    {
        if (!Names.TryParse<OrderType>(request.Type, out var type))
        {
            return Unfit("type", "type must be onramp or offramp.");
        }
        if (request.Fiat?.Currency is not { Length: > 0 } currency)
        {
            return Unfit("fiat.currency", "fiat.currency is required.");
        }
        if (request.Crypto is not { Asset: { Length: > 0 } asset, Network: { Length: > 0 } network })
        {
            return Unfit("crypto.asset", "crypto.asset and crypto.network are required.");
        }
        if ((request.Fiat.Amount is null) == (request.Crypto.Amount is null))
        {
            return Unfit("fiat.amount", "Exactly one of fiat.amount and crypto.amount is sent; the other follows from the price.");
        }
        Guid? customer = null;
        if (request.CustomerId is { } named && (customer = PublicId.Read(PublicId.Customer, named)) is null)
        {
            return DomainError.Missing("customer") with { Field = "customer_id" };
        }
        return new PlaceOrder
        {
            Type = type,
            Currency = currency,
            FiatAmount = request.Fiat.Amount,
            Asset = asset,
            Network = network,
            CryptoAmount = request.Crypto.Amount,
            CustomerId = customer,
            Draft = new DraftDeposit
            {
                Method = request.Method,
                PaymentReference = request.PaymentReference,
                TransferDate = request.TransferDate,
                SenderAccountName = request.SenderAccountName,
                SenderAccountNumberLast4 = request.SenderAccountNumberLast4,
                SenderBankName = request.SenderBankName,
                SenderBankBranch = request.SenderBankBranch,
                PhoneNumber = request.PhoneNumber,
                ToWalletId = request.ToWalletId,
            },
            Payout = new CreateWithdrawal
            {
                Method = request.Method,
                FromWalletId = request.FromWalletId,
                PayoutBankAccount = request.PayoutBankAccount,
                PayoutBankName = request.PayoutBankName,
                PayoutPhoneNumber = request.PayoutPhoneNumber,
            },
        };
    }

    private static DomainError Unfit(string field, string message) => DomainError.Of(ErrorCode.InvalidRequest, field, message);
}

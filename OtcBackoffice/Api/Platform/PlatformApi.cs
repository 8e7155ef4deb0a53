using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Api.Platform;

/// <summary>Specification 000, the platform API: orders of every surface, customers, funds, statuses and events.</summary>
public static class PlatformApi
{
    private const string Prefix = "/v1";
    private const string RequestIdHeader = "X-Request-Id";
    private const int LimitDefault = 20, LimitMax = 100;

    /// <summary>The surface.</summary>
    public static Surface Surface { get; } = new("platform", new PlatformDialect(), SchemeNames.PlatformKey, Map) { Prefixes = [Prefix] };

    private static void Map(IEndpointRouteBuilder routes, Surface surface)
    {
        var group = surface.Group(routes, Prefix).AddEndpointFilter(CheckRequestIdAsync);
        Microsoft.AspNetCore.Authorization.AuthorizeAttribute With(string scope) =>
            surface.Guard.ForScope(CredentialSurface.Platform, scope);
        string[] page = ["limit", "cursor"];
        group.MapPost("/orders", OrderRoutes.Create).RequireAuthorization(With("orders:write"))
            .WithMetadata(new RouteDocument("Place an order") { Takes = typeof(OrderRequest), Answers = typeof(OrderView),
                Status = StatusCodes.Status201Created });
        group.MapGet("/orders", OrderRoutes.List).RequireAuthorization(With("orders:read"))
            .WithMetadata(new RouteDocument("List the orders of every surface, newest first")
        {
            Members = ["orders", "next_cursor: text?"], Rows = typeof(OrderView),
            Query = [.. page, "status", "type", "surface", "customer_id", "currency", "asset",
                "network", "reference", "created_after", "created_before", "from", "to"],
        });
        group.MapGet("/orders/{id}", OrderRoutes.Get).RequireAuthorization(With("orders:read"))
            .WithMetadata(new RouteDocument("Get an order") { Answers = typeof(OrderView) });
        group.MapPost("/orders/{id}/cancel", OrderRoutes.Cancel).RequireAuthorization(With("orders:write"))
            .WithMetadata(new RouteDocument("Take an order back, until money arrived") { Answers = typeof(OrderView) });
        group.MapGet("/customers", Customers).RequireAuthorization(With("customers:read"))
            .WithMetadata(new RouteDocument("List customers") { Query = page, Members = ["customers", "next_cursor: text?"],
                Rows = typeof(CustomerView) });
        group.MapGet("/customers/{id}", Customer).RequireAuthorization(With("customers:read"))
            .WithMetadata(new RouteDocument("Get a customer") { Answers = typeof(CustomerView) });
        group.MapGet("/funds", Funds).RequireAuthorization(With("funds:read"))
            .WithMetadata(new RouteDocument("List funds as the ledger has them") { Members = ["funds", "next_cursor: text?"],
                Rows = typeof(FundsView) });
        group.MapGet("/statuses", Statuses).RequireAuthorization(With("statuses:read"))
            .WithMetadata(new RouteDocument("List the statuses of orders with their moves")
        {
            Members = ["[].status: text", "[].stage: text", "[].final: flag", "[].transitions[]: text"],
        });
        group.MapGet("/events", Events).RequireAuthorization(With("events:read"))
            .WithMetadata(new RouteDocument("List the events of the last thirty days, oldest first")
        {
            Query = ["after", "limit", "type", "order_id"],
            Members = ["events[].id: uuid", "events[].sequence: whole", "events[].event: text", "events[].timestamp: time",
                "events[].data.order_id: text", "events[].data.order: any sometimes", "events[].data.from: text sometimes",
                "events[].data.to: text sometimes", "events[].data.settled_at: time sometimes",
                "events[].data.transfers: any sometimes", "events[].data.reconciled_at: time sometimes", "next_cursor: text?"],
        });
        group.MapGet("/webhooks/endpoints", EndpointRoutes.List).RequireAuthorization(With("webhooks:write"))
            .WithMetadata(new RouteDocument("List webhook endpoints") { Members = [.. Endpoint("endpoints[]"), "next_cursor: text?"] });
        group.MapPost("/webhooks/endpoints", EndpointRoutes.Create).RequireAuthorization(With("webhooks:write"))
            .WithMetadata(new RouteDocument("Add a webhook endpoint; its secret is shown this once") { Takes = typeof(EndpointRequest),
                Members = [.. Endpoint("endpoint"), "secret: text"], Status = StatusCodes.Status201Created });
        group.MapDelete("/webhooks/endpoints/{id}", EndpointRoutes.Remove).RequireAuthorization(With("webhooks:write"))
            .WithMetadata(new RouteDocument("Retire a webhook endpoint") { Members = Endpoint("endpoint") });
    }

    private static string[] Endpoint(string place) =>
        [$"{place}.id: uuid", $"{place}.url: text", $"{place}.events[]: text", $"{place}.is_active: flag", $"{place}.created_at: time"];

    /// <summary>The limit of a page.</summary>
    internal static int Limit(QueryFields query) => query.Number("limit", LimitDefault, 1, LimitMax);

    /// <summary>The caller's key, which is 1 to 128 visible ASCII characters here.</summary>
    internal static Result<DeskKey?> Key(HttpContext http, string route, string fingerprint)
    {
        var key = IdempotencyKeys.Read(http.Request, "platform " + route, null, fingerprint);
        return key.IsSuccess && key.Value is { } sent && !sent.Key.All(letter => letter is > ' ' and < '\u007f')
            ? DomainError.Of(ErrorCode.IdempotencyKeyInvalid, IdempotencyKeys.Header,
                $"{IdempotencyKeys.Header} has 1 to {IdempotencyKeys.LengthMax} visible ASCII characters.")
            : key;
    }

    // It goes into the audit record, the logs and the cause of webhooks, so what is no UUID is refused and not replaced in silence.
    private static ValueTask<object?> CheckRequestIdAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var sent = context.HttpContext.Request.Headers[RequestIdHeader];
        return sent.Count == 0 || (sent.Count == 1 && Guid.TryParseExact(sent[0], "D", out _))
            ? next(context)
            : ValueTask.FromResult<object?>(
                PlatformDialect.Refused(
                new DomainError(ErrorCode.InvalidRequestId, $"{RequestIdHeader} must be one UUID, or be left out.")));
    }

    private static async Task<IResult> Customers(HttpContext http, CustomerQueries customers, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (limit, cursor) = (Limit(query), query.Cursor(refusal: ErrorCode.InvalidCursor));
        return query.Fault is { } fault ? PlatformDialect.Refused(fault)
            : (await customers.ListAsync(cursor, limit, cancellation)).Listed(http, "customers", row => row);
    }

    private static async Task<IResult> Customer(string id, HttpContext http, CustomerQueries customers, CancellationToken cancellation) =>
        PublicId.Read(PublicId.Customer, id) is { } customer
            ? (await customers.GetAsync(customer, cancellation)).Answer(http, view => view)
            : PlatformDialect.Refused(DomainError.Missing("customer"));

    private static async Task<IResult> Funds(HttpContext http, FundsQueries funds, CancellationToken cancellation) =>
        (await funds.ListAsync(cancellation)).Answer(http, rows => new { Funds = rows, NextCursor = (string?)null });

    private static IResult Statuses() => Results.Json(Enum.GetValues<OrderStatus>().Select(status => new
    {
        Status = Names.Snake(status),
        Stage = Names.Snake(OrderLifecycle.StageOf(status)),
        Final = OrderLifecycle.NextOf(status).Count == 0,
        Transitions = OrderLifecycle.NextOf(status).Select(Names.Snake),
    }), ApiJson.Writing);

    private static async Task<IResult> Events(HttpContext http, EventQueries events, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (limit, after, type, order) = (Limit(query), query.Cursor("after", ErrorCode.InvalidCursor), query.OneOf("type",
            EventQueries.Types), query.Text("order_id"));
        if (query.Fault is { } fault)
        {
            return PlatformDialect.Refused(fault);
        }
        Guid? id = null;
        if (order is not null && (id = PublicId.Read(PublicId.Order, order)) is null)
        {
            return PlatformDialect.Refused(DomainError.Of(ErrorCode.InvalidRequest, "order_id", "order_id is no id of an order."));
        }
        return (await events.ListAsync(type, id, after, limit, cancellation)).Listed(http, "events", Event);
    }

    private static Dictionary<string, object?> Event(PlatformEvent happened)
    {
        var row = new Dictionary<string, object?> { ["id"] = happened.Id, ["sequence"] = happened.Sequence };
        foreach (var member in happened.Envelope.EnumerateObject())
        {
            row[member.Name] = member.Value;
        }
        return row;
    }
}

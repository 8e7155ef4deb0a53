using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Statements;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>The desk's own accounts at banks, at the mobile money operator, and its wallets.</summary>
internal static class DeskAccountRoutes
{
    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.For(Permission.StatementRead));
        group.MapPost("/", Make).RequireAuthorization(guard.For(Permission.AccountEdit));
        group.MapPatch("/{id:guid}", Change).RequireAuthorization(guard.For(Permission.AccountEdit));
    }

    private static async Task<IResult> List(DeskAccountDesk desk, CancellationToken cancellation) =>
        (await desk.ListAsync(cancellation)).Listed("accounts", Shape);

    private static Task<IResult> Make(HttpContext http, DeskAccountDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<DeskAccountRequest>(http,
            async body => (await desk.CreateAsync(Fields(body.Value), cancellation)).Created(view => new { Account = Shape(view) }),
            cancellation);

    private static Task<IResult> Change(Guid id, HttpContext http, DeskAccountDesk desk, CancellationToken cancellation) =>
        Answers.WithChangeAsync<DeskAccountRequest>(http,
            async body => (await desk.ChangeAsync(id, Fields(body.Value), cancellation)).Answer(view => new { Account = Shape(view) }),
            cancellation);

    private static DeskAccountFields Fields(DeskAccountRequest asked) =>
        new(asked.Kind, asked.Currency, asked.Iban, asked.Number, asked.Name, asked.Bic, asked.IsActive);

    private static object Shape(DeskAccountView view) => new
    {
        view.Id, view.Kind, view.Currency, Iban = view.IsIban ? view.Number : null, Number = view.IsIban ? null : view.Number, view.Name,
        view.Bic, view.IsActive, CreatedAt = view.CreatedAtUtc,
    };
}

/// <summary>What is said about an account.</summary>
internal sealed record DeskAccountRequest
{
    public string? Kind { get; init; }
    public string? Currency { get; init; }
    public string? Iban { get; init; }
    public string? Number { get; init; }
    public string? Name { get; init; }
    public string? Bic { get; init; }
    public bool? IsActive { get; init; }
}

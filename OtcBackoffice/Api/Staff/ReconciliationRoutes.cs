using System.Globalization;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Reconciliation;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Api.Staff;

/// <summary>Outside against the books, day by day, and the board of the books' invariants.</summary>
internal static class ReconciliationRoutes
{
    public static void Map(RouteGroupBuilder days, RouteGroupBuilder ledger, SurfaceGuard guard)
    {
        days.MapGet("/{accountId:guid}/{day}", Get).RequireAuthorization(guard.For(Permission.StatementRead));
        days.MapPost("/{accountId:guid}/{day}/sign-off", SignOff).RequireAuthorization(guard.For(Permission.ReconciliationSign));
        ledger.MapGet("/invariants", Invariants).RequireAuthorization(guard.For(Permission.LedgerRead));
    }

    private static async Task<IResult> Get(Guid accountId, string day, ReconciliationDesk desk, CancellationToken cancellation) =>
        Read(day) is { } date ? (await desk.GetAsync(accountId, date, cancellation)).Answer(Shape) : ProblemDialect.Problem(NoDay());

    private static Task<IResult> SignOff(Guid accountId, string day, HttpContext http, ReconciliationDesk desk,
        CancellationToken cancellation) =>
        Answers.WithChangeAsync<SignOffRequest>(http, async body => Read(day) is { } date
            ? (await desk.SignOffAsync(accountId, date, body.Value.Note, cancellation)).Answer(Shape) : ProblemDialect.Problem(NoDay()),
            cancellation);

    private static async Task<IResult> Invariants(LedgerDesk desk, CancellationToken cancellation) =>
        (await desk.InvariantsAsync(cancellation)).Answer(board => new
    {
        Invariants = board.Invariants.Select(one =>
            new { one.Name, one.State, CheckedAt = one.CheckedAtUtc, one.Scope, one.Fault, one.Advice }),
        Halted = board.IsHalted,
        Watermark = board.WatermarkUtc,
        LastFullAt = board.LastFullAtUtc,
    });

    private static DateOnly? Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DomainError NoDay() => DomainError.Of(ErrorCode.InvalidRequest, "day", "The day must be a date as yyyy-MM-dd.");

    private static object Shape(ReconciliationDay day) => new
    {
        day.AccountId, day.AccountName, day.Currency, day.Day, day.Status, day.Outside, day.Ledger, day.Difference, day.UnmatchedOutside,
        day.UnmatchedLedger,
        SignedBy = day.SignedBy.Select(one => new { one.UserId, one.Name, one.At, one.Note }), day.Sentence,
    };
}

/// <summary>What a person says who signs a day off.</summary>
internal sealed record SignOffRequest
{
    public string? Note { get; init; }
}

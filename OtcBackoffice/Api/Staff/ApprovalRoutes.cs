using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Api.Staff;

/// <summary>What waits for a second person, and that person's word on it.</summary>
internal static class ApprovalRoutes
{
    private static readonly string[] Statuses = ["waiting", "approved", "scheduled", "rejected", "called_off", "stale", "expired"];

    public static void Map(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", List).RequireAuthorization(guard.For(Permission.ApprovalRead)).Reads("status", "cursor", "limit");
        group.MapGet("/{id:guid}", Get).RequireAuthorization(guard.For(Permission.ApprovalRead));
        group.MapPost("/{id:guid}/approve", Approve).RequireAuthorization(guard.For(Permission.ApprovalDecide));
        group.MapPost("/{id:guid}/reject", Reject).RequireAuthorization(guard.For(Permission.ApprovalDecide));
        group.MapPost("/{id:guid}/withdraw", Withdraw).RequireAuthorization(guard.For(Permission.DepositReadAll));
        group.MapPost("/{id:guid}/call-off", CallOff).RequireAuthorization(guard.For(Permission.ApprovalDecide));
    }

    private static async Task<IResult> List(HttpContext http, ApprovalDesk desk, CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var (status, page) = (query.OneOf("status", Statuses), query.Page());
        return query.Fault is { } fault
            ? ProblemDialect.Problem(fault)
            : (await desk.ListAsync(status, page, cancellation)).Listed("approvals", SharedWire.Approval);
    }

    private static async Task<IResult> Get(Guid id, ApprovalDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(ApprovalAnswer);

    private static async Task<IResult> Approve(Guid id, ApprovalDesk desk, CancellationToken cancellation) =>
        (await desk.ApproveAsync(id, cancellation)).Answer(ApprovalAnswer);

    private static Task<IResult> Reject(Guid id, HttpContext http, ApprovalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.RejectAsync(id, body.Value.Reason, cancellation)).Answer(ApprovalAnswer), cancellation);

    private static Task<IResult> CallOff(Guid id, HttpContext http, ApprovalDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.CallOffAsync(id, body.Value.Reason, cancellation)).Answer(ApprovalAnswer), cancellation);

    private static async Task<IResult> Withdraw(Guid id, ApprovalDesk desk, CancellationToken cancellation) =>
        (await desk.WithdrawAsync(id, cancellation)).Answer(ApprovalAnswer);

    private static object ApprovalAnswer(ApprovalView view) => new { Approval = SharedWire.Approval(view) };
}

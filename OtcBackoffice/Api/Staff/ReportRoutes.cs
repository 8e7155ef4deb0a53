using System.Net.Mime;
using OtcBackoffice.Api.Shared;
using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Text;

namespace OtcBackoffice.Api.Staff;

/// <summary>Revenue reports, closed months, and exports.</summary>
internal static class ReportRoutes
{
    private const int DaysDefault = 30;

    private static readonly string[] Splits = ["day", "month", "merchant", "officer", "currency"],
        Asked = ["from", "to", "by", "merchant_id", "currency", "officer_id"];

    private static readonly (string Path, string? Kind)[] Kinds =
        [("/deposits", "deposit"), ("/withdrawals", "withdrawal"), ("/exchanges", "exchange"), ("/block-trades", "block_order"),
            ("/revenue", null)];

    public static void MapReports(RouteGroupBuilder group, SurfaceGuard guard)
    {
        foreach (var (path, kind) in Kinds)
        {
            // The same report twice: every row of it, and summed over what the caller names.
            group.MapGet(path, (HttpContext http, ReportDesk desk, TimeProvider clock, CancellationToken cancellation) =>
                Report(http, desk, clock, (kind, "day,merchant,officer"), cancellation))
                    .RequireAuthorization(guard.For(Permission.ReportRead)).Reads(Asked);
            group.MapGet(path + "/rollup", (HttpContext http, ReportDesk desk, TimeProvider clock, CancellationToken cancellation) =>
                Report(http, desk, clock, (kind, "day"), cancellation)).RequireAuthorization(guard.For(Permission.ReportRead)).Reads(Asked);
        }
    }

    public static void MapPeriods(RouteGroupBuilder group, SurfaceGuard guard)
    {
        group.MapGet("/", Periods).RequireAuthorization(guard.For(Permission.ReportRead));
        group.MapPost("/{period}/close", Close).RequireAuthorization(guard.For(Permission.PeriodClose));
        group.MapPost("/{period}/reopen", Reopen).RequireAuthorization(guard.For(Permission.PeriodClose));
    }

    public static void MapExports(RouteGroupBuilder group, SurfaceGuard guard)
    {
        var policy = guard.For(Permission.ReportRead);
        group.MapPost("/", Request).RequireAuthorization(policy);
        group.MapGet("/", List).RequireAuthorization(policy).Reads(ExportDesk.Rules);
        group.MapGet("/{id:guid}", Get).RequireAuthorization(policy);
        group.MapDelete("/{id:guid}", Cancel).RequireAuthorization(policy);
        group.MapGet("/{id:guid}/file", Fetch).RequireAuthorization(policy);
    }

    /// <summary>The files of exports for the console's page, under its session.</summary>
    public static void MapFiles(IEndpointRouteBuilder routes, SurfaceGuard guard) =>
        routes.MapGet("/reports/exports/{id:guid}/file", Fetch).RequireAuthorization(guard.For(Permission.ReportRead));

    private static async Task<IResult> Report(HttpContext http, ReportDesk desk, TimeProvider clock, (string? Kind, string By) report,
        CancellationToken cancellation)
    {
        var query = new QueryFields(http.Request.Query);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var (from, to) = (query.Time("from"), query.Time("to"));
        var split = Split(query.Text("by") ?? report.By);
        var cut = new ReportCut(
            from is { } first ? DateOnly.FromDateTime(first)
                : ReportCut.FirstOf(DaysDefault, to is { } end ? DateOnly.FromDateTime(end) : today),
            to is { } last ? DateOnly.FromDateTime(last) : today, query.Id("merchant_id"), query.Text("currency")?.ToUpperInvariant(),
                query.Id("officer_id"), split.IsSuccess ? split.Value : default, report.Kind);
        if (query.Fault is { } fault)
        {
            return ProblemDialect.Problem(fault);
        }
        return split.Failed(out var unknown) ? ProblemDialect.Problem(unknown)
            : (await desk.ReadAsync(cut, cancellation)).Answer(view => new
        {
            cut.From,
            cut.To,
            Rows = view.Rows.Select(Row),
            Totals = view.Totals.Select(Row),
            view.IsCut,
            AsOf = view.AsOfUtc,
            NextCursor = (string?)null,
        });
    }

    private static Result<ReportSplit> Split(string by)
    {
        var split = ReportSplit.None;
        foreach (var word in by.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Splits.Contains(word))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "by", $"by is a list of {string.Join(", ", Splits)}.");
            }
            // Rows are always apart by currency, so naming it changes nothing.
            split |= word == "currency" ? ReportSplit.None : Enum.Parse<ReportSplit>(word, ignoreCase: true);
        }
        return split.HasFlag(ReportSplit.Day) && split.HasFlag(ReportSplit.Month)
            ? DomainError.Of(ErrorCode.InvalidRequest, "by", "by takes day or month, not both.")
            : split;
    }

    private static object Row(ReportLine line) => new
    {
        line.Day,
        line.MerchantId,
        line.MerchantName,
        Kind = line.SubjectKind,
        line.Currency,
        line.Asset,
        line.Network,
        line.OfficerId,
        line.OfficerName,
        line.Count,
        line.Volume,
        line.Fees,
        line.Spread,
        line.MeanDecisionSeconds,
    };

    private static async Task<IResult> Periods(ReportDesk desk, CancellationToken cancellation) =>
        (await desk.PeriodsAsync(cancellation)).Listed("periods", Period);

    private static async Task<IResult> Close(string period, ReportDesk desk, CancellationToken cancellation) =>
        (await desk.CloseAsync(period, cancellation)).Answer(view => new { Period = Period(view) });

    private static Task<IResult> Reopen(string period, HttpContext http, ReportDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ReasonRequest>(http, async body =>
            (await desk.ReopenAsync(period, body.Value.Reason, cancellation)).Answer(view => new { Period = Period(view) }), cancellation);

    private static object Period(PeriodView view) =>
        new { view.Period, Status = view.ClosedAtUtc is null ? "open" : "closed", ClosedAt = view.ClosedAtUtc, view.ClosedBy };

    private static Task<IResult> Request(HttpContext http, ExportDesk desk, CancellationToken cancellation) =>
        Answers.WithBodyAsync<ExportRequest>(http, async body =>
    {
        var wish = body.Value;
        if (!Names.TryParse<ExportFormat>(wish.Format ?? "", out var format))
        {
            return ProblemDialect.Problem(DomainError.Of(ErrorCode.InvalidRequest, "format", "format must be csv or xlsx."));
        }
        var filters = wish.Filters ?? new ExportFiltersRequest();
        if ((MomentFault("from", filters.From) ?? MomentFault("to", filters.To)) is { } unread)
        {
            return ProblemDialect.Problem(unread);
        }
        return (await desk.RequestAsync(
            new ExportWish(wish.Report ?? "", format, new ExportFilters(Moment(filters.From, isEnd: false), Moment(filters.To,
                isEnd: true), filters.MerchantId, filters.Currency?.ToUpperInvariant(), filters.OfficerId, filters.Status, filters.Kind)),
                cancellation))
            .Answer(Wire, StatusCodes.Status202Accepted);
    }, cancellation);

    // A file is cut by the same days and times as the report that it is a file of: a day is a whole one at either end.
    private static DateTime? Moment(string? text, bool isEnd) => ExactTime.TryInstant(text, out var instant) ? instant
        : !ExactTime.TryDay(text, out var day) ? null : day.ToDateTime(isEnd ? TimeOnly.MaxValue : TimeOnly.MinValue, DateTimeKind.Utc);

    private static DomainError? MomentFault(string field, string? text) => string.IsNullOrEmpty(text) || Moment(text,
        isEnd: false) is not null ? null
        : DomainError.Of(ErrorCode.InvalidRequest, field,
            $"{field} must be a day or a time as ISO-8601, such as 2026-03-16{ExactTime.HintOf(text)}.");

    private static Task<IResult> List(HttpContext http, ExportDesk desk, CancellationToken cancellation) =>
        Lists.ListedAsync(http, "exports", ExportDesk.Rules, desk.ListAsync, Wire, cancellation, ListAsk.SizeMax);

    private static async Task<IResult> Get(Guid id, ExportDesk desk, CancellationToken cancellation) =>
        (await desk.GetAsync(id, cancellation)).Answer(Wire);

    private static async Task<IResult> Cancel(Guid id, ExportDesk desk, CancellationToken cancellation) =>
        (await desk.CancelAsync(id, cancellation)).Answer(Wire);

    private static async Task<IResult> Fetch(Guid id, HttpContext http, ExportDesk desk, CancellationToken cancellation)
    {
        var opened = await desk.OpenAsync(id, cancellation);
        if (opened.Failed(out var refused))
        {
            return ProblemDialect.Problem(refused);
        }
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        var type = opened.Value.Format == ExportFormat.Csv ? MediaTypeNames.Text.Csv
            : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return Results.Stream(opened.Value.Content, type, opened.Value.Name);
    }

    private static object Wire(ExportView view) => new ExportWire(
        view.Id, view.Id, view.Report, view.Format, Names.Snake(view.Status), view.RowsDone, view.RowsTotal, view.CreatedAtUtc,
            view.EndedAtUtc, view.Fault);
}

/// <summary>An export, by the name that the caller follows it with and by the usual one.</summary>
internal sealed record ExportWire(
    Guid ExportId, Guid Id, string Report, string Format, string Status, long RowsDone, long RowsTotal, DateTime CreatedAt,
        DateTime? EndedAt, string? Fault);

/// <summary>What to export.</summary>
internal sealed record ExportRequest
{
    public string? Report { get; init; }
    public string? Format { get; init; }
    public ExportFiltersRequest? Filters { get; init; }
}

/// <summary>How to cut it.</summary>
internal sealed record ExportFiltersRequest
{
    public string? From { get; init; }
    public string? To { get; init; }
    public Guid? MerchantId { get; init; }
    public string? Currency { get; init; }
    public Guid? OfficerId { get; init; }
    public string? Status { get; init; }
    public string? Kind { get; init; }
}

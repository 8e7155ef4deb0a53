using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Ledger;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Reports;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Desks.Workspace;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Components.Home;

/// <summary>A number on the home page and where it leads.</summary>
public sealed record HomeFigure(string Label, long Count, string Note, string Href);

/// <summary>What the home page shows.</summary>
public sealed record HomeLoad(IReadOnlyList<HomeFigure> Figures, bool IsHalted)
{
    /// <summary>The reader's own work, or null for merchants.</summary>
    public MyDay? Day { get; init; }

    /// <summary>What the reader could agree to.</summary>
    public IReadOnlyList<ApprovalView> WaitingForMe { get; init; } = [];

    /// <summary>What more is promised of than there is, each in a sentence.</summary>
    public IReadOnlyList<string> Short { get; init; } = [];

    /// <summary>The first steps; none once all are made.</summary>
    public IReadOnlyList<FirstStep> Steps { get; init; } = [];

    /// <summary>What was settled on each of the last days; empty for those who may not read reports.</summary>
    public IReadOnlyList<(DateOnly Day, long Count)> Days { get; init; } = [];

    /// <summary>A merchant's own deposits that are not at an end, newest first; null for staff.</summary>
    public IReadOnlyList<DepositView>? Own { get; init; }

    /// <summary>How many balances were looked at.</summary>
    public int Wallets { get; init; }
}

/// <summary>What waits, for whom, and whether the desk may work.</summary>
public sealed partial class HomePage : DeskPage<HomeLoad>
{
    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    [Inject]
    private ApprovalDesk Approvals { get; set; } = default!;

    [Inject]
    private LedgerDesk Ledger { get; set; } = default!;

    [Inject]
    private ReportDesk Reports { get; set; } = default!;

    private bool _handsOver;
    private IReadOnlyList<Colleague> _people = [];
    private string? _refusal;

    [Inject]
    private MyDayDesk Days { get; set; } = default!;

    [Inject]
    private FirstStepsDesk FirstSteps { get; set; } = default!;

    [Inject]
    private DepositDesk Desk { get; set; } = default!;

    [Inject]
    private RecordWorkDesk Work { get; set; } = default!;

    [Inject]
    private LiquidityDesk Liquidity { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private const int DaysShown = 30, OwnMax = 16;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => IsMerchant ? [Topics.Deposits] : [Topics.Deposits, Topics.Proposals, Topics.Approvals];

    private bool HasNoRole => !User.HasClaim(claim => claim.Type == ClaimTypes.Role);

    private bool IsMerchant => !May(Permission.DepositReadAll);

    /// <inheritdoc/>
    protected override async Task<Result<HomeLoad>> ReadAsync(CancellationToken cancellation)
    {
        var steps = await FirstSteps.ReadAsync(cancellation);
        if (IsMerchant)
        {
            var own = await Deposits.ListAsync(new DepositFilter(), cancellation);
            return new HomeLoad([], false)
            {
                Steps = steps.IsSuccess ? steps.Value : [],
                Own = own.IsSuccess ? [.. own.Value.Rows.Where(MerchantTurn.IsOpen).Take(OwnMax)] : null,
            };
        }
        var counters = await Deposits.CountersAsync(cancellation);
        if (counters.Failed(out var refused))
        {
            return refused;
        }
        var waiting = await Approvals.ListAsync(null, PageAsk.First, cancellation);
        var books = await Ledger.IsHaltedAsync(cancellation);
        var counts = counters.Value;
        List<HomeFigure> figures =
        [
            new("Pending", counts[DepositStatus.Pending], "to claim, read and decide", "/deposits?view=pending"),
            new("Confirmed", counts[DepositStatus.Confirmed], "to credit or on their way", "/deposits?view=confirmed"),
            new("Second person", waiting.IsSuccess ? waiting.Value.Rows.Count : 0, "commands that wait", "/approvals"),
            new("Priced", counts[DepositStatus.Priced], "with the merchants", "/deposits?view=open"),
            new("Credited", counts[DepositStatus.Credited], "paid to merchants", "/deposits?view=credited"),
        ];
        var day = await Days.ReadAsync(cancellation);
        var liquidity = await Liquidity.ReadAsync(null, false, cancellation);
        return new HomeLoad(figures, books.IsSuccess && books.Value)
        {
            Day = day.IsSuccess ? day.Value : null,
            Steps = steps.IsSuccess ? steps.Value : [],
            WaitingForMe = waiting.IsSuccess ? [.. waiting.Value.Rows.Where(one => one.DecideBlockedBecause is null).Take(8)] : [],
            Short = liquidity.IsSuccess ? [.. liquidity.Value.Where(line => line.IsShort || line.IsBelow).Select(line => line.IsShort
                ? $"{line.Asset} on {line.Network} is short: {AmountText.Group(line.Available)} after all that is promised"
                : $"{line.Asset} on {line.Network} is under its minimum: {AmountText.Group(line.Available)} of "
                + $"{AmountText.Group(line.Minimum!)}")] : [],
            Wallets = liquidity.IsSuccess ? liquidity.Value.Count : 0,
            Days = May(Permission.ReportRead) ? await SettledAsync(cancellation) : [],
        };
    }

    private async Task<IReadOnlyList<(DateOnly Day, long Count)>> SettledAsync(CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var report = await Reports.ReadAsync(new ReportCut(today.AddDays(1 - DaysShown), today, Split: ReportSplit.Day), cancellation);
        if (report.Failed(out _))
        {
            return [];
        }
        var counts = report.Value.Rows.GroupBy(row => row.Day).ToDictionary(day => day.Key ?? today, day => day.Sum(row => row.Count));
        return [.. Enumerable.Range(0, DaysShown).Select(at => today.AddDays(1 - DaysShown + at)).Select(day => (day,
            counts.GetValueOrDefault(day)))];
    }

    private string HandedOver => Load?.Day is { } day ? day.Mine.Count == 1 ? day.Mine[0].HumanId : $"{day.Mine.Count} deposits" : "";

    private static int Used(LimitUseView limit) => (int)Math.Min((limit.UsedCents ?? 0) / 100, int.MaxValue);

    private static string LimitWords(LimitUseView limit) => limit.UsedCents is { } used
        ? $"{AmountText.Group(DecimalText.Format(used / 100, 0))} of {AmountText.Group(DecimalText.Format(limit.LimitCents / 100, 0))} "
        + $"USD used today"
        : $"Not known of {AmountText.Group(DecimalText.Format(limit.LimitCents / 100, 0))} USD: something decided today has no value in dollars";

    private async Task OpenNextAsync()
    {
        var next = await Desk.ClaimNextAsync(null, Gone);
        if (next.Failed(out var refused))
        {
            Notices.Say(refused.Message);
            return;
        }
        Navigation.NavigateTo($"/deposits/{next.Value.Id}");
    }

    private async Task OpenHandOverAsync()
    {
        var people = await Work.ColleaguesAsync(Gone);
        (_people, _handsOver, _refusal) = (people.IsSuccess ? people.Value : [], true, null);
    }

    private void CloseSheet() => _handsOver = false;

    private async Task HandOverAsync(Guid person)
    {
        var given = await Desk.HandOverAsync(person, Gone);
        if (given.Failed(out var refused))
        {
            _refusal = refused.Message;
            return;
        }
        _handsOver = false;
        Notices.Done($"Handed over: {string.Join(", ", given.Value)}.");
        await ReloadAsync();
    }
}

using Bunit;
using OtcBackoffice.Components.Deposits;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Components.Deposits;

public sealed class DepositRowTests : BunitContext
{
    private static readonly DateTime Now = TestClock.Start.UtcDateTime;
    private static readonly Guid Viewer = new("0199f0c2-0000-7000-8000-000000000001");

    private readonly DepositLine _line = new()
    {
        Id = new Guid("0199f0c2-1111-7000-8000-000000000002"),
        Number = 1042,
        MerchantId = Guid.Empty,
        MerchantName = "Acacia Traders",
        Method = "bank",
        FiatAmount = "1250000.00",
        FiatCurrency = "KES",
        CryptoAmount = "9590.123456",
        Asset = "USDT",
        Network = "tron",
        Status = DepositStatus.Pending,
        SettlementState = SettlementState.None,
        AssigneeUserId = null,
        AssigneeName = null,
        ClaimExpiresAtUtc = null,
        CreatedAtUtc = Now.AddHours(-1),
        WaitingSinceUtc = Now.AddMinutes(-46),
        DueAtUtc = Now.AddMinutes(8),
        Proof = new ProofTally(6, 6, false),
        Money = LineMoney.Arrived,
        Flags = LineFlags.Repeated | LineFlags.Question,
        Version = 4,
    };

    [Fact]
    public void A_row_shows_every_digit_and_how_long_it_waits()
    {
        var row = Render(_line);

        Assert.Equal(
            ["", "DEP-1042", "Acacia Traders", "KES 1,250,000.00", "USDT 9,590.123456", "tron", "Bank", "due 08:08, in 8 min", "6/6",
                "arrived", "repeatedquestion", "46 min ago 07:14", "Claim"],
            row.FindAll("td").Select(cell => cell.TextContent));
        Assert.Equal("/deposits/" + _line.Id, row.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void A_row_is_drawn_again_only_when_its_deposit_has_changed()
    {
        var row = Render(_line);
        var drawn = row.RenderCount;

        Draw(row, _line with { });
        Assert.Equal(drawn, row.RenderCount);

        Draw(row, _line with { Version = 5, AssigneeUserId = Guid.NewGuid(), AssigneeName = "Omar Officer",
            ClaimExpiresAtUtc = Now.AddMinutes(15) });
        Assert.Equal(drawn + 1, row.RenderCount);
        Assert.EndsWith("Omar Officer", row.Find("tr").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-9, false, "due 07:51, 9 min late", "late")]
    [InlineData(-9, true, "paused, asked", null)]
    public void A_row_says_in_words_when_it_is_late_and_not_while_the_merchant_is_asked(int minutes, bool isPaused, string due,
        string? flag)
    {
        var row = Render(_line with { DueAtUtc = Now.AddMinutes(minutes), IsPaused = isPaused, Flags = LineFlags.None });

        Assert.Equal(due, row.Find("td.d").TextContent);
        Assert.Equal(flag ?? "", row.Find("td.g").TextContent);
    }

    [Fact]
    public void A_claim_that_has_run_out_no_longer_keeps_others_away()
    {
        var row = Render(_line with { AssigneeUserId = Guid.NewGuid(), AssigneeName = "Omar Officer",
            ClaimExpiresAtUtc = Now.AddSeconds(-1) });

        Assert.Equal("Claim DEP-1042", row.Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_row_that_has_left_its_queue_says_what_became_of_it()
    {
        var row = Render<DepositRow>(p => Parameters(p, _line with { Status = DepositStatus.Rejected }).Add(c => c.StillHere, false));

        Assert.Equal("Rejected", row.Find(".chip").TextContent);
        Assert.Empty(row.FindAll("button"));
    }

    [Fact]
    public void Fifty_rows_weigh_little()
    {
        var bytes = Render(_line).Markup.Length;

        Assert.InRange(bytes, 1, 1_100);
    }

    private IRenderedComponent<DepositRow> Render(DepositLine line) => Render<DepositRow>(p => Parameters(p, line));

    private static void Draw(IRenderedComponent<DepositRow> row, DepositLine line) => row.Render(p => Parameters(p, line));

    private static ComponentParameterCollectionBuilder<DepositRow> Parameters(ComponentParameterCollectionBuilder<DepositRow> builder,
        DepositLine line) => builder
        .Add(c => c.Line, line).Add(c => c.Column, QueueColumn.Claim).Add(c => c.ViewerId, Viewer).Add(c => c.MayClaim, true)
        .Add(c => c.NowUtc, Now);
}

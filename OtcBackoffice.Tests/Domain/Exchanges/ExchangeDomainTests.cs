using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Exchanges;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Exchanges;

/// <summary>What an exchange decides and posts, without a desk around it.</summary>
public sealed class ExchangeDomainTests
{
    private static readonly Rate Market = new(9_200, 4);

    [Theory]
    [InlineData(ExchangeSide.Buy, 100_000, "0.9223", 1_084_245_906)]
    [InlineData(ExchangeSide.Sell, 1_000_000_000, "0.9177", 91_770)]
    public void A_quote_puts_the_spread_on_the_customers_side_and_rounds_down(ExchangeSide side, long source, string rate, long destination)
    {
        var order = Quoted(side, source);
        Assert.Equal((rate, destination), (order.IndicativeRate.ToString(), order.IndicativeDestinationMinor));
        Assert.Null(order.ExecutedRate);
    }

    [Theory]
    [InlineData("0.9200", 0, true)]
    [InlineData("0.9292", 100, true)]
    [InlineData("0.92920001", 100, false)]
    [InlineData("0.9108", 100, true)]
    [InlineData("0.91079999", 100, false)]
    public void The_band_holds_both_ways_and_its_edge_is_inside(string text, int band, bool isInside)
    {
        Assert.True(Rate.TryParse(text, out var rate));
        Assert.Equal(isInside, ExchangePrice.IsWithin(rate, Market, band));
    }

    [Theory]
    [InlineData(ExchangeSide.Buy)]
    [InlineData(ExchangeSide.Sell)]
    public void Every_template_balances_and_its_mirror_undoes_it(ExchangeSide side)
    {
        var order = Approved(side);
        JournalEntry[] forth = [ExchangeJournal.Confirmed(order), ExchangeJournal.Approved(order)];
        JournalEntry[] back = [ExchangeJournal.ApprovalReversed(order), ExchangeJournal.ConfirmationReversed(order)];
        var left = forth.Concat(back).SelectMany(entry => entry.Postings).GroupBy(line => line.Account)
            .Where(lines => lines.Sum(line => line.SignedMinor) != 0);
        Assert.Empty(left);
        var flight = forth.Append(ExchangeJournal.Completed(order)).SelectMany(entry => entry.Postings)
            .Where(line => line.Account.Family is AccountFamily.SettlementInFlight or AccountFamily.MerchantLocked)
            .Sum(line => line.SignedMinor);
        Assert.Equal(0, flight);
    }

    [Fact]
    public void A_late_or_wrong_confirmation_changes_nothing()
    {
        var order = Quoted(ExchangeSide.Sell, 1_000_000);
        Assert.Equal(ErrorCode.SideMismatch, order.Confirm(ExchangeSide.Buy, null, Given.Now, Given.Now).Error.Code);
        Assert.Equal(ErrorCode.QuoteExpired, order.Confirm(ExchangeSide.Sell, null, Given.Now.AddSeconds(60), Given.Now).Error.Code);
        Assert.Equal(ExchangeStatus.Quoted, order.Status);
        Assert.False(order.Expire(Given.Now.AddSeconds(59)));
        Assert.True(order.Expire(Given.Now.AddSeconds(60)));
        Assert.Equal(ErrorCode.QuoteExpired, order.Confirm(ExchangeSide.Sell, null, Given.Now, Given.Now).Error.Code);
        Assert.Equal(ErrorCode.NotCancellable, order.Cancel(Given.Now).Error.Code);
    }

    [Fact]
    public void A_requote_starts_a_new_time_and_keeps_nothing_executed()
    {
        var order = Quoted(ExchangeSide.Buy, 100_000);
        Assert.True(order.Confirm(ExchangeSide.Buy, null, Given.Now, Given.Now).IsSuccess);
        Assert.True(order.BookDebit(Given.Now).IsSuccess);
        Assert.True(order.Requote(new Rate(95, 2), Market, "test", Guid.NewGuid(), 60, Given.Now.AddSeconds(300)).IsSuccess);
        Assert.Equal((ExchangeStatus.Requoted, "0.95", Given.Now.AddSeconds(360)),
            (order.Status, order.IndicativeRate.ToString(), order.QuoteExpiresAtUtc));
        Assert.True(order.Confirm(ExchangeSide.Buy, null, Given.Now.AddSeconds(359), Given.Now.AddSeconds(359)).IsSuccess);
        Assert.Equal(2, order.ConfirmCount);
    }

    private static ExchangeOrder Quoted(ExchangeSide side, long source) => ExchangeOrder.Quote(
        Guid.NewGuid(), 1001, Given.MerchantId, Guid.NewGuid(),
        new ExchangeTerms(side, Guid.NewGuid(), Guid.NewGuid(), Asset.Find("USDC", "ethereum")!, "0x1", source, Market, 25, "test"), 60,
            Given.Now).Value;

    private static ExchangeOrder Approved(ExchangeSide side)
    {
        var order = Quoted(side, side == ExchangeSide.Buy ? 100_000 : 1_000_000_000);
        Assert.True(order.Confirm(side, null, Given.Now, Given.Now).IsSuccess);
        order.BookDebit(Given.Now);
        Assert.True(order.Approve(order.IndicativeRate, Market, Guid.NewGuid(), Guid.NewGuid(), null, Given.Now).IsSuccess);
        return order;
    }
}

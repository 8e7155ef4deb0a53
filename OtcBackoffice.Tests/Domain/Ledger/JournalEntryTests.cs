using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Ledger;

public sealed class JournalEntryTests
{
    private static readonly AccountKey Nostro = new(AccountFamily.Nostro, new AssetCode("KES"));
    private static readonly AccountKey Merchant = new(AccountFamily.MerchantAvailable, new AssetCode("KES"), Given.MerchantId);

    [Fact]
    public void An_entry_that_does_not_balance_cannot_be_made() => Assert.Throws<InvalidOperationException>(() =>
        JournalEntry.Of("test", "deposit", Guid.NewGuid(), 1, Posting.Debit(Nostro, 100), Posting.Credit(Merchant, 99)));

    [Fact]
    public void Two_assets_do_not_balance_each_other() => Assert.Throws<InvalidOperationException>(() =>
        JournalEntry.Of("test", "deposit", Guid.NewGuid(), 1, Posting.Debit(Nostro, 100),
            Posting.Credit(new AccountKey(AccountFamily.Treasury, new AssetCode("USDT.TRON")), 100)));

    [Fact]
    public void A_reversal_is_the_mirror_image_and_names_what_it_reverses()
    {
        var entry = JournalEntry.Of("test", "deposit", Guid.NewGuid(), 3, Posting.Debit(Nostro, 100), Posting.Credit(Merchant, 100));

        var reversal = entry.Reversal("test_reversed");

        Assert.Equal(entry.UniqueKey, reversal.Reverses);
        Assert.All(entry.Postings,
            line => Assert.Contains(reversal.Postings, other => other.Account == line.Account && other.SignedMinor == -line.SignedMinor));
    }

    [Fact]
    public void Confirmed_credited_and_settled_leave_only_what_the_desk_earned()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed, 1_234_567_89);
        var confirmed = DepositJournal.Confirmed(deposit);
        deposit.ProposeCredit(Given.Person(OtcBackoffice.Domain.Access.Role.Treasury), Given.Credit(deposit), Given.Limits, Given.Now);

        var totals = Totals(confirmed, DepositJournal.CreditProposed(deposit), DepositJournal.Settled(deposit));

        Assert.Equal(0, totals[Merchant.Text]);
        Assert.Equal(0, totals["settlement_in_flight:USDT.TRON"]);
        Assert.Equal(deposit.FiatAmountMinor, totals["nostro:KES"]);
        Assert.Equal(-deposit.CryptoMinor, totals["treasury:USDT.TRON"]);
        Assert.Equal(-deposit.SpreadAssetMinor, totals["spread_income:USDT.TRON"]);
        Assert.Equal(-deposit.FeeAssetMinor, totals["fee_income:USDT.TRON"]);
        Assert.True(totals["spread_income:USDT.TRON"] < 0 && totals["fee_income:USDT.TRON"] < 0);
    }

    [Fact]
    public void A_reversed_credit_leaves_the_books_as_after_the_confirmation()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed);
        deposit.ProposeCredit(Given.Person(OtcBackoffice.Domain.Access.Role.Treasury), Given.Credit(deposit), Given.Limits, Given.Now);

        var totals = Totals(DepositJournal.CreditProposed(deposit), DepositJournal.CreditReversed(deposit));

        Assert.All(totals.Values, total => Assert.Equal(0, total));
    }

    [Fact]
    public void A_second_credit_after_a_reversal_has_a_key_of_its_own()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed);
        var treasury = Given.Person(OtcBackoffice.Domain.Access.Role.Treasury);
        deposit.ProposeCredit(treasury, Given.Credit(deposit), Given.Limits, Given.Now);
        var first = DepositJournal.CreditProposed(deposit).UniqueKey;
        deposit.EndProposal(Given.Now);
        deposit.ProposeCredit(treasury, Given.Credit(deposit), Given.Limits, Given.Now);

        Assert.NotEqual(first, DepositJournal.CreditProposed(deposit).UniqueKey);
    }

    private static Dictionary<string, long> Totals(params JournalEntry[] entries) => entries.SelectMany(entry => entry.Postings)
        .GroupBy(line => line.Account.Text).ToDictionary(group => group.Key, group => group.Sum(line => line.SignedMinor));
}

using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Deposits;

public sealed class DepositDecisionTests
{
    [Fact]
    public void A_claim_keeps_other_officers_out_until_it_ends()
    {
        var (first, second) = (Given.Person(Role.OtcOfficer), Given.Person(Role.OtcOfficer));
        var deposit = Given.Deposit(DepositStatus.Pending);
        deposit.Claim(first, 900, Given.Now);

        Assert.Equal(ErrorCode.ClaimedByAnother, deposit.Claim(second, 900, Given.Now.AddSeconds(899)).Error.Code);
        Assert.Equal(ErrorCode.ClaimedByAnother, deposit.Confirm(second, Given.Limits, Given.Now.AddSeconds(899)).Error.Code);
        Assert.True(deposit.Claim(second, 900, Given.Now.AddSeconds(900)).IsSuccess);
    }

    [Fact]
    public void Treasury_may_decide_what_an_officer_holds()
    {
        var deposit = Given.Deposit(DepositStatus.Pending);
        deposit.Claim(Given.Person(Role.OtcOfficer), 900, Given.Now);

        Assert.True(deposit.Confirm(Given.Person(Role.Treasury), Given.Limits, Given.Now).IsSuccess);
    }

    [Fact]
    public void A_rejection_needs_a_reason()
    {
        var deposit = Given.Deposit(DepositStatus.Pending);

        Assert.Equal("reason", deposit.Reject(Given.Person(Role.Treasury), " ", null, Given.Now).Error.Field);
        Assert.Equal("reason", deposit.Reject(Given.Person(Role.Treasury), " cancelled by customer ", null, Given.Now).Error.Field);
        Assert.Equal(DepositStatus.Pending, deposit.Status);
    }

    [Fact]
    public void A_credit_outside_the_tolerance_needs_a_reason()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed);
        var outside = deposit.RequestedCryptoMinor!.Value * 99 / 100;

        Assert.True(deposit.IsOverride(outside, Given.Limits));
        Assert.Equal(ErrorCode.OutsideTolerance,
            deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(deposit, outside, "  "), Given.Limits, Given.Now).Error.Code);
        Assert.True(deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(deposit, outside, "agreed by phone"), Given.Limits,
            Given.Now).IsSuccess);
    }

    [Fact]
    public void A_credit_without_a_payout_address_says_which_wallet_is_missing()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed, hasPayout: false);

        var refused = deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(deposit), Given.Limits, Given.Now).Error;

        Assert.Equal(ErrorCode.PayoutWalletMissing, refused.Code);
        Assert.Contains("tron", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_credits_never_stand_side_by_side()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed);
        deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(deposit), Given.Limits, Given.Now);

        Assert.Equal(ErrorCode.ProposalOpen,
            deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(deposit), Given.Limits, Given.Now).Error.Code);
    }

    [Fact]
    public void A_lapsed_price_cannot_be_submitted_and_falls_back_to_draft()
    {
        var deposit = Given.Deposit(DepositStatus.Priced, quoteExpires: Given.Now.AddMinutes(5));
        deposit.AttachProof(new DepositProof(Guid.NewGuid(), "advice.pdf", 2_000, new string('a', 64)), Given.Now);

        Assert.Equal(ErrorCode.QuoteExpired,
            deposit.Submit("FT-1", new DateOnly(2026, 3, 31), null, null, Given.Now.AddMinutes(5)).Error.Code);
        Assert.False(deposit.LapseQuote(Given.Now.AddMinutes(4)).Value);
        Assert.True(deposit.LapseQuote(Given.Now.AddMinutes(5)).Value);
        Assert.Equal(DepositStatus.Draft, deposit.Status);
        Assert.Null(deposit.RequestedCryptoMinor);
    }

    [Theory]
    [InlineData("/otc-deposits-proof/other/file.pdf")]
    [InlineData("http://bank.example/advice.pdf")]
    [InlineData("javascript:alert(1)")]
    public void Only_the_uploaded_file_or_an_https_link_is_a_proof(string url)
    {
        var deposit = Given.Deposit(DepositStatus.Priced);

        Assert.Equal(ErrorCode.ProofUnknown, deposit.Submit("FT-1", new DateOnly(2026, 3, 31), url, null, Given.Now).Error.Code);
        Assert.Equal(ErrorCode.ProofMissing, deposit.Submit("FT-1", new DateOnly(2026, 3, 31), null, null, Given.Now).Error.Code);
    }

    [Theory]
    [InlineData(DepositStatus.Confirmed)]
    [InlineData(DepositStatus.Rejected)]
    [InlineData(DepositStatus.Credited)]
    public void No_proof_is_taken_once_the_desk_has_decided(DepositStatus status)
    {
        var proof = new DepositProof(Guid.NewGuid(), "advice.pdf", 2_000, new string('b', 64));

        Assert.Equal(ErrorCode.WrongState, Given.Deposit(status).AttachProof(proof, Given.Now).Error.Code);
    }

    [Fact]
    public void The_payout_wallet_stays_once_the_transfer_is_under_way()
    {
        var deposit = Given.Deposit(DepositStatus.Confirmed);
        deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(deposit), Given.Limits, Given.Now);
        Assert.True(deposit.Copy().ChangePayoutWallet(Given.Payout, Given.Now).IsSuccess);

        deposit.Progress(SettlementState.Broadcast, Guid.NewGuid(), Given.Now);

        Assert.Equal(ErrorCode.WrongState, deposit.ChangePayoutWallet(Given.Payout, Given.Now).Error.Code);
    }
}

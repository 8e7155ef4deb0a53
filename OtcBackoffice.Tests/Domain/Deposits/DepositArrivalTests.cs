using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Deposits;

/// <summary>What came in: a push that ends one way or the other, and a wire that is not what was declared.</summary>
public sealed class DepositArrivalTests
{
    [Fact]
    public void A_push_is_taken_once_and_a_payment_counts_once()
    {
        var deposit = Pushed();
        Assert.True(deposit.TakePush(Given.Now));
        Assert.False(deposit.TakePush(Given.Now));
        deposit.PushLost(isUnsent: false, Given.Now);
        Assert.Equal(PushState.OutcomeUnknown, deposit.PushState);
        Assert.False(deposit.TakePush(Given.Now));

        Assert.Equal(ErrorCode.PaymentNotReceived, deposit.Confirm(Given.Person(Role.Treasury), Given.Limits, Given.Now).Error.Code);
        Assert.True(deposit.PushPaid("SGR1", Given.Now));
        Assert.False(deposit.PushPaid("SGR1", Given.Now));
        Assert.False(deposit.PushFailed("too late", Given.Now));
        Assert.True(deposit.Confirm(Given.Person(Role.Treasury), Given.Limits, Given.Now).IsSuccess);
    }

    [Fact]
    public void A_push_that_was_not_paid_ends_the_deposit()
    {
        var deposit = Pushed();
        Assert.True(deposit.PushFailed("cancelled by user", Given.Now));
        Assert.Equal(DepositStatus.Rejected, deposit.Status);
        Assert.False(deposit.PushPaid("SGR1", Given.Now));
    }

    [Theory]
    [InlineData(99_999_99)]
    [InlineData(100_000_01)]
    [InlineData(1)]
    public void Prorating_is_received_over_declared_rounded_down(long received)
    {
        var deposit = Given.Deposit(DepositStatus.Pending);
        var (requested, declared) = (deposit.RequestedCryptoMinor!.Value, deposit.FiatAmountMinor);
        Assert.True(deposit.Receive(received, Given.Now).IsSuccess);
        Assert.Equal(ErrorCode.AmountDiffers, deposit.Confirm(Given.Person(Role.Treasury), Given.Limits, Given.Now).Error.Code);

        Assert.True(deposit.ResolveDifference(Given.Person(Role.OtcOfficer), DifferenceOutcome.Prorate, Given.Now).IsSuccess);

        Assert.Equal((long)((Int128)requested * received / declared), deposit.RequestedCryptoMinor);
        Assert.Equal((received, declared), (deposit.FiatAmountMinor, deposit.DeclaredMinor));
        Assert.False(deposit.HasOpenDifference);
        Assert.Equal(ErrorCode.NoDifference,
            deposit.ResolveDifference(Given.Person(Role.OtcOfficer), DifferenceOutcome.Prorate, Given.Now).Error.Code);
    }

    [Fact]
    public void A_wire_that_is_what_was_declared_leaves_nothing_to_resolve()
    {
        var deposit = Given.Deposit(DepositStatus.Pending);
        Assert.True(deposit.Receive(deposit.FiatAmountMinor, Given.Now).IsSuccess);
        Assert.Equal(ErrorCode.NoDifference,
            deposit.ResolveDifference(Given.Person(Role.OtcOfficer), DifferenceOutcome.Return, Given.Now).Error.Code);
        Assert.True(deposit.Confirm(Given.Person(Role.Treasury), Given.Limits, Given.Now).IsSuccess);
    }

    private static Deposit Pushed()
    {
        var draft = new DepositDraft(DepositMethod.Mpesa, Given.Currency(), 50_000_00, Given.Usdt, null, null,
            new DepositSender(null, null, null, null)) { PhoneNumber = "254712345678" };
        var deposit = Deposit.Open(Guid.NewGuid(), 1001, Given.MerchantId, Guid.NewGuid(), draft, Given.Payout, null, Given.Now).Value;
        Assert.True(deposit.HandIn("token", Given.Now).IsSuccess);
        return deposit;
    }
}

using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Treasury;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Treasury;

public sealed class ProposalTests
{
    private readonly ActorStanding _first = Given.Person(Role.Treasury), _second = Given.Person(Role.Admin),
        _third = Given.Person(Role.Treasury);
    private readonly Deposit _deposit = Given.Deposit(DepositStatus.Confirmed);
    private readonly TreasuryWallet _wallet;
    private readonly Proposal _proposal;

    public ProposalTests()
    {
        _wallet = Given.TreasuryWallet(_first.PersonId, _second.PersonId, _third.PersonId);
        _deposit.ProposeCredit(Given.Person(Role.Treasury), Given.Credit(_deposit), Given.Limits, Given.Now);
        _proposal = Proposal.ForDeposit(Guid.NewGuid(), 1, _deposit, _wallet, _first, Given.Now);
    }

    [Fact]
    public void Two_of_three_signers_approve_and_one_does_not()
    {
        Sign(_first);
        Assert.Equal(ProposalStatus.Open, _proposal.Status);

        Sign(_second);
        Assert.Equal(ProposalStatus.Approved, _proposal.Status);
    }

    [Fact]
    public void One_signer_counts_once()
    {
        Sign(_first);

        Assert.Equal(ErrorCode.AlreadySigned, _proposal.Sign(Guid.NewGuid(), _first, _wallet, _deposit, Given.Now).Error.Code);
    }

    [Fact]
    public void Who_is_no_signer_signs_nothing_whatever_the_role() =>
        Assert.Equal(ErrorCode.NotASigner,
            _proposal.Sign(Guid.NewGuid(), Given.Person(Role.Admin), _wallet, _deposit, Given.Now).Error.Code);

    [Fact]
    public void A_signature_is_bound_to_amount_and_address()
    {
        _deposit.ChangePayoutWallet(new PayoutTarget(null, "another address"), Given.Now);

        Assert.Equal(ErrorCode.ProposalInvalidated, _proposal.Sign(Guid.NewGuid(), _first, _wallet, _deposit, Given.Now).Error.Code);
    }

    [Fact]
    public void What_is_approved_can_no_longer_be_rejected()
    {
        Sign(_first);
        Sign(_second);

        Assert.Equal(ErrorCode.WrongState, _proposal.Reject(_third, _wallet, "late", Given.Now).Error.Code);
    }

    [Fact]
    public void One_signature_is_never_enough_for_a_treasury_wallet() =>
        Assert.Throws<ArgumentException>(() =>
            TreasuryWallet.Create(Guid.NewGuid(), "w", "tron", "T", 1, [Guid.NewGuid(), Guid.NewGuid()], Given.Now));

    private void Sign(ActorStanding actor) => Assert.True(_proposal.Sign(Guid.NewGuid(), actor, _wallet, _deposit, Given.Now).IsSuccess);
}

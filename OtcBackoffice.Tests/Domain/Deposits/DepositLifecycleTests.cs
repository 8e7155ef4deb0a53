using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Domain.Deposits;

/// <summary>Visits every cell of status and action: what the table allows happens, what it does not is refused and changes nothing.</summary>
public sealed class DepositLifecycleTests
{
    public static TheoryData<DepositStatus, DepositAction> Cells
    {
        get
        {
            var cells = new TheoryData<DepositStatus, DepositAction>();
            foreach (var status in Enum.GetValues<DepositStatus>())
            {
                // A push that fails needs a push; it has a test of its own.
                foreach (var action in Enum.GetValues<DepositAction>().Where(action => action != DepositAction.PushFail))
                {
                    cells.Add(status, action);
                }
            }
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_does_what_the_table_says(DepositStatus status, DepositAction action)
    {
        var deposit = Given.Deposit(status,
            quoteExpires: action == DepositAction.LapseQuote && status == DepositStatus.Priced ? Given.Now : null);
        var version = deposit.Version;

        var outcome = Act(deposit, action);

        if (DepositLifecycle.Table.Allows(status, action))
        {
            Assert.Null(outcome);
            Assert.Equal(DepositLifecycle.Table.Move(status, action).Value, deposit.Status);
            Assert.True(deposit.Version > version);
        }
        else
        {
            Assert.Equal(status, deposit.Status);
            Assert.Equal(version, deposit.Version);
            Assert.True(action == DepositAction.LapseQuote || outcome!.Code == ErrorCode.WrongState, $"{outcome}");
            Assert.True(action == DepositAction.LapseQuote || outcome!.Facts["status"] == Names.Snake(status));
        }
    }

    private static DomainError? Act(Deposit deposit, DepositAction action)
    {
        var treasury = Given.Person(Role.Treasury);
        var draft = new DepositDraft(DepositMethod.Bank, Given.Currency(), 5_000_00, Given.Usdt, null, null,
            new DepositSender(null, null, null, null));
        var price = OtcBackoffice.Domain.Pricing.PriceBreakdown.FiatIn(Given.Profile(), Given.Quote(), 5_000_00, 2, 6).Value;
        var result = action switch
        {
            DepositAction.EditDraft => deposit.EditDraft(draft, Given.Payout, Given.Now),
            DepositAction.Price => deposit.PriceWith(new DepositPrice(Guid.NewGuid(), Guid.NewGuid(), null, price), Given.Usdt,
                Given.Payout, Given.Now),
            DepositAction.LapseQuote => Lapse(deposit),
            DepositAction.AttachProof => deposit.AttachProof(new DepositProof(Guid.NewGuid(), "a.pdf", 1, ""), Given.Now),
            DepositAction.Submit => deposit.Submit("FT", new DateOnly(2026, 1, 1), "https://bank.example/advice.pdf", null, Given.Now),
            DepositAction.Claim => deposit.Claim(treasury, 900, Given.Now),
            DepositAction.Release => ClaimThenRelease(deposit, treasury),
            DepositAction.Assign => deposit.Assign(Guid.NewGuid(), 900, Given.Now),
            DepositAction.HandIn => deposit.HandIn("token", Given.Now),
            DepositAction.Receive => deposit.Receive(deposit.FiatAmountMinor, Given.Now),
            DepositAction.TakeBack => deposit.TakeBack(deposit.FiatAmountMinor, Given.Now),
            DepositAction.PushFail => throw new InvalidOperationException("It has a test of its own."),
            DepositAction.ProrateDifference => Differing(deposit).ResolveDifference(treasury, DifferenceOutcome.Prorate, Given.Now),
            DepositAction.RequoteDifference => Differing(deposit).ResolveDifference(treasury, DifferenceOutcome.Requote, Given.Now),
            DepositAction.ReturnDifference => Differing(deposit).ResolveDifference(treasury, DifferenceOutcome.Return, Given.Now),
            DepositAction.Renew => Held(deposit, treasury).Renew(treasury, 900, Given.Now),
            DepositAction.TakeOver => deposit.TakeOver(treasury, "gone home", 900, Given.Now),
            DepositAction.Ask => deposit.Ask(treasury, "Who sent this?", 900, Given.Now),
            DepositAction.Answer => Asked(deposit, treasury).AnswerQuestion("We did.", 900, Given.Now),
            DepositAction.CorrectDeclaration =>
                deposit.CorrectDeclaration(treasury, OtcBackoffice.Domain.Evidence.EvidenceField.Bank, "Bank of the proof", "mistyped",
                Given.Now),
            DepositAction.Confirm => deposit.Confirm(treasury, Given.Limits, Given.Now),
            DepositAction.Reject => deposit.Reject(treasury, "reason", null, Given.Now),
            DepositAction.Reopen => deposit.Reopen("The wire came after all.", 3_600, Given.Now),
            DepositAction.CancelByCustomer => deposit.CancelByCustomer(Guid.NewGuid(), Given.Now),
            DepositAction.Credit => deposit.ProposeCredit(treasury,
                new CreditRequest(Guid.NewGuid(), deposit.RequestedCryptoMinor ?? 1, Given.Usdt, null), Given.Limits, Given.Now),
            DepositAction.ChangePayoutWallet => deposit.ChangePayoutWallet(Given.Payout, Given.Now),
            DepositAction.Settle => deposit.Settle(Guid.NewGuid(), Given.Now),
            DepositAction.Abandon => deposit.Abandon(Given.Now),
            DepositAction.Unconfirm => deposit.Unconfirm(treasury, rejects: false, "The wire was recalled.", Given.Now),
            DepositAction.UnconfirmAndReject => deposit.Unconfirm(treasury, rejects: true, "The wire was recalled.", Given.Now),
        };
        return result.Failed(out var error) ? error : null;
    }

    private static Deposit Differing(Deposit deposit)
    {
        // Elsewhere money may come as well and differ in nothing that could be resolved.
        if (deposit.Status == DepositStatus.Pending)
        {
            Assert.True(deposit.Receive(deposit.FiatAmountMinor - 1, Given.Now).IsSuccess);
        }
        return deposit;
    }

    private static Deposit Held(Deposit deposit, ActorStanding actor)
    {
        deposit.Claim(actor, 900, Given.Now);
        return deposit;
    }

    private static Deposit Asked(Deposit deposit, ActorStanding actor)
    {
        deposit.Ask(actor, "Who sent this?", 900, Given.Now);
        return deposit;
    }

    private static Result<Deposit> ClaimThenRelease(Deposit deposit, ActorStanding actor)
    {
        deposit.Claim(actor, 900, Given.Now);
        return deposit.Release(actor, Given.Now);
    }

    private static Result<Deposit> Lapse(Deposit deposit) => deposit.LapseQuote(Given.Now).Failed(out var error) ? error : deposit;
}

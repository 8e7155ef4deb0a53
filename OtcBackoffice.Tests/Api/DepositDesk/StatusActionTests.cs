using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Tests.Support;
using static OtcBackoffice.Tests.Api.DepositDesk.DepositDeskFixture;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Every status and every action that has a route: what the table allows happens, everything else is named and refused.</summary>
public sealed class StatusActionTests(DepositDeskFixture desk) : IClassFixture<DepositDeskFixture>
{
    // Prices lapse and transfers become final by time alone; nobody can ask for that. Customers take back at the platform.
    private static readonly DepositAction[] ByTime =
        [DepositAction.LapseQuote, DepositAction.Settle, DepositAction.HandIn, DepositAction.PushFail, DepositAction.Receive,
            DepositAction.TakeBack, DepositAction.CancelByCustomer];

    // These need a statement line as well; the scenarios bring one.
    private static readonly DepositAction[] ByWire =
        [DepositAction.ProrateDifference, DepositAction.RequoteDifference, DepositAction.ReturnDifference];

    public static TheoryData<DepositStatus> Statuses => [.. Enum.GetValues<DepositStatus>()];

    public static TheoryData<DepositStatus, DepositAction> Allowed
    {
        get
        {
            var cells = new TheoryData<DepositStatus, DepositAction>();
            foreach (var (from, action, _)
                in DepositLifecycle.Table.Moves.Where(move => !ByTime.Contains(move.Action) && !ByWire.Contains(move.Action)))
            {
                cells.Add(from, action);
            }
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task What_the_table_does_not_allow_is_refused_naming_status_and_action(DepositStatus status)
    {
        var id = await desk.DepositInAsync(status);
        var before = await Send(desk.Host.Admin, "GET", $"otc/deposits/{id}").Expecting(200);

        foreach (var action in Enum.GetValues<DepositAction>().Except(ByTime)
            .Where(action => !DepositLifecycle.Table.Allows(status, action)))
        {
            var problem = await AttemptAsync(id, action).ExpectingProblem(409, "WRONG_STATE");
            Assert.Equal(Names.Snake(status), problem.GetProperty("current_status").GetString());
            Assert.Equal(Names.Snake(action), problem.GetProperty("action").GetString());
            Assert.Contains(Names.Snake(status), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var after = await Send(desk.Host.Admin, "GET", $"otc/deposits/{id}").Expecting(200);
        Assert.Equal(before.ToString(), after.ToString());
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task What_the_table_allows_happens(DepositStatus status, DepositAction action)
    {
        var id = await desk.DepositInAsync(status);
        if (action == DepositAction.Submit)
        {
            await Send(desk.Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(PdfWriter.Receipt())).Expecting(201);
        }
        if (action == DepositAction.Answer)
        {
            await Send(desk.Host.Treasury, "POST", $"otc/deposits/{id}/ask", new { message = "Who sent this wire?" }).Expecting(200);
        }
        if (action is DepositAction.Release or DepositAction.Renew)
        {
            await Send(desk.Host.Treasury, "POST", $"otc/deposits/{id}/claim").Expecting(200);
        }

        var answer = await AttemptAsync(id, action);

        Assert.True(answer.Status is >= 200 and < 300, $"{answer.Request} answered {answer.Status}: {answer.Text}");
        var now = await Send(desk.Host.Admin, "GET", $"otc/deposits/{id}").Expecting(200);
        Assert.Equal(Names.Snake(DepositLifecycle.Table.Move(status, action).Value),
            now.GetProperty("deposit").GetProperty("status").GetString());
    }

    private async Task<WireAnswer> AttemptAsync(string id, DepositAction action)
    {
        var path = $"otc/deposits/{id}";
        var host = desk.Host;
        return action switch
        {
            DepositAction.EditDraft => await Send(host.Acacia, "PATCH", $"{path}/draft", new { sender_bank_name = "Another bank" }),
            DepositAction.Price => await Send(host.Acacia, "PATCH", $"{path}/quote", await desk.PriceIdsAsync()),
            DepositAction.AttachProof => await Send(host.Acacia, "POST", $"{path}/proof", WireAnswer.File(PdfWriter.Receipt())),
            DepositAction.Submit => await Send(host.Acacia, "POST", $"{path}/submit", await SubmissionOfAsync(id)),
            DepositAction.Claim => await Send(host.Treasury, "POST", $"{path}/claim"),
            DepositAction.Release => await Send(host.Treasury, "POST", $"{path}/release"),
            DepositAction.Assign => await Send(host.Admin, "POST", $"{path}/assign",
                new { assignee_user_id = host.Credentials.StaffNamed("officer").UserId }),
            DepositAction.Renew => await Send(host.Treasury, "POST", $"{path}/renew"),
            DepositAction.TakeOver =>
                await Send(host.Officer, "POST", $"{path}/take-over", new { reason = "The colleague has gone home." }),
            DepositAction.Ask => await Send(host.Treasury, "POST", $"{path}/ask", new { message = "Who sent this wire?" }),
            DepositAction.Answer => await Send(host.Acacia, "POST", $"{path}/answer", new { message = "We did." }),
            DepositAction.CorrectDeclaration =>
                await Send(host.Treasury, "POST", $"{path}/evidence/correct",
                new { field = "bank", value = "Bank of the proof", reason = "Mistyped." }),
            DepositAction.Confirm => await Send(host.Treasury, "POST", $"{path}/confirm"),
            DepositAction.Reject => await Send(host.Treasury, "POST", $"{path}/reject", new { reason = "The wire never came." }),
            DepositAction.Reopen => await Send(host.Treasury, "POST", $"{path}/reopen", new { reason = "The wire came after all." }),
            DepositAction.Credit => await Send(host.Treasury2, "POST", $"{path}/credit", new { crypto_amount = await RequestedAsync(id) }),
            DepositAction.ChangePayoutWallet =>
                await Send(host.Officer, "POST", $"{path}/payout-wallet",
                new { to_wallet_id = await OtherWalletAsync(), reason = "Asked for by phone." }),
            DepositAction.Abandon => await Send(host.Acacia, "POST", $"{path}/abandon"),
            DepositAction.Unconfirm => await AgreedAsync(await Send(host.Officer, "POST", $"{path}/unconfirm",
                new { reason = "The wire was recalled." })),
            DepositAction.UnconfirmAndReject => await AgreedAsync(await Send(host.Officer, "POST", $"{path}/unconfirm",
                new { reason = "The wire was recalled.", to = "rejected" })),
            DepositAction.ProrateDifference => await Send(host.Treasury, "POST", $"{path}/resolve-difference", new { outcome = "prorate" }),
            DepositAction.RequoteDifference => await Send(host.Treasury, "POST", $"{path}/resolve-difference", new { outcome = "requote" }),
            DepositAction.ReturnDifference => await Send(host.Treasury, "POST", $"{path}/resolve-difference", new { outcome = "return" }),
            DepositAction.LapseQuote or DepositAction.Settle or DepositAction.HandIn or DepositAction.PushFail or DepositAction.Receive
                or DepositAction.TakeBack
                or DepositAction.CancelByCustomer =>
                    throw new InvalidOperationException("Only time, money from outside or the platform does this."),
        };
    }

    // What waits for a second person is agreed to at once.
    private async Task<WireAnswer> AgreedAsync(WireAnswer asked) => asked.Status == 202
        ? await Send(desk.Host.Admin, "POST", $"approvals/{asked.Expect(202).GetProperty("approval_id").GetString()}/approve") : asked;

    private async Task<object> SubmissionOfAsync(string id)
    {
        var deposit = await Send(desk.Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200);
        return Submission(deposit.GetProperty("deposit").GetProperty("proof_url").GetString());
    }

    private async Task<string> RequestedAsync(string id)
    {
        var deposit = await Send(desk.Host.Acacia, "GET", $"otc/deposits/{id}").Expecting(200);
        return deposit.GetProperty("deposit").GetProperty("requested_crypto_amount").GetString() ?? "1.000000";
    }

    private async Task<string> OtherWalletAsync()
    {
        var merchants = await Send(desk.Host.Admin, "GET", "merchants").Expecting(200);
        var kisumu = merchants.GetProperty("merchants").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "Acacia Kisumu");
        var wallets = await Send(desk.Host.Admin, "GET", $"merchants/{kisumu.GetProperty("id").GetString()}/wallets").Expecting(200);
        return wallets.GetProperty("wallets")[0].GetProperty("id").GetString()!;
    }
}

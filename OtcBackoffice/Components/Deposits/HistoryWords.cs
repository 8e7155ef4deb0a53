using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Deposits;

namespace OtcBackoffice.Components.Deposits;

/// <summary>What the lines of a deposit's history mean, as people say it.</summary>
internal static class HistoryWords
{
    private static readonly Dictionary<string, (string Title, string Deed, string Tone)> Known = new(StringComparer.Ordinal)
    {
        ["deposit.draft"] = ("Draft opened", "opened this draft", Tones.Idle),
        ["deposit.edit_draft"] = ("Draft changed", "changed the draft", Tones.Idle),
        ["deposit.price"] = ("Priced", "priced this", Tones.Info),
        ["deposit.lapse_quote"] = ("Price lapsed", "let the price lapse", Tones.Warn),
        ["deposit.attach_proof"] = ("Proof uploaded", "uploaded a proof", Tones.Info),
        ["deposit.renew_proof"] =
            ("New proof after submission", "uploaded a new version of the proof; ticks of the earlier one no longer count", Tones.Warn),
        ["deposit.tick"] = ("Proof checked", "ticked a field of the proof", Tones.Idle),
        ["deposit.untick"] = ("Check taken back", "took a tick back", Tones.Idle),
        ["deposit.accept_difference"] = ("Difference accepted", "accepted what the proof contradicts", Tones.Warn),
        ["deposit.correct_declaration"] = ("Declaration corrected", "put right what was declared", Tones.Warn),
        ["deposit.submit"] = ("Submitted", "submitted this", Tones.Info),
        ["deposit.claim"] = ("Claimed", "claimed this", Tones.Idle),
        ["deposit.release"] = ("Claim given back", "gave the claim back", Tones.Idle),
        ["deposit.assign"] = ("Assigned", "assigned this", Tones.Idle),
        ["deposit.renew"] = ("Claim renewed", "renewed the claim", Tones.Idle),
        ["deposit.take_over"] = ("Taken over", "took this over", Tones.Warn),
        ["deposit.ask"] = ("Merchant asked", "asked the merchant", Tones.Hold),
        ["deposit.answer"] = ("Merchant answered", "answered", Tones.Info),
        ["deposit.create"] = ("Created in one step", "created this", Tones.Info),
        ["deposit.receive"] = ("Wire on the statement", "found the wire", Tones.Info),
        ["deposit.resolve_difference"] = ("Difference resolved", "resolved the difference", Tones.Warn),
        ["deposit.push"] = ("Push taken for sending", "took the push", Tones.Idle),
        ["deposit.push_sent"] = ("Push sent to the phone", "sent the push", Tones.Info),
        ["deposit.push_lost"] = ("Answer of the operator lost", "lost the operator's answer", Tones.Warn),
        ["deposit.push_wait"] = ("Operator not reached", "could not reach the operator", Tones.Warn),
        ["deposit.push_paid"] = ("Paid by phone", "found this paid", Tones.Ok),
        ["deposit.push_fail"] = ("Not paid by phone", "found this unpaid", Tones.Bad),
        ["deposit.confirm"] = ("Confirmed", "confirmed this", Tones.Ok),
        ["deposit.abandon"] = ("Given up by the merchant", "gave this up", Tones.Idle),
        ["deposit.unconfirm"] = ("Confirmation taken back", "took the confirmation back", Tones.Warn),
        ["deposit.proposal_void"] = ("Payment given up", "gave the payment up", Tones.Warn),
        ["deposit.reject"] = ("Rejected", "rejected this", Tones.Bad),
        ["deposit.credit"] = ("Credit proposed", "proposed the credit", Tones.Hold),
        ["deposit.proposal_sign"] = ("Proposal signed", "signed the proposal", Tones.Hold),
        ["deposit.proposal_reject"] = ("Proposal rejected", "rejected the proposal", Tones.Bad),
        ["deposit.change_payout_wallet"] = ("Payout wallet changed", "changed the payout wallet", Tones.Warn),
        ["deposit.fill_payout"] = ("Payout wallet filled in", "filled in the payout wallet", Tones.Idle),
        ["deposit.transfer_broadcast"] = ("Transfer sent", "sent the transfer", Tones.Info),
        ["deposit.transfer_requeue"] = ("Transfer queued again", "queued the transfer again", Tones.Warn),
        ["deposit.transfer_outcome_unknown"] = ("Answer of the chain lost", "lost the chain's answer to the transfer", Tones.Warn),
        ["deposit.transfer_await"] = ("Signed; the signers send it", "handed the transfer to its signers", Tones.Hold),
        ["deposit.transfer_enter"] = ("Transaction entered", "entered the transaction", Tones.Info),
        ["deposit.transfer_take_back"] = ("Transaction taken back", "found the transaction gone from the chain", Tones.Warn),
        ["deposit.transfer_return"] = ("Transaction stands again", "found the transaction on the chain again", Tones.Info),
        ["deposit.settle"] = ("Credited, transfer final", "settled this", Tones.Ok),
        ["approval.ask"] = ("Second person asked for", "asked for a second person", Tones.Hold),
        ["approval.approved"] = ("Approved by a second person", "approved the change", Tones.Ok),
        ["approval.rejected"] = ("Refused by a second person", "refused the change", Tones.Bad),
        ["proof.view"] = ("Proof viewed", "looked at the proof", Tones.Idle),
    };

    public static string Title(DepositHistoryLine line) =>
        Known.TryGetValue(line.Action, out var words) ? words.Title : StatusLook.For(line.Action.Split('.')[^1]).Word;

    public static string Tone(DepositHistoryLine line) => Known.TryGetValue(line.Action, out var words) ? words.Tone : Tones.Idle;

    /// <summary>"Omar Officer confirmed this 20 s ago."</summary>
    public static string Deed(DepositHistoryLine line, DateTime nowUtc)
    {
        var deed = Known.TryGetValue(line.Action, out var words) ? words.Deed : $"changed this ({line.Action})";
        return $"{(IsJob(line) ? "The desk itself" : line.ActorName)} {deed} {RelativeTime.Describe(nowUtc, line.AtUtc)}.";
    }

    /// <summary>Whether a job did it.</summary>
    public static bool IsJob(DepositHistoryLine line) => line.ActorName.StartsWith("system:", StringComparison.Ordinal);

    /// <summary>Whether it changed the record, and not only looked at it.</summary>
    public static bool IsChange(DepositHistoryLine line) => line.Action != "proof.view";
}

using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>Puts receipts on records where nobody needs to decide: exactly one record for the receipt, and one receipt for the
/// record.</summary>
internal static class ReceiptMatcher
{
    private const int WaitingMax = 200;

    /// <summary>Matches receipts; answers the deposits that money was put on.</summary>
    /// <param name="work">The command.</param>
    /// <param name="receipts">What is to be matched.</param>
    /// <param name="fresh">A deposit of this command that is not stored yet, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="published">Rules that this command puts into force, or null for those that are.</param>
    public static async Task<IReadOnlyList<Deposit>> MatchAsync(
        DeskWork work, IReadOnlyList<Receipt> receipts, Deposit? fresh, CancellationToken cancellation, MatchingRules? published = null)
    {
        if (receipts.Count == 0)
        {
            return [];
        }
        var rules = published ?? await MatchingShelf.InForceAsync(work.Db, cancellation);
        var outcome = await ReceiptCandidates.MatchAsync(work.Db, receipts, rules, fresh, cancellation);
        var own = receipts.ToDictionary(receipt => receipt.Id);
        var paid = new List<Deposit>();
        foreach (var match in outcome.Automatic.Where(match => own.ContainsKey(match.LineId)).OrderBy(match => match.LineId))
        {
            if (await PutAsync(work, own[match.LineId], match, rules.Version, fresh, cancellation) is { } deposit)
            {
                paid.Add(deposit);
            }
        }
        foreach (var receipt in receipts.Where(receipt => receipt.RemainingMinor > 0))
        {
            await MarkLateAsync(work, receipt, outcome.Proposals[receipt.Id], fresh, cancellation);
        }
        return paid;
    }

    /// <summary>Money that came before its deposit was handed in. What else it could be for is looked at as on arrival.</summary>
    public static async Task TakeWaitingAsync(DeskWork work, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.Method == DepositMethod.Bank)
        {
            var waiting = await ReceiptCandidates.ForDepositAsync(work.Db, deposit, WaitingMax, cancellation);
            await MatchAsync(work, waiting, deposit, cancellation);
        }
    }

    /// <summary>Why a machine put it there, with the version of the rules.</summary>
    public static string Reason(MatchProposal match, int version) => $"{string.Join(", ", match.Because)} (rules {version})";

    /// <summary>Does what was decided before; where the deposit is not as it was then, the receipt is matched as if it came now.</summary>
    /// <param name="work">The command.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="depositId">The deposit that it goes on.</param>
    /// <param name="missingMinor">What was missing of the deposit then.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task PutAsync(DeskWork work, Receipt receipt, Guid depositId, long missingMinor, string reason,
        CancellationToken cancellation)
    {
        if (await work.FindDepositAsync(depositId, cancellation) is not { } deposit
            || ReceiptCandidates.Target(deposit) is not { State: MatchState.Open } target || target.MissingMinor != missingMinor
            || ReceiptTrail.Assign(work, receipt, ReceiptTarget.Of(work, deposit), receipt.RemainingMinor, reason).Failed(out _))
        {
            await MatchAsync(work, [receipt], null, cancellation);
        }
    }

    /// <summary>Notes on both that a receipt came for a deposit that has ended.</summary>
    public static async Task MarkLateAsync(DeskWork work, Receipt receipt, Guid depositId, CancellationToken cancellation)
    {
        if (await work.FindDepositAsync(depositId, cancellation) is not { } deposit
            || ReceiptCandidates.Target(deposit).State != MatchState.Ended)
        {
            // It was opened again since.
            return;
        }
        receipt.MarkLate();
        if (!deposit.PaidLate)
        {
            Late(work, deposit, receipt);
        }
    }

    private static async Task<Deposit?> PutAsync(DeskWork work, Receipt receipt, MatchProposal match, int version, Deposit? fresh,
        CancellationToken cancellation)
    {
        var deposit = fresh?.Id == match.Target.Id ? fresh : await work.FindDepositAsync(match.Target.Id, cancellation);
        return deposit is not null && ReceiptTrail.Assign(work, receipt, ReceiptTarget.Of(work, deposit), receipt.RemainingMinor,
            Reason(match, version)).IsSuccess ? deposit : null;
    }

    // Money for a record that has ended: both say so, and the money waits for a person.
    private static async Task MarkLateAsync(DeskWork work, Receipt receipt, IReadOnlyList<MatchProposal> proposals, Deposit? fresh,
        CancellationToken cancellation)
    {
        var named = proposals.Where(proposal => receipt.ReferenceKey is { } key
            && (key == proposal.Target.ReferenceKey || key == ReferenceText.Key(proposal.Target.Number))).ToList();
        if (receipt.PaidLate || named.Count == 0 || !named.TrueForAll(proposal => proposal.Target.State == MatchState.Ended))
        {
            return;
        }
        receipt.MarkLate();
        foreach (var id in named.Select(proposal => proposal.Target.Id).Where(id => id != fresh?.Id))
        {
            if (await work.FindDepositAsync(id, cancellation) is { PaidLate: false } ended)
            {
                Late(work, ended, receipt);
            }
        }
    }

    /// <summary>Notes on a deposit that has ended that money came for it.</summary>
    public static void Late(DeskWork work, Deposit ended, Receipt receipt)
    {
        ended.MarkPaidLate(work.Now);
        RecordTrail.Record(work, ended, "paid_late", ended.StatusName, null,
            new { Receipt = receipt.HumanId, Amount = receipt.AmountText, receipt.ExternalId });
    }
}

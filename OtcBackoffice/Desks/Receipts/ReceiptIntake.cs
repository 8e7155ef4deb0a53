using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>What became of a telling.</summary>
internal enum TakeOutcome
{
    /// <summary>It is new money.</summary>
    Taken,

    /// <summary>It was told before; nothing happened.</summary>
    Known,

    /// <summary>It was told before with other facts; the first stands, and an alarm is open.</summary>
    Differs,
}

/// <summary>A receipt, and whether this telling made it.</summary>
/// <param name="Receipt">The receipt that stands.</param>
/// <param name="Outcome">What became of the telling.</param>
/// <param name="Difference">What differs, in words.</param>
internal sealed record TakenReceipt(Receipt Receipt, TakeOutcome Outcome, string? Difference = null)
{
    /// <summary>The deposits that it was put on by this telling.</summary>
    public IReadOnlyList<Deposit> Deposits { get; init; } = [];

    /// <summary>The transfer of a block trade that it is.</summary>
    public MerchantTransferRow? Transfer { get; init; }

    /// <summary>For a reversal: the external id of what it takes back, where the source named it.</summary>
    public string? ReversesExternalId { get; init; }
}

/// <summary>
/// The one way in for money from outside (issue 14, point 1). Whoever hears of money calls this inside its own command: the row,
/// its suspense entry and what it is matched with last together with whatever else the command does, or not at all. The same
/// identity told again has no effect; told with other facts it is an alarm and never a second credit.
/// </summary>
internal static class ReceiptIntake
{
    private const string Sequence = "receipt";

    /// <summary>Takes money and matches it at once. An import keeps its lines first and matches them in one pass at its end.</summary>
    public static async Task<TakenReceipt> TakeAsync(DeskWork work, ReceiptFacts facts, CancellationToken cancellation)
    {
        var taken = await KeepAsync(work, facts, cancellation);
        return taken.Outcome == TakeOutcome.Taken ? await MatchAsync(work, taken, cancellation) : taken;
    }

    /// <summary>Takes money that its source itself puts on a record: a push on its deposit, a coin on its wallet.</summary>
    /// <param name="work">The command.</param>
    /// <param name="facts">What was told.</param>
    /// <param name="target">The record, or null when it can take no money any more.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<TakenReceipt> TakeForAsync(DeskWork work, ReceiptFacts facts, ReceiptTarget? target,
        CancellationToken cancellation)
    {
        var taken = await KeepAsync(work, facts, cancellation);
        if (taken.Outcome == TakeOutcome.Taken && target is not null)
        {
            ReceiptTrail.Assign(work, taken.Receipt, target, taken.Receipt.RemainingMinor, null);
        }
        return taken;
    }

    /// <summary>Takes money into suspense, and matches it with nothing yet.</summary>
    public static async Task<TakenReceipt> KeepAsync(DeskWork work, ReceiptFacts facts, CancellationToken cancellation)
    {
        if (await KnownAsync(work, facts, cancellation) is { } known)
        {
            return known.DiffersFrom(facts) is { } difference ? await DiffersAsync(work, known, facts, difference, cancellation)
                : Settled(work, known, facts);
        }
        return Take(work, facts, await work.NextNumberAsync(Sequence, cancellation));
    }

    /// <summary>
    /// The same for lines of one statement account, whose ids are the bank's own or made of the line: what is known of them is asked
    /// once, and their numbers are drawn at once.
    /// </summary>
    public static async Task<IReadOnlyList<TakenReceipt>> KeepLinesAsync(DeskWork work, IReadOnlyList<ReceiptFacts> facts,
        CancellationToken cancellation)
    {
        var known = new Dictionary<(string Account, string Id), Receipt>();
        foreach (var group in facts.GroupBy(one => one.Account, StringComparer.Ordinal))
        {
            var (account, ids) = (group.Key, group.Select(one => one.ExternalId).ToList());
            foreach (var row in await work.Db.Receipts.Where(row => row.Source == ReceiptSource.Bank && row.Account == account
                && ids.Contains(row.ExternalId)).ToListAsync(cancellation))
            {
                known[(account, row.ExternalId)] = row;
            }
        }
        var fresh = facts.Where(one => !known.ContainsKey((one.Account, one.ExternalId))).Select(one => (one.Account, one.ExternalId))
            .Distinct().Count();
        var next = fresh == 0 ? 0 : await work.NextNumbersAsync(Sequence, fresh, cancellation);
        var taken = new List<TakenReceipt>(facts.Count);
        foreach (var one in facts)
        {
            if (known.TryGetValue((one.Account, one.ExternalId), out var told))
            {
                taken.Add(told.DiffersFrom(one) is { } difference ? await DiffersAsync(work, told, one, difference, cancellation)
                    : Settled(work, told, one));
                continue;
            }
            var made = Take(work, one, next++);
            known[(one.Account, one.ExternalId)] = made.Receipt;
            taken.Add(made);
        }
        return taken;
    }

    private static TakenReceipt Take(DeskWork work, ReceiptFacts facts, long number)
    {
        var receipt = Receipt.Take(work.NewId(), number, facts, work.Now);
        work.Db.Receipts.Add(receipt);
        work.Post(ReceiptJournal.Taken(receipt));
        RecordTrail.Record(work, receipt, "take", null, null,
            new { receipt.Source, receipt.Account, receipt.ExternalId, Amount = receipt.AmountText, receipt.Asset, receipt.Reference,
            receipt.PayerName });
        return new TakenReceipt(receipt, TakeOutcome.Taken) { ReversesExternalId = facts.ReversesExternalId };
    }

    /// <summary>Matches what was kept: a reversal with what it takes back, then block trades, then deposits.</summary>
    public static async Task<TakenReceipt> MatchAsync(DeskWork work, TakenReceipt taken, CancellationToken cancellation)
    {
        var receipt = taken.Receipt;
        if (receipt.AmountMinor < 0)
        {
            await ReceiptReversals.MatchAsync(work, receipt, taken.ReversesExternalId, cancellation);
            return taken;
        }
        if (receipt.Source == ReceiptSource.Bank && await TransferAsync(work, receipt, cancellation) is { } transfer)
        {
            return taken with { Transfer = transfer };
        }
        return taken with { Deposits = await ReceiptMatcher.MatchAsync(work, [receipt], null, cancellation) };
    }

    /// <summary>
    /// Matches the receipts of an import in one pass, so that two equal lines give neither and the order of the lines does not
    /// matter. Reversals and block trades are put first.
    /// </summary>
    public static async Task MatchAsync(DeskWork work, IReadOnlyList<Receipt> receipts, CancellationToken cancellation)
    {
        foreach (var receipt in receipts.Where(receipt => receipt.AmountMinor < 0))
        {
            await ReceiptReversals.MatchAsync(work, receipt, null, cancellation);
        }
        foreach (var receipt in receipts.Where(receipt => receipt.AmountMinor > 0 && receipt.Source == ReceiptSource.Bank))
        {
            await TransferAsync(work, receipt, cancellation);
        }
        await ReceiptMatcher.MatchAsync(work, [.. receipts.Where(receipt => receipt.RemainingMinor > 0)], null, cancellation);
    }

    /// <summary>Puts a bank's receipt on the block trade that it names, or answers null. The desk gives out CLABE, CVU and order
    /// numbers itself, so no reference that a merchant chose comes before them.</summary>
    public static async Task<MerchantTransferRow?> TransferAsync(DeskWork work, Receipt receipt, CancellationToken cancellation)
    {
        if (receipt.Reference is null || await BlockReceipts.TakeAsync(work, receipt, cancellation) is not { } transfer)
        {
            return null;
        }
        var target = new ReceiptTarget(ReceiptTarget.BlockTransfer, transfer.Id, $"{transfer.Number}", transfer.MerchantId,
            ReceiptJournal.Holding(receipt) with { PartId = null });
        ReceiptTrail.Assign(work, receipt, target, receipt.RemainingMinor, null);
        return transfer;
    }

    private static async Task<Receipt?> KnownAsync(DeskWork work, ReceiptFacts facts, CancellationToken cancellation)
    {
        var (source, account, id, ours) = (facts.Source, facts.Account, facts.ExternalId, facts.ProvisionalId);
        bool Same(Receipt row) =>
            row.Source == source && row.Account == account
            && (row.ExternalId == id || (ours != null && row.ProvisionalId == ours && (row.IsProvisional || facts.IsProvisional)));
        if (work.Db.Receipts.Local.FirstOrDefault(Same) is { } unsaved)
        {
            return unsaved;
        }
        var rows = await work.Db.Receipts.Where(row => row.Source == source && row.Account == account
            && (row.ExternalId == id || (ours != null && row.ProvisionalId == ours)))
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        return rows.Find(row => row.ExternalId == id) ?? rows.Find(Same);
    }

    private static TakenReceipt Settled(DeskWork work, Receipt known, ReceiptFacts facts)
    {
        if (known.IsProvisional && !facts.IsProvisional)
        {
            known.Settle(facts);
            RecordTrail.Record(work, known, "settle", known.StatusName, null, new { known.ExternalId });
        }
        return new TakenReceipt(known, TakeOutcome.Known);
    }

    private static async Task<TakenReceipt> DiffersAsync(DeskWork work, Receipt known, ReceiptFacts facts, string difference,
        CancellationToken cancellation)
    {
        var message = $"{facts.ExternalId} on {facts.Account} was told again with other facts: {difference}. {known.HumanId} stands as it "
            + $"was told first.";
        if (await Alarms.OpenAsync(work, AlarmKinds.Conflict, known.HumanId, known.Id, $"{known.Id}:{difference}", message, cancellation))
        {
            RecordTrail.Record(work, known, "conflict", known.StatusName, difference,
                new { facts.ExternalId, facts.Reference, facts.PayerName });
        }
        return new TakenReceipt(known, TakeOutcome.Differs, difference);
    }
}

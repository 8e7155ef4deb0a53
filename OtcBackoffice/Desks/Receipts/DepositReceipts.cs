using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>What came for deposits, read for whoever shows them.</summary>
internal static class DepositReceipts
{
    private const int ProposalsMax = 10;

    /// <summary>The receipts on a deposit, oldest first.</summary>
    public static async Task<IReadOnlyList<DepositReceiptView>> OnAsync(BackofficeDbContext db, Guid depositId,
        CancellationToken cancellation)
    {
        var rows = await (from part in db.ReceiptAssignments.AsNoTracking()
                          join receipt in db.Receipts.AsNoTracking() on part.ReceiptId equals receipt.Id
                          where part.RecordId == depositId && part.UndoneAtUtc == null
                          orderby part.AtUtc, part.Id
                          select new { part.AmountMinor, Receipt = receipt }).ToListAsync(cancellation);
        return rows.ConvertAll(row => View(row.Receipt, row.AmountMinor, ReceiptWords.Arrived(row.Receipt, row.AmountMinor)));
    }

    /// <summary>The unmatched receipts that may be for a deposit, best first.</summary>
    public static async Task<IReadOnlyList<DepositReceiptView>> ProposedAsync(BackofficeDbContext db, Deposit deposit,
        CancellationToken cancellation)
    {
        if (deposit.Method != DepositMethod.Bank || deposit.Status is DepositStatus.Draft or DepositStatus.Priced)
        {
            return [];
        }
        var waiting = await ReceiptCandidates.ForDepositAsync(db, deposit, ProposalsMax, cancellation);
        if (waiting.Count == 0)
        {
            return [];
        }
        var outcome = await ReceiptCandidates.MatchAsync(db, waiting, await MatchingShelf.InForceAsync(db, cancellation), null,
            cancellation);
        var found = new List<DepositReceiptView>();
        foreach (var receipt in waiting)
        {
            if (outcome.Proposals.TryGetValue(receipt.Id, out var some)
                && some.FirstOrDefault(one => one.Target.Id == deposit.Id) is { } proposal)
            {
                found.Add(View(receipt, receipt.RemainingMinor, ReceiptWords.Waits(receipt))
                    with { Because = proposal.Because, Score = proposal.Score });
            }
        }
        return [.. found.OrderByDescending(one => one.Score).ThenBy(one => one.Id)];
    }

    /// <summary>Whether the money has come, in a word and in a sentence.</summary>
    public static BankLineView Line(IReadOnlyList<DepositReceiptView> receipts, IReadOnlyList<DepositReceiptView> proposed) =>
        receipts.Count > 0 ? new BankLineView(BankLineView.Matched, string.Join("; ", receipts.Select(one => one.Sentence)))
        : proposed.Count > 0 ? new BankLineView(BankLineView.Proposed, proposed[0].Sentence)
        : new BankLineView(BankLineView.None, "nothing has arrived");

    /// <summary>The same for the rows of a queue: what is on each, and else whether unmatched money names its reference.</summary>
    public static async Task<Dictionary<Guid, BankLineView>> LinesAsync(BackofficeDbContext db,
        IReadOnlyList<(Guid Id, string? ReferenceKey)> deposits, CancellationToken cancellation)
    {
        var ids = deposits.Select(one => one.Id).ToList();
        var keys = deposits.Select(one => one.ReferenceKey).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var rows = await (from part in db.ReceiptAssignments.AsNoTracking()
                          join receipt in db.Receipts.AsNoTracking() on part.ReceiptId equals receipt.Id
                          where ids.Contains(part.RecordId) && part.UndoneAtUtc == null
                          orderby part.AtUtc, part.Id
                          select new { part.RecordId, part.AmountMinor, Receipt = receipt }).ToListAsync(cancellation);
        var waiting = keys.Count == 0 ? []
            : await db.Receipts.AsNoTracking()
            .Where(row => row.Status == ReceiptStatus.Unmatched && row.ReferenceKey != null && keys.Contains(row.ReferenceKey))
            .OrderBy(row => row.ReceivedAtUtc).ThenBy(row => row.Id).Take(500).ToListAsync(cancellation);
        var on = rows.ToLookup(row => row.RecordId, row => ReceiptWords.Arrived(row.Receipt, row.AmountMinor));
        var named = waiting.ToLookup(row => row.ReferenceKey!, StringComparer.Ordinal);
        return deposits.DistinctBy(one => one.Id).ToDictionary(one => one.Id, one => on[one.Id].Any()
            ? new BankLineView(BankLineView.Matched, string.Join("; ", on[one.Id]))
            : one.ReferenceKey is { } key && named[key].FirstOrDefault() is { } candidate
                ? new BankLineView(BankLineView.Proposed, ReceiptWords.Waits(candidate))
                : new BankLineView(BankLineView.None, "nothing has arrived"));
    }

    private static DepositReceiptView View(Receipt receipt, long minor, string sentence) =>
        new(receipt.Id, receipt.HumanId, Domain.Lifecycles.Names.Snake(receipt.Source), receipt.Text(minor), receipt.ReceivedAtUtc,
            sentence)
        {
            PayerName = receipt.PayerName,
            Reference = receipt.Reference,
            ExternalId = receipt.ExternalId,
            OccurredAtUtc = receipt.OccurredAtUtc,
        };
}

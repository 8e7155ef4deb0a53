using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Another record that bears the same reference, file or receipt number.</summary>
/// <param name="Kind"><c>reference</c>, <c>file</c> or <c>receipt_number</c>.</param>
/// <param name="Id">The other record.</param>
/// <param name="Number">What people call it.</param>
public sealed record RepeatedEvidence(string Kind, Guid Id, string Number);

/// <summary>What speaks for the money of a deposit when somebody confirms it, and what they must have seen (issue 14, point 8).</summary>
internal static class ConfirmEvidence
{
    private const int OthersMax = 5;

    /// <summary>The other records that bear the same; records that were refused or never handed in do not count, nor does what shares
    /// nothing but a blank.</summary>
    public static async Task<IReadOnlyList<RepeatedEvidence>> RepeatedAsync(BackofficeDbContext db, Deposit deposit,
        CancellationToken cancellation)
    {
        var (id, key, hash, receipt) = (deposit.Id, deposit.ReferenceKey, deposit.ProofSha256, deposit.MpesaReceiptNumber);
        var found = await db.Deposits.AsNoTracking()
            .Where(row => row.Id != id && row.Status != DepositStatus.Draft && row.Status != DepositStatus.Priced
                && row.Status != DepositStatus.Rejected
                && ((key != null && row.ReferenceKey == key) || (hash != null && row.ProofSha256 == hash)
                    || (receipt != null && row.MpesaReceiptNumber == receipt)))
            .OrderBy(row => row.Number).Take(OthersMax)
            .Select(row => new { row.Id, row.Number, row.ReferenceKey, row.ProofSha256, row.MpesaReceiptNumber }).ToListAsync(cancellation);
        return
        [
            .. found.SelectMany(row => new[]
            {
                key is not null && row.ReferenceKey == key ? "reference" : null,
                hash is not null && row.ProofSha256 == hash ? "file" : null,
                receipt is not null && row.MpesaReceiptNumber == receipt ? "receipt_number" : null,
            }.OfType<string>().Select(kind => new RepeatedEvidence(kind, row.Id, $"DEP-{row.Number}"))),
        ];
    }

    /// <summary>The facts that the policy rules on.</summary>
    public static async Task<EvidenceFacts> FactsAsync(BackofficeDbContext db, Deposit deposit, EvidenceView? evidence, bool isRepeated,
        CancellationToken cancellation) =>
        new(await LineAsync(db, deposit, cancellation), Read(evidence), isRepeated);

    /// <summary>How much of the proof bears the declaration out.</summary>
    public static ProofRead Read(EvidenceView? evidence)
    {
        if (evidence is null)
        {
            return ProofRead.None;
        }
        var declared = evidence.Fields.Where(line => line.Finding.Outcome != EvidenceOutcome.NotDeclared).ToList();
        var open = declared.Count(line => line.Tick is null && line.Finding.Outcome != EvidenceOutcome.Match);
        return open == 0 && declared.Count > 0 ? ProofRead.All : open == declared.Count ? ProofRead.None : ProofRead.Some;
    }

    /// <summary>Why the person must say that they have seen something first, or null.</summary>
    public static DomainError? Refusal(Deposit deposit, ConfirmDeposit command, EvidenceView? evidence,
        IReadOnlyList<RepeatedEvidence> repeated)
    {
        if (!string.IsNullOrWhiteSpace(command.Reason))
        {
            return null;
        }
        if (repeated.Count > 0 && !command.RepeatedSeen)
        {
            var others = string.Join(", ", repeated.Select(one => one.Number).Distinct());
            var kinds = string.Join(" and ", repeated.Select(one => one.Kind.Replace('_', ' ')).Distinct());
            return new DomainError(ErrorCode.EvidenceRepeated,
                $"The {kinds} of {deposit.HumanId} stands on {others} too. Look at it, then say repeated_seen or give a reason.")
            {
                Facts = repeated.GroupBy(one => one.Kind)
                    .ToDictionary(same => same.Key, same => string.Join(",", same.Select(one => one.Number))),
            };
        }
        // A proof that was only named by its hash or address was never here to be read; one that is here was.
        return evidence is { IsUnread: true } && evidence.Fields.All(line => line.Tick is null) && !command.ProofSeen
            ? new DomainError(ErrorCode.ProofNotRead,
                $"The proof of {deposit.HumanId} has nothing that could be compared, and nobody has ticked it. Look at it, then say "
                    + $"proof_seen, tick its fields, or give a reason.")
            : null;
    }

    private static async Task<BankLine> LineAsync(BackofficeDbContext db, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.ReceivedMinor > 0)
        {
            return BankLine.Matched;
        }
        var line = (await DepositReceipts.LinesAsync(db, [(deposit.Id, deposit.ReferenceKey)], cancellation))[deposit.Id];
        return line.State switch { BankLineView.Matched => BankLine.Matched, BankLineView.Proposed => BankLine.Proposed,
            _ => BankLine.None };
    }
}

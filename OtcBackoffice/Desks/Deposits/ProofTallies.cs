using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>How much of a declaration its proof bears out, for a line of a queue: 6 of 6.</summary>
/// <param name="Matched">Fields that match by themselves or were ticked by a person.</param>
/// <param name="Declared">Fields that were declared; 0 when there is no proof.</param>
/// <param name="Differs">Whether the proof says something else for one of them.</param>
public readonly record struct ProofTally(int Matched, int Declared, bool Differs);

/// <summary>
/// Holds the proofs of a page of a queue against their declarations. A proof never changes, so what was found for one and the
/// same declaration is kept; only what people ticked is read each time, for the whole page at once.
/// </summary>
public sealed class ProofTallies
{
    private const int KeptMax = 20_000;

    private readonly ConcurrentDictionary<(Guid File, DeclaredFacts Facts), Dictionary<string, EvidenceOutcome>> _found = new();

    /// <summary>The tallies by the file of the proof.</summary>
    internal async Task<Dictionary<Guid, ProofTally>> ReadAsync(BackofficeDbContext db, IReadOnlyList<(Guid File,
        DeclaredFacts Facts)> proofs, CancellationToken cancellation)
    {
        if (proofs.Count == 0)
        {
            return [];
        }
        if (_found.Count > KeptMax)
        {
            _found.Clear();
        }
        var fresh = proofs.Where(one => !_found.ContainsKey(one)).ToList();
        if (fresh.Count > 0)
        {
            var missing = fresh.ConvertAll(one => one.File);
            var texts = await db.DepositProofTexts.AsNoTracking().Where(row => missing.Contains(row.FileId))
                .Select(row => new { row.FileId, row.Words, row.IsWhole }).ToDictionaryAsync(row => row.FileId, cancellation);
            foreach (var one in fresh)
            {
                var text = texts.TryGetValue(one.File, out var row) ? DepositEvidence.Unpack(row.Words, row.IsWhole) : null;
                _found[one] = ProofEvidence.Check(one.Facts, text).ToDictionary(finding => Names.Snake(finding.Field), finding =>
                    finding.Outcome, StringComparer.Ordinal);
            }
        }
        var files = proofs.Select(one => one.File).ToList();
        var ticks = (await db.DepositTicks.AsNoTracking().Where(row => files.Contains(row.FileId)).Select(row => new { row.FileId,
            row.Field }).ToListAsync(cancellation))
            .ToLookup(row => row.FileId, row => row.Field);
        return proofs.DistinctBy(one => one.File).ToDictionary(one => one.File, one => Tally(_found[one], [.. ticks[one.File]]));
    }

    private static ProofTally Tally(Dictionary<string, EvidenceOutcome> found, HashSet<string> ticked) => new(
        found.Count(one => one.Value == EvidenceOutcome.Match || (one.Value != EvidenceOutcome.NotDeclared && ticked.Contains(one.Key))),
        found.Count(one => one.Value != EvidenceOutcome.NotDeclared),
        found.Any(one => one.Value == EvidenceOutcome.Differs && !ticked.Contains(one.Key)));
}

using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Audit;

/// <summary>
/// Everything that the desk knows about one deposit, in one archive that can be checked without the desk: what was priced,
/// proved, decided, signed, paid, told and booked, with the hash of every part, signed with the audit key.
/// </summary>
public sealed class CaseFileDesk(DeskTransaction transaction, DeskGate gate, AuditDesk audit, IAuditNotary notary, IProofStore proofs)
{
    /// <summary>
    /// Opens the case of a deposit. That it was taken out is on record, and the record is sealed first, so that every line of
    /// the excerpt can be checked.
    /// </summary>
    public async Task<Result<CaseFile>> OpenAsync(Guid id, CancellationToken cancellation)
    {
        var noted = await transaction.RunAsync<(string Number, DateTime AtUtc, string By)>(new DeskCommand(Permission.DepositReadAll),
            async (work, token) =>
        {
            if (await work.Db.Deposits.Where(row => row.Id == id).Select(row => new { row.Number, row.MerchantId })
                .FirstOrDefaultAsync(token) is not { } found)
            {
                return DomainError.Missing("deposit");
            }
            work.Audit(new AuditNote("deposit.case_file", "deposit", id) { MerchantId = found.MerchantId });
            return ($"DEP-{found.Number.ToString(CultureInfo.InvariantCulture)}", work.Now, work.Actor.DisplayName);
        }, cancellation);
        if (noted.Failed(out var refused))
        {
            return refused;
        }
        await audit.SealAsync(cancellation);
        var opened = await gate.OpenAsync(Permission.DepositReadAll, cancellation);
        if (opened.Failed(out var closed))
        {
            return closed;
        }
        await using var reading = opened.Value;
        await using var snapshot = await reading.Db.BeginSnapshotAsync(cancellation);
        var deposit = await reading.Db.Deposits.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        var parts = await PartsAsync(reading.Db, deposit, cancellation);
        var head = await reading.Db.AuditCheckpoints.OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellation);
        return new CaseFile($"{noted.Value.Number}-case.zip", new CaseCover(
            id, noted.Value.Number, noted.Value.AtUtc, noted.Value.By, head is null ? null
                : new SignedHead(head.Sequence, head.Hash, head.AtUtc, head.KeyId, head.Signature)), parts, notary);
    }

    private async Task<List<CasePart>> PartsAsync(BackofficeDbContext db, Deposit deposit, CancellationToken cancellation)
    {
        var id = deposit.Id;
        var merchant = await db.Merchants.Where(row => row.Id == deposit.MerchantId).Select(row => row.Name)
            .FirstOrDefaultAsync(cancellation);
        var parts = new List<CasePart> { CasePart.Json("deposit.json",
            DepositView.Of(deposit, forStaff: true) with { MerchantName = merchant ?? "" }) };
        var quotes = await db.DepositQuotes.Where(row => row.DepositId == id).OrderBy(row => row.QuoteVersion).ToListAsync(cancellation);
        parts.Add(CasePart.Json("quotes.json", quotes.ConvertAll(row => new
        {
            row.QuoteVersion, row.PricingProfileId, row.PricingProfileVersion, row.FxQuoteId, row.CreatedAtUtc,
            Snapshot = Parsed(row.Snapshot),
        })));
        var files = await db.DepositProofs.Where(row => row.DepositId == id).OrderBy(row => row.ProofVersion).ToListAsync(cancellation);
        parts.Add(CasePart.Json("proofs.json", files.ConvertAll(row => new
        {
            row.ProofVersion, row.FileId, row.FileName, row.SizeBytes, row.Sha256, row.PageCount, row.CheckedBy, row.UploadedBy,
            row.UploadedAtUtc,
        })));
        foreach (var row in files)
        {
            var proof = await proofs.OpenAsync(id, row.FileId, row.Sha256, cancellation);
            parts.Add(CasePart.File($"proofs/v{row.ProofVersion.ToString(CultureInfo.InvariantCulture)}.pdf", row.Sha256, proof));
        }
        var people = await db.Users.Select(user => new { user.Id, user.DisplayName })
            .ToDictionaryAsync(user => user.Id, user => user.DisplayName, cancellation);
        var proposals = await db.Proposals.Include(row => row.Signatures).Where(row => row.DepositId == id).OrderBy(row => row.Number)
            .ToListAsync(cancellation);
        var transfers = await db.Transfers.Where(row => row.DepositId == id).OrderBy(row => row.CreatedAtUtc).ToListAsync(cancellation);
        var approvals = await db.Approvals.Where(row => row.EntityId == id).OrderBy(row => row.CreatedAtUtc).ToListAsync(cancellation);
        var asked = approvals.ConvertAll(row => row.Id);
        var votes = await db.ApprovalVotes.Where(vote => asked.Contains(vote.ApprovalId)).OrderBy(vote => vote.AtUtc)
            .ToListAsync(cancellation);
        parts.Add(CasePart.Json("approvals.json", approvals.ConvertAll(row => new
        {
            row.Id, row.Operation, row.Summary, row.Rule, row.PolicyVersion, row.Status, row.MakerId, row.MakerName, row.CheckerId,
            row.DecisionReason, row.PayloadSha256,
            row.CreatedAtUtc, row.DecidedAtUtc,
            Votes = votes.Where(vote => vote.ApprovalId == row.Id).Select(vote => new { vote.PersonId, vote.PersonName, vote.AtUtc }),
        })));
        parts.Add(CasePart.Json("proposals.json",
            proposals.ConvertAll(row =>
            new { Proposal = ProposalView.Of(row, people),
            Bindings = row.Signatures.Select(one => new { one.PersonId, one.Binding, one.SignedAtUtc }) })));
        parts.Add(CasePart.Json("transfers.json", transfers.ConvertAll(TransferView.Of)));
        parts.Add(CasePart.Json("webhooks.json", await WebhooksAsync(db, id, cancellation)));
        parts.Add(CasePart.Json("ledger.json", await LedgerAsync(db, id, cancellation)));
        List<Guid> concerned = [id, .. proposals.Select(row => row.Id), .. transfers.Select(row => row.Id), .. asked];
        parts.Add(CasePart.Lines(CaseFile.AuditPart, await AuditAsync(db, concerned, cancellation)));
        return parts;
    }

    // Where to and what came back; never what it was signed with.
    private static async Task<object> WebhooksAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var deliveries = await db.WebhookDeliveries.Where(row => row.SubjectId == id).OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id)
            .Select(row => new
        {
            row.Id, row.MessageId, row.EndpointId,
            Url = db.WebhookEndpoints.Where(one => one.Id == row.EndpointId).Select(one => one.Url).FirstOrDefault(), row.EventType,
            row.State, row.AttemptCount,
            row.CreatedAtUtc, row.EndedAtUtc,
            Body = db.Outbox.Where(one => one.MessageId == row.MessageId).Select(one => one.Payload).FirstOrDefault(),
        }).ToListAsync(cancellation);
        var ids = deliveries.ConvertAll(row => row.Id);
        var attempts = await db.WebhookAttempts.Where(row => ids.Contains(row.DeliveryId)).OrderBy(row => row.Id).ToListAsync(cancellation);
        return deliveries.ConvertAll(row => new
        {
            row.Id, row.MessageId, row.EndpointId, Url = WithoutSecrets(row.Url), row.EventType, row.State, row.AttemptCount,
            row.CreatedAtUtc, row.EndedAtUtc, Body = Parsed(row.Body),
            Attempts = attempts.Where(one => one.DeliveryId == row.Id)
                .Select(one => new { one.Number, one.AtUtc, one.StatusCode, one.LatencyMs, one.Outcome }),
        });
    }

    private static async Task<object> LedgerAsync(BackofficeDbContext db, Guid id, CancellationToken cancellation)
    {
        var entries = await db.LedgerEntries.Where(row => row.SubjectId == id).OrderBy(row => row.AtUtc).ThenBy(row => row.Id)
            .ToListAsync(cancellation);
        var ids = entries.ConvertAll(row => row.Id);
        var postings = await db.LedgerPostings.Where(row => ids.Contains(row.EntryId)).OrderBy(row => row.Line).ToListAsync(cancellation);
        return entries.ConvertAll(row => new
        {
            row.Id, row.Kind, row.UniqueKey, row.Reverses, row.ActorId, row.AtUtc,
            Postings = postings.Where(line => line.EntryId == row.Id).Select(line => new
            {
                Account = line.AccountKey, line.Asset, DebitMinor = line.SignedMinor > 0 ? line.SignedMinor : 0,
                CreditMinor = line.SignedMinor < 0 ? -line.SignedMinor : 0,
            }),
        });
    }

    // The same lines as an export of the audit record, so that the same check reads them.
    private static async Task<List<object>> AuditAsync(BackofficeDbContext db, List<Guid> concerned, CancellationToken cancellation)
    {
        var rows = await (from row in db.Audit
                          join seal in db.AuditSeals on row.Id equals seal.AuditId
                          where concerned.Contains(row.EntityId)
                          orderby seal.Sequence
                          select new { Row = row, Seal = seal }).ToListAsync(cancellation);
        var before = rows.ConvertAll(pair => pair.Seal.Sequence - 1);
        var sequences = rows.ConvertAll(pair => pair.Seal.Sequence);
        var previous = await db.AuditSeals.Where(seal => before.Contains(seal.Sequence))
            .ToDictionaryAsync(seal => seal.Sequence, seal => seal.Hash, cancellation);
        var heads = await db.AuditCheckpoints.Where(head => sequences.Contains(head.Sequence))
            .ToDictionaryAsync(head => head.Sequence, cancellation);
        return rows.ConvertAll(pair => (object)new
        {
            pair.Row.Id, At = pair.Row.AtUtc, ActorUserId = pair.Row.ActorId, pair.Row.ActorKind, pair.Row.ActorName, pair.Row.Action,
            pair.Row.EntityKind, pair.Row.EntityId, pair.Row.MerchantId,
            pair.Row.FromStatus, pair.Row.ToStatus, pair.Row.Reason, Changes = Parsed(pair.Row.Changes), RequestId = pair.Row.Cause,
            pair.Row.Address,
            pair.Seal.Sequence, PreviousHash = previous.GetValueOrDefault(pair.Seal.Sequence - 1, AuditChain.Genesis), pair.Seal.Hash,
            HeadKeyId = heads.GetValueOrDefault(pair.Seal.Sequence)?.KeyId,
            HeadSignature = heads.GetValueOrDefault(pair.Seal.Sequence)?.Signature,
        });
    }

    // A receiver's address may carry its own key in the query or before the host.
    private static string? WithoutSecrets(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : null;

    private static JsonElement? Parsed(string? json) => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<JsonElement>(json);
}

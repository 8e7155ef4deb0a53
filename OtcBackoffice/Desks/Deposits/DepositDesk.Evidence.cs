using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <content>What the proof bears out, and who checked it.</content>
public sealed partial class DepositDesk
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>
    /// Ticks a field of the present proof as checked, or takes the tick back. A field that the proof contradicts can only be
    /// accepted by treasury or an admin, with a reason that stays in the record.
    /// </summary>
    public Task<Result<EvidenceView>> TickAsync(TickEvidence command, CancellationToken cancellation) =>
        Transaction.RunAsync<EvidenceView>(new DeskCommand(Permission.DepositDecide), async (work, token) =>
        {
            if (await LoadAsync(work, command.Id, token) is not { } deposit)
            {
                return DomainError.Missing("deposit");
            }
            if (deposit.EvidenceFault(work.Actor, work.Now) is { } fault)
            {
                return fault;
            }
            if (!Names.TryParse<EvidenceField>(command.Field, out var field))
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "field",
                    $"field must be one of {string.Join(", ", Enum.GetValues<EvidenceField>().Select(Names.Snake))}.");
            }
            if (await DepositEvidence.ReadAsync(work.Db, deposit, token) is not { } evidence)
            {
                return new DomainError(ErrorCode.ProofMissing, $"{deposit.HumanId} has no proof to check.");
            }
            if (command.ProofVersion is { } seen && seen != evidence.ProofVersion)
            {
                return new DomainError(ErrorCode.ConcurrentChange,
                    $"{deposit.HumanId} has another proof now, version {evidence.ProofVersion}; nothing was ticked. Look at it first.");
            }
            var line = evidence.Fields.Single(one => one.Finding.Field == field);
            if (TickFault(work.Actor, line.Finding, command) is { } refused)
            {
                return refused;
            }
            return command.IsChecked == line.Tick is not null ? evidence
                : await WriteTickAsync(work, deposit, evidence, line, command, token);
        }, cancellation);

    // Reading a proof takes milliseconds, so it is done before the writer is asked: the words of a file never change. Who may
    // not look gets nothing here; the transaction refuses them, and the refusal stands in the record.
    private async Task<LookedProof?> LookAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.DepositDecide, cancellation);
        if (!opened.IsSuccess)
        {
            return null;
        }
        await using var reading = opened.Value;
        return await DepositEvidence.LookAsync(reading, id, cancellation);
    }

    private static DomainError? TickFault(ActorStanding actor, EvidenceFinding finding, TickEvidence command)
    {
        if (!command.IsChecked)
        {
            return null;
        }
        if (finding.Outcome == EvidenceOutcome.NotDeclared)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "field", "The merchant declared nothing there.");
        }
        if (finding.Outcome != EvidenceOutcome.Differs)
        {
            return null;
        }
        if (!actor.Is(Role.Treasury) && !actor.Is(Role.Admin))
        {
            return new DomainError(ErrorCode.ProofDiffers,
                $"The proof contradicts the declaration ({finding.How}); only treasury or an admin may accept that.") { Field = "field" };
        }
        return command.Reason?.Trim() is { Length: > 0 and <= ReasonLengthMax } ? null
            : DomainError.Of(ErrorCode.InvalidRequest, "reason",
                $"reason must have 1 to {ReasonLengthMax} characters, because the proof contradicts the declaration.");
    }

    private static async Task<EvidenceView> WriteTickAsync(DeskWork work, Deposit deposit, EvidenceView evidence, EvidenceLine line,
        TickEvidence command, CancellationToken cancellation)
    {
        var name = Names.Snake(line.Finding.Field);
        var reason = command.IsChecked && line.Finding.Outcome == EvidenceOutcome.Differs ? command.Reason?.Trim() : null;
        var tick = command.IsChecked ? new EvidenceTick(work.Actor.PersonId, work.Actor.DisplayName, work.Now, reason) : null;
        if (tick is not null)
        {
            work.Db.DepositTicks.Add(new DepositTickRow
            {
                FileId = evidence.FileId,
                Field = name,
                DepositId = deposit.Id,
                PersonId = tick.PersonId,
                PersonName = tick.PersonName,
                Reason = reason,
                AtUtc = tick.AtUtc,
            });
        }
        else
        {
            work.Db.DepositTicks.Remove(
                await work.Db.DepositTicks.SingleAsync(row => row.FileId == evidence.FileId && row.Field == name, cancellation));
        }
        RecordTrail.Record(work, deposit, tick is null ? "untick" : reason is null ? "tick" : "accept_difference", deposit.StatusName,
            reason,
            new { Field = name, evidence.ProofVersion });
        return evidence with { Fields = [.. evidence.Fields.Select(one => one == line ? one with { Tick = tick } : one)] };
    }

    // Binds a stored file to its deposit. What was ticked about the version before is no longer ticked, and whoever works on
    // the deposit reads so in its history.
    private static async Task AddProofAsync(DeskWork work, Deposit deposit, StoredProof file, ProofInspection inspection, Guid? earlier,
        CancellationToken cancellation)
    {
        var fileId = deposit.ProofFileId!.Value;
        var version = await work.Db.DepositProofs.CountAsync(row => row.DepositId == deposit.Id, cancellation) + 1;
        work.Db.DepositProofs.Add(new DepositProofRow
        {
            FileId = fileId,
            DepositId = deposit.Id,
            ProofVersion = version,
            FileName = deposit.ProofFileName!,
            SizeBytes = file.SizeBytes,
            Sha256 = file.Sha256,
            PageCount = inspection.PageCount,
            CheckedBy = inspection.CheckedBy,
            UploadedBy = work.Actor.PersonId,
            UploadedAtUtc = work.Now,
        });
        if (inspection.Text is { } text)
        {
            work.Db.DepositProofTexts.Add(new DepositProofTextRow
            {
                FileId = fileId, DepositId = deposit.Id, IsWhole = text.IsWhole, WordCount = text.Words.Count,
                Words = DepositEvidence.Pack(text),
            });
        }
        if (earlier is { } before && deposit.Status == DepositStatus.Pending)
        {
            var ticked = await work.Db.DepositTicks.Where(row => row.FileId == before).Select(row => row.Field).ToListAsync(cancellation);
            var lost = ticked.Count == 0 ? "Nothing had been ticked."
                : $"No longer ticked: {string.Join(", ", ticked.Order(StringComparer.Ordinal).Select(field => field.Replace('_', ' ')))}.";
            RecordTrail.Record(work, deposit, "renew_proof", deposit.StatusName,
                $"Version {version} of the proof came after it was handed in. {lost}");
        }
    }

    // A replay was held to the proof when its maker asked, and nothing has changed since.
    private static Dictionary<string, object?>? Agreed(DeskWork work, ConfirmDeposit command, EvidenceView? evidence)
    {
        var said = new Dictionary<string, object?>();
        if (work.Replaying is { } replayed)
        {
            (said["approval_id"], said["approved_by"]) = (replayed.ApprovalId, replayed.CheckerId);
        }
        else if (!command.ProofMustAgree)
        {
            said["proof_check"] = "not_asked_for";
        }
        if (command.RepeatedSeen)
        {
            said["repeated_seen"] = true;
        }
        if (command.ProofSeen)
        {
            said["proof_seen"] = true;
        }
        if (command.ProofMustAgree && evidence is { Unticked.Count: > 0 })
        {
            (said["unticked"], said["proof_version"]) = (evidence.Unticked.Select(Names.Snake), evidence.ProofVersion);
        }
        return said.Count == 0 ? null : said;
    }
}

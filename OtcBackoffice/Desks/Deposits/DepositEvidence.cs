using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Evidence;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Keeps the words of proofs, and holds them against what their deposits declare now.</summary>
internal static class DepositEvidence
{
    /// <summary>The evidence of the proof that the deposit has now, or null when it has no file.</summary>
    public static async Task<EvidenceView?> ReadAsync(BackofficeDbContext db, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.ProofFileId is not { } file)
        {
            return null;
        }
        var version = await db.DepositProofs.Where(row => row.FileId == file).Select(row => row.ProofVersion).FirstOrDefaultAsync(cancellation);
        var text = await db.DepositProofTexts.AsNoTracking().FirstOrDefaultAsync(row => row.FileId == file, cancellation);
        var ticks = await db.DepositTicks.AsNoTracking().Where(row => row.FileId == file).ToListAsync(cancellation);
        return Build(deposit, file, version, text is null ? null : Unpack(text.Words, text.IsWhole), ticks);
    }

    /// <summary>The same inside a command, by prepared statements, because every confirmation comes through here.</summary>
    public static async Task<EvidenceView?> ReadAsync(DeskWork work, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.ProofFileId is not { } file)
        {
            return null;
        }
        var texts = await work.Session.ReadAsync(
            "SELECT p.proof_version, t.words, t.is_whole FROM otc_deposit_proofs p LEFT JOIN otc_deposit_proof_texts t ON t.file_id = p.file_id WHERE p.file_id = @p0",
            row => (Version: row.GetInt32(0), Text: row.IsDBNull(1) ? null : Unpack(row.GetFieldValue<byte[]>(1), row.GetBoolean(2))), cancellation, file);
        var ticks = await work.Session.ReadAsync(
            "SELECT field, person_id, person_name, reason FROM otc_deposit_ticks WHERE file_id = @p0",
            row => new DepositTickRow { Field = row.GetString(0), PersonId = row.GetGuid(1), PersonName = row.GetString(2), Reason = row.IsDBNull(3) ? null : row.GetString(3) }, cancellation, file);
        return texts.Count == 0 ? null : Build(deposit, file, texts[0].Version, texts[0].Text, ticks);
    }

    /// <summary>Packs words for the database: a line for each, compressed; a few kilobytes for a bank's advice.</summary>
    public static byte[] Pack(ProofText text)
    {
        var lines = new StringBuilder();
        foreach (var (word, box) in text.Words)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{box.Page} {box.Left} {box.Top} {box.Right} {box.Bottom} {word}\n");
        }
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        }
        return packed.ToArray();
    }

    /// <summary>What <see cref="Pack"/> packed.</summary>
    public static ProofText Unpack(byte[] packed, bool isWhole)
    {
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress), Encoding.UTF8);
        var words = new List<ProofWord>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ', 6);
            words.Add(new ProofWord(parts[5], new ProofBox(Number(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4]))));
        }
        return new ProofText(words, isWhole);
    }

    private static EvidenceView Build(Deposit deposit, Guid file, int version, ProofText? text, List<DepositTickRow> ticks)
    {
        var facts = new DeclaredFacts(
            deposit.DeclaredMinor ?? deposit.FiatAmountMinor, deposit.FiatScale, deposit.FiatCurrency, deposit.PaymentReference, deposit.TransferDate,
            deposit.SenderAccountName, deposit.SenderBankName);
        return new EvidenceView
        {
            FileId = file,
            ProofVersion = version,
            HasText = text is { Words.Count: > 0 },
            Fields =
            [
                .. ProofEvidence.Check(facts, text).Select(finding => new EvidenceLine(finding, ticks.Find(tick => tick.Field == Names.Snake(finding.Field)) is { } tick
                    ? new EvidenceTick(tick.PersonId, tick.PersonName, tick.AtUtc, tick.Reason) : null)),
            ],
        };
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}

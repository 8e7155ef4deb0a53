using System.Data.Common;
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
    private const string TextSql =
        "SELECT p.proof_version, t.words, t.is_whole FROM otc_deposit_proofs p LEFT JOIN otc_deposit_proof_texts t ON t.file_id = "
            + "p.file_id WHERE p.file_id = @p0";

    /// <summary>The evidence of the proof that the deposit has now, or null when it has no file.</summary>
    public static async Task<EvidenceView?> ReadAsync(BackofficeDbContext db, Deposit deposit, CancellationToken cancellation)
    {
        if (deposit.ProofFileId is not { } file)
        {
            return null;
        }
        var version = await db.DepositProofs.Where(row => row.FileId == file).Select(row => row.ProofVersion)
            .FirstOrDefaultAsync(cancellation);
        var text = await db.DepositProofTexts.AsNoTracking().FirstOrDefaultAsync(row => row.FileId == file, cancellation);
        var ticks = await db.DepositTicks.AsNoTracking().Where(row => row.FileId == file).ToListAsync(cancellation);
        return Build(Look(deposit, file, version, text is null ? null : Unpack(text.Words, text.IsWhole)), ticks);
    }

    /// <summary>Reads the proof of a deposit and holds it against the declaration; null when there is no proof, or no such
    /// deposit.</summary>
    public static async Task<LookedProof?> LookAsync(DeskReading reading, Guid id, CancellationToken cancellation)
    {
        var prepared = PreparedEntity<Deposit>.Of(reading.Rows.Model);
        return await reading.Rows.ReadAsync(prepared.SelectSql, prepared.Read, cancellation, id) is [{ ProofFileId: { } file } deposit]
            && await reading.Rows.ReadAsync(TextSql, Text, cancellation, file) is [var text]
                ? Look(deposit, file, text.Version, text.Words) : null;
    }

    /// <summary>
    /// The evidence inside a command: what was looked at before holds as long as neither the file nor the declaration is
    /// another by now; only the ticks are read anew.
    /// </summary>
    public static async Task<EvidenceView?> ReadAsync(DeskWork work, Deposit deposit, LookedProof? looked, CancellationToken cancellation)
    {
        if (deposit.ProofFileId is not { } file)
        {
            return null;
        }
        if (looked is null || looked.FileId != file || looked.Facts != FactsOf(deposit))
        {
            var texts = await work.Session.ReadAsync(TextSql, Text, cancellation, file);
            looked = texts is [var text] ? Look(deposit, file, text.Version, text.Words) : null;
        }
        if (looked is null)
        {
            return null;
        }
        var ticks = await work.Session.ReadAsync(
            "SELECT field, person_id, person_name, reason FROM otc_deposit_ticks WHERE file_id = @p0",
            row => new DepositTickRow { Field = row.GetString(0), PersonId = row.GetGuid(1), PersonName = row.GetString(2),
                Reason = row.IsDBNull(3) ? null : row.GetString(3) }, cancellation, file);
        return Build(looked, ticks);
    }

    // Behind the page of a word: whether a person sees it. A first line that is no word tells of the whole document.
    private const string Sights = " hld";
    private const char Head = '#';

    /// <summary>Packs words for the database: a line for each, compressed; a few kilobytes for a bank's advice.</summary>
    public static byte[] Pack(ProofText text)
    {
        var lines = new StringBuilder();
        lines.Append(CultureInfo.InvariantCulture, $"{Head} {text.PageCount} {text.PagesRead} {(text.HasOwnerPassword ? 1 : 0)}\n");
        foreach (var (word, box, sight) in text.Words)
        {
            var seen = sight == ProofSight.Seen ? "" : Sights[(int)sight].ToString();
            lines.Append(CultureInfo.InvariantCulture, $"{box.Page}{seen} {box.Left} {box.Top} {box.Right} {box.Bottom} {word}\n");
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
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress),
            Encoding.UTF8);
        var text = new ProofText([], isWhole);
        var words = new List<ProofWord>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ', 6);
            if (line[0] == Head)
            {
                text = text with { PageCount = Number(parts[1]), PagesRead = Number(parts[2]), HasOwnerPassword = parts[3] == "1" };
                continue;
            }
            var sight = Math.Max(0, Sights.IndexOf(parts[0][^1], StringComparison.Ordinal));
            var page = sight == 0 ? parts[0] : parts[0][..^1];
            words.Add(new ProofWord(parts[5], new ProofBox(Number(page), Number(parts[1]), Number(parts[2]), Number(parts[3]),
                Number(parts[4])), (ProofSight)sight));
        }
        return text with { Words = words };
    }

    private static LookedProof Look(Deposit deposit, Guid file, int version, ProofText? text)
    {
        var facts = FactsOf(deposit);
        return new LookedProof(file, version, text?.Words.Any(word => word.Sight == ProofSight.Seen) == true, facts,
            ProofEvidence.Check(facts, text), ProofFlag.Of(text));
    }

    internal static DeclaredFacts FactsOf(Deposit deposit) => new(
        deposit.DeclaredMinor ?? deposit.FiatAmountMinor, deposit.FiatScale, deposit.FiatCurrency, deposit.PaymentReference,
        deposit.TransferDate,
        deposit.SenderAccountName, deposit.SenderBankName);

    private static (int Version, ProofText? Words) Text(DbDataReader row) =>
        (row.GetInt32(0), row.IsDBNull(1) ? null : Unpack(row.GetFieldValue<byte[]>(1), row.GetBoolean(2)));

    private static EvidenceView Build(LookedProof looked, List<DepositTickRow> ticks) => new()
    {
        FileId = looked.FileId,
        ProofVersion = looked.ProofVersion,
        HasText = looked.HasText,
        Flags = looked.Flags,
        Fields =
        [
            .. looked.Findings.Select(finding =>
                new EvidenceLine(finding, ticks.Find(tick => tick.Field == Names.Snake(finding.Field)) is { } tick
                ? new EvidenceTick(tick.PersonId, tick.PersonName, tick.AtUtc, tick.Reason) : null)),
        ],
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}

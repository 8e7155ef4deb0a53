using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>A proof that is open for reading.</summary>
public sealed record OpenProof(Stream Content, string FileName, long SizeBytes, string Sha256);

/// <summary>
/// Opens proofs for those who may see them, and writes every view into the audit record. The documented "Auth: None today"
/// is a hole; it is open only with the explicit compatibility switch (contracts, section 2, row 42).
/// </summary>
public sealed class ProofQueries(
    DeskTransaction transaction, DeskGate gate, IDbContextFactory<BackofficeDbContext> contexts, IProofStore store, DeskSettings settings,
    IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a signed link works.</summary>
    public const int LinkLifetimeSeconds = 300;

    private readonly IDataProtector _protector = protection.CreateProtector("otc-deposits-proof.v1");

    /// <summary>Opens a proof for the signed-in actor; foreign and missing ones answer alike.</summary>
    public async Task<Result<OpenProof>> OpenAsync(Guid depositId, Guid fileId, CancellationToken cancellation)
    {
        if (settings.ProofsArePublic)
        {
            return await ReadAsync(depositId, fileId, cancellation);
        }
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        Guid? merchant;
        await using (var reading = opened.Value)
        {
            merchant = await reading.Db.Deposits.Where(row => row.Id == depositId).Select(row => (Guid?)row.MerchantId)
                .FirstOrDefaultAsync(cancellation);
            if (merchant is null || !(reading.Actor.May(Permission.DepositReadAll) || reading.Actor.MerchantId == merchant))
            {
                return DomainError.Missing("proof");
            }
        }
        var proof = await ReadAsync(depositId, fileId, cancellation);
        if (proof.IsSuccess)
        {
            await transaction.RunAsync<Unit>(new DeskCommand(null), (work, _) =>
            {
                work.Audit(new AuditNote("proof.view", "deposit", depositId) { MerchantId = merchant, Changes = new { FileId = fileId } });
                return Task.FromResult<Result<Unit>>(Unit.Done);
            }, cancellation);
        }
        return proof;
    }

    /// <summary>Opens a proof by a short-lived signed link.</summary>
    public async Task<Result<OpenProof>> OpenSignedAsync(Guid depositId, Guid fileId, string? expires, string? signature,
        CancellationToken cancellation)
    {
        var isAlive = long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var unixSeconds)
            && DateTimeOffset.FromUnixTimeSeconds(Math.Min(unixSeconds, 253_402_300_799)) > clock.GetUtcNow();
        if (!isAlive || signature is null || !Matches(depositId, fileId, expires!, signature))
        {
            return new DomainError(ErrorCode.Unauthenticated, "The link has expired or was changed.");
        }
        return await ReadAsync(depositId, fileId, cancellation);
    }

    /// <summary>Makes a short-lived link that works without a session, for an iframe or a new tab of a merchant's own site.</summary>
    public string SignLink(Guid depositId, Guid fileId)
    {
        var expires = clock.GetUtcNow().AddSeconds(LinkLifetimeSeconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Uri.EscapeDataString(_protector.Protect(Signed(depositId, fileId, expires)));
        return $"/otc-deposits-proof/{depositId}/{fileId}.pdf?exp={expires}&sig={signature}";
    }

    private bool Matches(Guid depositId, Guid fileId, string expires, string signature)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(_protector.Unprotect(signature)), Encoding.UTF8.GetBytes(Signed(depositId, fileId, expires)));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Signed(Guid depositId, Guid fileId, string expires) => $"{depositId}/{fileId}/{expires}";

    private async Task<Result<OpenProof>> ReadAsync(Guid depositId, Guid fileId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await db.DepositProofs.AsNoTracking()
            .FirstOrDefaultAsync(proof => proof.FileId == fileId && proof.DepositId == depositId, cancellation);
        var content = row is null ? null : await store.OpenAsync(depositId, fileId, row.Sha256, cancellation);
        return content is null ? DomainError.Missing("proof") : new OpenProof(content, row!.FileName, row.SizeBytes, row.Sha256);
    }
}

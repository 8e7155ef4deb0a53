using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Identity;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;

namespace OtcBackoffice.Desks.People;

/// <summary>Seeds of authenticators and recovery codes: kept encrypted and hashed, and each code spent once.</summary>
public sealed class SecondFactors(IDataProtectionProvider protection)
{
    /// <summary>How many recovery codes a person gets.</summary>
    public const int RecoveryCodeCount = 10;

    private const int RecoveryBytes = 10;
    private readonly IDataProtector _protector = protection.CreateProtector(PersonWrites.Seeds);

    /// <summary>A new seed as it is stored.</summary>
    internal string NewSeed() => Convert.ToBase64String(_protector.Protect(RandomNumberGenerator.GetBytes(Totp.SecretBytes)));

    /// <summary>A stored seed as its owner types it into an application.</summary>
    internal string KeyOf(string stored) => Totp.ToText(Open(stored));

    /// <summary>Spends a code of the authenticator, or says that it is none.</summary>
    internal bool SpendTotp(BackofficeUser user, string code, DateTime now)
    {
        if (user.TotpSecret is null || Totp.Match(Open(user.TotpSecret), code, now, user.TotpLastStep) is not { } step)
        {
            return false;
        }
        user.TotpLastStep = step;
        return true;
    }

    /// <summary>Spends a recovery code, or says that it is none.</summary>
    internal static async Task<bool> SpendRecoveryAsync(DeskWork work, Guid userId, string code, CancellationToken cancellation)
    {
        var hash = PersonWrites.Hash(Plain(code));
        var found = await work.Db.RecoveryCodes.FirstOrDefaultAsync(row => row.UserId == userId && row.CodeSha256 == hash
            && row.UsedAtUtc == null, cancellation);
        if (found is null)
        {
            return false;
        }
        found.UsedAtUtc = work.Now;
        return true;
    }

    /// <summary>Replaces the recovery codes of a person; the answer is the only place where they can be read.</summary>
    internal static async Task<RecoveryCodes> ReplaceRecoveryAsync(DeskWork work, Guid userId, CancellationToken cancellation)
    {
        work.Db.RecoveryCodes.RemoveRange(await work.Db.RecoveryCodes.Where(row => row.UserId == userId).ToListAsync(cancellation));
        var codes = Enumerable.Range(0, RecoveryCodeCount).Select(_ => Totp.ToText(RandomNumberGenerator.GetBytes(RecoveryBytes))).ToList();
        work.Db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode
        {
            Id = work.NewId(),
            UserId = userId,
            CodeSha256 = PersonWrites.Hash(code),
            CreatedAtUtc = work.Now,
        }));
        return new RecoveryCodes(codes.ConvertAll(code => string.Join('-', code.Chunk(4).Select(part => new string(part)))));
    }

    private static string Plain(string code) =>
        code.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    private byte[] Open(string stored) => _protector.Unprotect(Convert.FromBase64String(stored));
}

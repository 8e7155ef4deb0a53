using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.People;

/// <summary>A treasury wallet that a person signs for, and who would be left.</summary>
public sealed record SignersLeftView(Guid WalletId, string Name, string Network, int Threshold, int SignersLeft);

/// <summary>What would follow if a person were disabled.</summary>
/// <param name="SignersLeft">The wallets that the person signs for.</param>
/// <param name="OpenProposals">Proposals that wait for signatures of those wallets.</param>
/// <param name="OpenClaims">Records that the person holds.</param>
/// <param name="Credentials">Tokens of the person that would stop working.</param>
public sealed record DisablingView(IReadOnlyList<SignersLeftView> SignersLeft, int OpenProposals, int OpenClaims, int Credentials);

/// <content>What follows from disabling somebody, before anybody does it.</content>
public sealed partial class PeopleDesk
{
    /// <summary>What would follow if the person were disabled now.</summary>
    public async Task<Result<DisablingView>> DisablingAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.PersonEdit, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var db = reading.Db;
        if (!await db.Users.AnyAsync(user => user.Id == id, cancellation))
        {
            return DomainError.Missing("user");
        }
        var active = (await db.Users.Where(user => !user.IsDisabled && user.Id != id).Select(user => user.Id).ToListAsync(cancellation))
            .ToHashSet();
        var wallets = (await db.TreasuryWallets.Include(wallet => wallet.Signers).Where(wallet => wallet.IsActive)
            .OrderBy(wallet => wallet.Network).ThenBy(wallet => wallet.Id).ToListAsync(cancellation))
            .Where(wallet => wallet.Signers.Any(signer => signer.PersonId == id)).ToList();
        var ids = wallets.ConvertAll(wallet => wallet.Id);
        var proposals = await db.Proposals.CountAsync(proposal => ids.Contains(proposal.TreasuryWalletId)
            && proposal.Status == ProposalStatus.Open, cancellation);
        var now = clock.UtcNowMillis();
        var claims = await db.Deposits.CountAsync(row => row.AssigneeUserId == id && row.ClaimExpiresAtUtc > now, cancellation)
            + await db.Withdrawals.CountAsync(row => row.AssigneeUserId == id && row.ClaimExpiresAtUtc > now, cancellation);
        var credentials = await db.ApiCredentials.CountAsync(row => row.OwnerUserId == id && row.RevokedAtUtc == null
            && (row.ExpiresAtUtc == null || row.ExpiresAtUtc > now), cancellation);
        return new DisablingView(
            wallets.ConvertAll(wallet =>
            new SignersLeftView(wallet.Id, wallet.Name, wallet.Network, wallet.Threshold,
            wallet.Signers.Count(signer => active.Contains(signer.PersonId)))), proposals, claims, credentials);
    }
}

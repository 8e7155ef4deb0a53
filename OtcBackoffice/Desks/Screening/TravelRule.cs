using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Screening;

/// <summary>How the desk keeps the travel rule.</summary>
/// <param name="Originator">The desk itself, as it is named in its transfers.</param>
/// <param name="Thresholds">From which value on.</param>
public sealed record TravelSettings(TravelPerson Originator, TravelThresholds Thresholds);

/// <summary>What travels with the transfer of a deposit.</summary>
/// <param name="Originator">The desk.</param>
/// <param name="Beneficiary">Who owns the wallet: the merchant, unless the wallet names somebody else.</param>
/// <param name="BeneficiaryAddress">Where it goes; null until a wallet was chosen.</param>
/// <param name="IsRequired">Whether a transfer of this value must carry it.</param>
/// <param name="Missing">What it lacks, as <c>beneficiary.town</c>.</param>
public sealed record TravelView(TravelPerson Originator, TravelPerson Beneficiary, string? BeneficiaryAddress, bool IsRequired,
    IReadOnlyList<string> Missing);

/// <summary>
/// Originator and beneficiary of a transfer (issue 14, point 10). What is known of merchants and owners of wallets is sealed before it
/// reaches a table, so it stands in no log of the database either.
/// </summary>
public sealed class TravelRule(TravelSettings settings, IDataProtectionProvider protection)
{
    private const string Purpose = "OtcBackoffice.TravelRule.Party.v1";

    private readonly IDataProtector _seal = protection.CreateProtector(Purpose);

    /// <summary>Seals a party.</summary>
    public string Seal(TravelPerson party) => _seal.Protect(JsonSerializer.Serialize(party, DeskJson.Options));

    /// <summary>Reads a sealed party.</summary>
    public TravelPerson Open(string sealedParty) =>
        JsonSerializer.Deserialize<TravelPerson>(_seal.Unprotect(sealedParty), DeskJson.Options)!;

    /// <summary>Why the payment of a deposit must wait, or null.</summary>
    internal async Task<DomainError?> FaultAsync(DeskWork work, Deposit deposit, CancellationToken cancellation)
    {
        var view = await OfAsync(work.Db, deposit, cancellation);
        return !view.IsRequired || view.Missing.Count == 0 ? null : new DomainError(ErrorCode.TravelRuleIncomplete,
            $"{deposit.HumanId} waits: a transfer of this value must say who sends and who receives it, and "
                + $"{string.Join(", ", view.Missing)} is missing.")
        {
            Facts = new Dictionary<string, string> { ["missing"] = string.Join(",", view.Missing) },
        };
    }

    /// <summary>What travels with the transfer of a deposit.</summary>
    internal async Task<TravelView> OfAsync(BackofficeDbContext db, Deposit deposit, CancellationToken cancellation)
    {
        var owner = deposit.ToWalletId is { } wallet
            ? await db.WalletOwners.AsNoTracking().Where(row => row.WalletId == wallet).Select(row => row.Sealed)
            .FirstOrDefaultAsync(cancellation) : null;
        var holder = deposit.ToWalletId is { } id
            ? await db.Wallets.AsNoTracking().Where(row => row.Id == id).Select(row => (Guid?)row.MerchantId)
            .FirstOrDefaultAsync(cancellation) ?? deposit.MerchantId
            : deposit.MerchantId;
        var beneficiary = owner is not null ? Open(owner) : await MerchantAsync(db, holder, cancellation);
        var isRequired = settings.Thresholds.Applies(deposit.NotionalUsdCents(), beneficiary.Country);
        var missing = settings.Originator.Missing("originator").Concat(beneficiary.Missing("beneficiary")).ToList();
        return new TravelView(settings.Originator, beneficiary, deposit.CreditedToAddress, isRequired, missing);
    }

    /// <summary>Who a merchant is; a sub-vendor of whom nothing is known has its name alone.</summary>
    internal async Task<TravelPerson> MerchantAsync(BackofficeDbContext db, Guid merchantId, CancellationToken cancellation)
    {
        var known = await db.TravelParties.AsNoTracking().Where(row => row.MerchantId == merchantId).Select(row => row.Sealed)
            .FirstOrDefaultAsync(cancellation);
        return known is not null ? Open(known)
            : new TravelPerson { Name = await db.Merchants.Where(row => row.Id == merchantId).Select(row => row.Name)
                .FirstOrDefaultAsync(cancellation) };
    }
}

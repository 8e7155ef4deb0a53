using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Desks.Screening;

/// <summary>What is known of merchants and owners of wallets for the travel rule, and what travels with a deposit's transfer.</summary>
public sealed class TravelDesk(DeskTransaction transaction, DeskGate gate, TravelRule rule)
{
    /// <summary>What travels with the transfer of a deposit; for those who decide about deposits.</summary>
    public async Task<Result<TravelView>> OfDepositAsync(Guid depositId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ScreeningRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.Deposits.FirstOrDefaultAsync(row => row.Id == depositId, cancellation) is { } deposit
            ? await rule.OfAsync(reading.Db, deposit, cancellation) : DomainError.Missing("deposit");
    }

    /// <summary>Who a merchant is.</summary>
    public async Task<Result<TravelPerson>> OfMerchantAsync(Guid merchantId, CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.ScreeningRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await reading.Db.Merchants.AnyAsync(row => row.Id == merchantId, cancellation)
            ? await rule.MerchantAsync(reading.Db, merchantId, cancellation) : DomainError.Missing("merchant");
    }

    /// <summary>Says who a merchant is.</summary>
    public Task<Result<TravelPerson>> SetMerchantAsync(Guid merchantId, TravelPerson party, CancellationToken cancellation) =>
        transaction.RunAsync<TravelPerson>(new DeskCommand(Permission.MerchantEdit), async (work, token) =>
        {
            if (!await work.Db.Merchants.AnyAsync(row => row.Id == merchantId, token))
            {
                return DomainError.Missing("merchant");
            }
            if (TravelBook.Checked(party).Failed(out var wrong))
            {
                return wrong;
            }
            await TravelBook.KeepAsync(work, rule, merchantId, TravelBook.Checked(party).Value, token);
            // What was said stands sealed in its own table; the audit record says only that it was.
            work.Audit(new AuditNote("merchant.travel_party", "merchant", merchantId) { MerchantId = merchantId });
            return TravelBook.Checked(party).Value;
        }, cancellation);
}

/// <summary>Keeps what is known of parties; the desks of merchants and of the demo write through it.</summary>
internal static class TravelBook
{
    private const int TextLengthMax = 200, CountryLength = 2;

    /// <summary>Keeps what is known of a merchant.</summary>
    public static async Task KeepAsync(DeskWork work, TravelRule rule, Guid merchantId, TravelPerson party, CancellationToken cancellation)
    {
        var row = await work.Db.TravelParties.FirstOrDefaultAsync(one => one.MerchantId == merchantId, cancellation);
        if (row is null)
        {
            row = new TravelParty { MerchantId = merchantId };
            work.Db.TravelParties.Add(row);
        }
        (row.Sealed, row.UpdatedAtUtc, row.UpdatedBy, row.Version) = (rule.Seal(party), work.Now, work.Actor.PersonId, row.Version + 1);
    }

    /// <summary>Keeps who owns a wallet.</summary>
    public static async Task<DomainError?> KeepOwnerAsync(DeskWork work, TravelRule rule, Guid walletId, TravelPerson owner,
        CancellationToken cancellation)
    {
        if (Checked(owner).Failed(out var wrong))
        {
            return wrong with { Field = "owner", Message = "owner: " + wrong.Message };
        }
        var row = await work.Db.WalletOwners.FirstOrDefaultAsync(one => one.WalletId == walletId, cancellation);
        if (row is null)
        {
            row = new WalletOwner { WalletId = walletId };
            work.Db.WalletOwners.Add(row);
        }
        (row.Sealed, row.UpdatedAtUtc) = (rule.Seal(Checked(owner).Value), work.Now);
        return null;
    }

    /// <summary>A party as it can be kept, or what is wrong with it.</summary>
    public static Result<TravelPerson> Checked(TravelPerson party)
    {
        ArgumentNullException.ThrowIfNull(party);
        var cut = party with
        {
            Name = Cut(party.Name), Address = Cut(party.Address), Town = Cut(party.Town), Country = Cut(party.Country)?.ToUpperInvariant(),
            Identifier = Cut(party.Identifier),
        };
        var texts = new[] { ("name", cut.Name), ("address", cut.Address), ("town", cut.Town), ("identifier", cut.Identifier) };
        foreach (var (field, text) in texts)
        {
            if (text?.Length > TextLengthMax)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} may have {TextLengthMax} characters at most.");
            }
        }
        return cut.Country is { } country && (country.Length != CountryLength || !country.All(char.IsAsciiLetterUpper))
            ? DomainError.Of(ErrorCode.InvalidRequest, "country", "country must be two letters, such as KE.") : cut;
    }

    private static string? Cut(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

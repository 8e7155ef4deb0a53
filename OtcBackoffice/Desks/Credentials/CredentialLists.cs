using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Credentials;

/// <summary>How the lists of credentials and of banned addresses are ordered, cut and shown.</summary>
internal static class CredentialLists
{
    private static readonly string[] States = ["active", "expired", "revoked"], BanStates = ["banned", "over", "lifted"],
        Surfaces = [.. Enum.GetValues<CredentialSurface>().Select(Names.Snake)];

    public static readonly ListShape<ApiCredential, CredentialView> Credentials =
        ListShape<ApiCredential, CredentialView>.By("-created_at", row => row.Id)
        .Column("name", "Name", row => row.Name, row => row.Name.ToLower())
        .Show("owner", "Owner", row => row.OwnerName, isSpare: true)
        .Column("key_id", "Key", row => row.KeyId, row => row.KeyId, isSpare: true)
        .Column("surface", "Opens", row => Names.Snake(row.Surface), row => row.Surface)
        .Show("scopes", "May do", row => string.Join(' ', row.Scopes))
        .Show("from", "From", row => string.Join(' ', row.IpAllowList))
        .Column("last_used_at", "Last used", row => Time(row.LastUsedAtUtc), row => row.LastUsedAtUtc)
        .Show("last_address_range", "Last used from", row => row.LastAddressRange, isSpare: true)
        .Show("prefix", "Begins with", row => row.Prefix, isSpare: true)
        .Column("expires_at", "Ends", row => Time(row.ExpiresAtUtc), row => row.ExpiresAtUtc)
        .ColumnAt<int>("state", "State", row => row.Status, at => row => row.RevokedAtUtc != null ? 2 : row.ExpiresAtUtc <= at.Now ? 1 : 0)
        .Column("created_at", "Issued", row => Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Show("created_by", "Issued by", row => row.CreatedByName, isSpare: true)
        .Find("Name or key", (text, _) => row => row.Name.ToLower().Contains(text) || row.KeyId.ToLower().Contains(text))
        .Words("surface", "Opens", Surfaces,
            (name, _) => Names.TryParse<CredentialSurface>(name, out var surface) ? row => row.Surface == surface : row => false)
        .Id("merchant_id", "Merchant (id)", (id, _) => row => row.MerchantId == id)
        .Words("state", "State", States, (state, at) => state switch
        {
            "revoked" => row => row.RevokedAtUtc != null,
            "expired" => row => row.RevokedAtUtc == null && row.ExpiresAtUtc <= at.Now,
            _ => row => row.RevokedAtUtc == null && (row.ExpiresAtUtc == null || row.ExpiresAtUtc > at.Now),
        });

    // Of bans that stand alike, the one that ends last comes first.
    public static readonly ListShape<AddressBan, BanView> Bans =
        new ListShape<AddressBan, BanView>("state", (rows, _) => rows.ThenByDescending(row => row.UntilUtc).ThenBy(row => row.Id))
        .Column("address", "Address", row => row.Address, row => row.Address)
        .Column("level", "In a row", row => ListShape<AddressBan, BanView>.Number(row.Level), row => row.Level, isFigure: true)
        .Column("banned_at", "Since", row => Time(row.BannedAtUtc), row => row.BannedAtUtc)
        .Column("until", "Until", row => Time(row.UntilUtc), row => row.UntilUtc)
        .ColumnAt<int>("state", "State", row => row.State, at => row => row.LiftedAtUtc == null && row.UntilUtc > at.Now ? 0 : 1)
        .Find("Address", (text, _) => row => row.Address.ToLower().Contains(text))
        .Words("state", "State", BanStates, (state, at) => state switch
        {
            "banned" => row => row.LiftedAtUtc == null && row.UntilUtc > at.Now,
            "over" => row => row.LiftedAtUtc == null && row.UntilUtc <= at.Now,
            _ => row => row.LiftedAtUtc != null,
        });

    private static string? Time(DateTime? utc) => ListShape<AddressBan, BanView>.Time(utc);
}

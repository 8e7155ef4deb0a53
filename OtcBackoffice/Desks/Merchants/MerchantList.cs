using OtcBackoffice.Desks.Lists;
using OtcBackoffice.Domain.Merchants;

namespace OtcBackoffice.Desks.Merchants;

/// <summary>How the list of merchants is ordered, cut and shown.</summary>
internal static class MerchantList
{
    private static readonly string[] States = ["active", "inactive"], Kinds = ["master", "sub_vendor"];

    public static readonly ListShape<Merchant, MerchantView> Shape = ListShape<Merchant, MerchantView>.By("name", row => row.Id)
        .Column("name", "Name", row => row.Name, row => row.Name.ToLower())
        .ColumnAt<string?>("parent", "Sub-vendor of", row => row.ParentName,
            at => row => at.Db.Merchants.Where(one => one.Id == row.ParentId).Select(one => one.Name.ToLower()).FirstOrDefault())
        .Column("state", "State", row => row.IsActive ? "active" : "inactive", row => row.IsActive ? 0 : 1)
        .Column("verified", "Verified", row => row.IsVerified ? "yes" : "no", row => row.IsVerified ? 0 : 1, isSpare: true)
        .Column("created_at", "Since", row => ListShape<Merchant, MerchantView>.Time(row.CreatedAtUtc), row => row.CreatedAtUtc)
        .Find("Name", (text, _) => row => row.Name.ToLower().Contains(text))
        .Words("state", "State", States, (state, _) => row => row.IsActive == (state == "active"))
        .Words("kind", "Kind", Kinds, (kind, _) => row => row.ParentId == null == (kind == "master"));
}

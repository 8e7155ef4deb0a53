using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Statements;

namespace OtcBackoffice.Desks.Platform;

/// <summary>What a merchant has of one asset: total is available plus locked plus pending, at every instant.</summary>
public sealed record FundsView(string Asset, string? Network, string Total, string Available, string Locked, string Pending);

/// <summary>The merchant's money as the ledger has it.</summary>
public sealed class FundsQueries(DeskGate gate)
{
    private static readonly AccountFamily[] Available =
        [AccountFamily.MerchantAvailable, AccountFamily.MerchantCustody, AccountFamily.GatewayAvailable];
    private static readonly AccountFamily[] Locked = [AccountFamily.MerchantLocked, AccountFamily.GatewayLocked];
    private static readonly AccountFamily[] Pending = [AccountFamily.Received, AccountFamily.GatewayClearing];

    // One statement, so that no movement between two accounts is seen half.
    private static readonly string Sql =
        "SELECT family, asset, CAST(SUM(credit_minor - debit_minor) AS bigint) FROM ledger_accounts WHERE owner_id = @p0 AND family IN ("
        + string.Join(", ", Available.Concat(Locked).Concat(Pending).Select(family => $"'{Names.Snake(family)}'"))
        + ") GROUP BY family, asset";

    /// <summary>One row per asset that the merchant has or had, by name.</summary>
    public async Task<Result<IReadOnlyList<FundsView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.OrderOwn, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Rows.ReadAsync(Sql, row => (Family: row.GetString(0), Asset: row.GetString(1), Minor: row.GetInt64(2)),
            cancellation, reading.Actor.MerchantId ?? Guid.Empty);
        var views = rows.GroupBy(row => row.Asset).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            long Sum(AccountFamily[] families) =>
                group.Where(row => families.Any(family => Names.Snake(family) == row.Family)).Sum(row => row.Minor);
            var asset = Asset.All.FirstOrDefault(one => one.Code.Text == group.Key);
            string Text(long minor) => DecimalText.Format(minor, asset?.Scale ?? StatementAmount.ScaleOf(group.Key));
            var (available, locked, pending) = (Sum(Available), Sum(Locked), Sum(Pending));
            return new FundsView(asset?.Symbol ?? group.Key, asset?.Network.Code.ToUpperInvariant(), Text(available + locked + pending),
                Text(available), Text(locked), Text(pending));
        });
        return views.ToList();
    }
}

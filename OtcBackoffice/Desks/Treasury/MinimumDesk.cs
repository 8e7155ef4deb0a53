using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Treasury;

/// <summary>What the desk wants to have free of an asset at least.</summary>
public sealed record LiquidityMinimumView(string Network, string Asset, string Minimum, string? SetByName, DateTime SetAtUtc);

/// <summary>The least that shall be free of each asset on each network; below it Home and the liquidity page say so (issue 19, points 6 and
/// 7).</summary>
public sealed class MinimumDesk(DeskTransaction transaction, DeskGate gate)
{
    /// <summary>Every minimum, by network and asset.</summary>
    public async Task<Result<IReadOnlyList<LiquidityMinimumView>>> ListAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(Permission.TreasuryRead, cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var rows = await reading.Db.LiquidityMinimums.ToListAsync(cancellation);
        return rows.ConvertAll(View).OrderBy(row => row.Network, StringComparer.Ordinal).ThenBy(row => row.Asset, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>Sets a minimum; zero takes it away.</summary>
    public Task<Result<LiquidityMinimumView>> SetAsync(string? network, string? asset, string? minimum, CancellationToken cancellation) =>
        transaction.RunAsync<LiquidityMinimumView>(new DeskCommand(Permission.TreasurySign), async (work, token) =>
        {
            if (Asset.Find(asset, network) is not { } known)
            {
                return DomainError.Of(ErrorCode.AssetUnknown, "asset", "asset is not known on that network.");
            }
            if (!DecimalText.TryParse(minimum, known.Scale, out var minor))
            {
                return DomainError.Of(ErrorCode.InvalidAmount, "minimum",
                    $"minimum must be an amount with at most {known.Scale} decimals.");
            }
            var code = known.Code.Text;
            var row = await work.Db.LiquidityMinimums.FirstOrDefaultAsync(one => one.Asset == code, token);
            var before = row?.MinimumMinor ?? 0;
            if (row is null)
            {
                row = new LiquidityMinimum { Asset = code };
                work.Db.LiquidityMinimums.Add(row);
            }
            (row.MinimumMinor, row.SetByName, row.SetAtUtc) = (minor, work.Actor.DisplayName, work.Now);
            var view = View(row);
            if (minor == 0)
            {
                work.Db.LiquidityMinimums.Remove(row);
            }
            work.Audit(new AuditNote("treasury.minimum", "desk", Guid.Empty)
            {
                Changes = new { known.Symbol, Network = known.Network.Code, Before = known.Format(before), After = known.Format(minor) },
            });
            work.Touch(Topics.Liquidity, Guid.Empty);
            return view;
        }, cancellation);

    /// <summary>The minimums in minor units by the asset's code.</summary>
    internal static Task<Dictionary<string, long>> ReadAsync(BackofficeDbContext db, CancellationToken cancellation) =>
        db.LiquidityMinimums.AsNoTracking().ToDictionaryAsync(row => row.Asset, row => row.MinimumMinor, cancellation);

    private static LiquidityMinimumView View(LiquidityMinimum row)
    {
        var asset = Asset.ByCode(row.Asset);
        return new LiquidityMinimumView(asset.Network.Code, asset.Symbol, asset.Format(row.MinimumMinor), row.SetByName, row.SetAtUtc);
    }
}

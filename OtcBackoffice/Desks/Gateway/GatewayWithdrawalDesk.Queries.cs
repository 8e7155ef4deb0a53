using System.Linq.Expressions;
using System.Numerics;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Gateway;
using OtcBackoffice.Domain.Lifecycles;

namespace OtcBackoffice.Desks.Gateway;

/// <content>Reading.</content>
public sealed partial class GatewayWithdrawalDesk
{
    // Amounts of all currencies in one unit, the smallest that any of them has: minor units of two scales are not to be compared.
    private static readonly Expression<Func<GatewayWithdrawal, long>> Amount = AmountInOneUnit();

    /// <summary>One withdrawal of the actor's tenant, or any for staff.</summary>
    public async Task<Result<GatewayWithdrawalView>> GetAsync(Guid id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return await Visible(reading).FirstOrDefaultAsync(row => row.Id == id, cancellation) is { } row ? GatewayWithdrawalView.Of(row)
            : Missing;
    }

    /// <summary>A page of withdrawals: of the actor's tenant, or of all for staff.</summary>
    public async Task<Result<GatewayRows<GatewayWithdrawalView>>> ListAsync(GatewayWithdrawalFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        GatewayWithdrawalStatus? status = null;
        if (filter.Status is { } named && (status = Names.TryParse<GatewayWithdrawalStatus>(named, out var known) ? known : null) is null)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "status",
                $"status must be one of {string.Join(", ", Enum.GetValues<GatewayWithdrawalStatus>().Select(Names.Snake))}.");
        }
        if (FilterFault(filter.Blockchain, filter.Token) is { } unknown)
        {
            return unknown;
        }
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        var assets = AssetsOf(filter.Blockchain, filter.Token);
        var rows = Visible(reading).Where(row => (status == null || row.Status == status) && (assets == null || assets.Contains(row.Asset))
            && (filter.CustomId == null || row.CustomId == filter.CustomId)
            && (filter.FromUtc == null || row.CreatedAtUtc >= filter.FromUtc)
            && (filter.ToUtc == null || row.CreatedAtUtc < filter.ToUtc)
            && (filter.MerchantId == null || row.MerchantId == filter.MerchantId));
        var total = await rows.CountAsync(cancellation);
        var sorted = filter.Sort switch
        {
            "amount" => rows.OrderBy(Amount).ThenBy(row => row.Id),
            "-amount" => rows.OrderByDescending(Amount).ThenByDescending(row => row.Id),
            "created_at" => rows.OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id),
            _ => rows.OrderByDescending(row => row.CreatedAtUtc).ThenByDescending(row => row.Id),
        };
        var found = await sorted.Skip(filter.Page.Offset).Take(filter.Page.Limit).ToListAsync(cancellation);
        var merchants = found.Select(row => row.MerchantId).Distinct().ToList();
        var names = await reading.Db.Merchants.Where(row => merchants.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        return new GatewayRows<GatewayWithdrawalView>(
            found.ConvertAll(row => GatewayWithdrawalView.Of(row) with { MerchantName = names[row.MerchantId] }), total, filter.Page);
    }

    /// <summary>What is wrong with a chain or a ticker that a list is cut by; a name that stands for nothing is said, not answered by an
    /// empty list.</summary>
    internal static DomainError? FilterFault(string? blockchain, string? token)
    {
        if (blockchain is not null && !GatewayCoin.All.Any(coin => Domain.Catalog.Network.Find(blockchain) == coin.Asset.Network))
        {
            return OneOf("blockchain", GatewayCoin.All.Select(coin => coin.Blockchain));
        }
        return token is not null && !GatewayCoin.All.Any(coin => coin.Token.Equals(token, StringComparison.OrdinalIgnoreCase))
            ? OneOf("token", GatewayCoin.All.Select(coin => coin.Token)) : null;
    }

    private static Expression<Func<GatewayWithdrawal, long>> AmountInOneUnit()
    {
        var row = Expression.Parameter(typeof(GatewayWithdrawal), "row");
        var (asset, minor) = (Expression.Property(row, nameof(GatewayWithdrawal.Asset)),
            Expression.Property(row, nameof(GatewayWithdrawal.AmountMinor)));
        var widest = GatewayCoin.All.Max(coin => coin.Asset.Scale);
        Expression amount = minor;
        foreach (var coin in GatewayCoin.All.Where(coin => coin.Asset.Scale < widest))
        {
            var factor = (long)BigInteger.Pow(10, widest - coin.Asset.Scale);
            amount = Expression.Condition(Expression.Equal(asset, Expression.Constant(coin.Asset.Code.Text)),
                Expression.Multiply(minor, Expression.Constant(factor)), amount);
        }
        return Expression.Lambda<Func<GatewayWithdrawal, long>>(amount, row);
    }

    private static DomainError OneOf(string field, IEnumerable<string> names) =>
        DomainError.Of(ErrorCode.InvalidRequest, field, $"{field} must be one of {string.Join(", ", names.Distinct())}.");

    /// <summary>The assets that a chain and a ticker leave; null when neither is named.</summary>
    internal static List<string>? AssetsOf(string? blockchain, string? token) => blockchain is null && token is null ? null :
    [
        .. GatewayCoin.All.Where(coin => (blockchain is null || Domain.Catalog.Network.Find(blockchain) == coin.Asset.Network)
            && (token is null || coin.Token.Equals(token, StringComparison.OrdinalIgnoreCase))).Select(coin => coin.Asset.Code.Text),
    ];

    private async Task<Result<DeskReading>> OpenAsync(CancellationToken cancellation)
    {
        var opened = await gate.OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        if (opened.Value.Actor.May(Permission.GatewayRead) || opened.Value.Actor is { MerchantId: not null }
            && opened.Value.Actor.May(Permission.GatewayOwn))
        {
            return opened;
        }
        await opened.Value.DisposeAsync();
        return new DomainError(ErrorCode.Forbidden, "This needs a tenant of the gateway, or staff.");
    }

    private static IQueryable<GatewayWithdrawal> Visible(DeskReading reading) => reading.Actor.May(Permission.GatewayRead)
        ? reading.Db.GatewayWithdrawals
        : reading.Db.GatewayWithdrawals.Where(row => row.MerchantId == reading.Actor.MerchantId);
}

using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>
/// A deposit as one line of a queue: only what the line shows, because every open queue holds a page of these for as long
/// as somebody looks at it. The same line may be shown to any number of people.
/// </summary>
public sealed record DepositLine
{
    public required Guid Id { get; init; }
    public required long Number { get; init; }
    public required Guid MerchantId { get; init; }
    public required string MerchantName { get; init; }
    public required string Method { get; init; }
    public required string FiatAmount { get; init; }
    public required string FiatCurrency { get; init; }

    /// <summary>What the price promises, or null while there is none.</summary>
    public required string? CryptoAmount { get; init; }
    public required string Asset { get; init; }
    public required string Network { get; init; }
    public required DepositStatus Status { get; init; }
    public required SettlementState SettlementState { get; init; }
    public required Guid? AssigneeUserId { get; init; }
    public required string? AssigneeName { get; init; }
    public required DateTime? ClaimExpiresAtUtc { get; init; }
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>Since when it stands in front of the desk: since it was handed in, or opened when it was not.</summary>
    public required DateTime WaitingSinceUtc { get; init; }
    public required int Version { get; init; }

    /// <summary>The number as people say it.</summary>
    public string HumanId => $"DEP-{Number}";

    /// <summary>Whether somebody holds it at that moment.</summary>
    public bool IsClaimedAt(DateTime now) => AssigneeUserId is not null && ClaimExpiresAtUtc > now;
}

/// <summary>How a queue is cut. The viewer is who the session says; a page cannot name another.</summary>
/// <param name="Statuses">Only these; none at all means every status.</param>
/// <param name="Mine">Only what the viewer has claimed.</param>
/// <param name="OldestFirst">Work queues are read oldest first, histories newest first.</param>
/// <param name="MerchantId">Only this merchant, or null.</param>
/// <param name="Cursor">Where the page starts, or null.</param>
public sealed record DepositQueueCut(IReadOnlyList<DepositStatus> Statuses, bool Mine = false, bool OldestFirst = true, Guid? MerchantId = null, string? Cursor = null);

/// <summary>A page of a queue with the lengths of all queues and who looks at it.</summary>
public sealed record DepositQueue(Page<DepositLine> Page, IReadOnlyDictionary<DepositStatus, long> Counts, Guid ViewerId);

/// <summary>Deposits that changed, as they are now, with the lengths of all queues. One object serves every viewer.</summary>
public sealed record DepositTick(IReadOnlyList<DepositLine> Lines, IReadOnlyDictionary<DepositStatus, long> Counts)
{
    /// <summary>Whether any deposit may have changed: signals of another node were missed, so the queue is read anew.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>Reads lines with one statement.</summary>
internal static class DepositLines
{
    public static async Task<List<DepositLine>> ReadAsync(BackofficeDbContext db, IQueryable<Deposit> rows, CancellationToken cancellation)
    {
        var found = await rows.Select(row => new
        {
            row.Id,
            row.Number,
            row.MerchantId,
            Merchant = db.Merchants.Where(merchant => merchant.Id == row.MerchantId).Select(merchant => merchant.Name).FirstOrDefault(),
            row.Method,
            row.FiatAmountMinor,
            row.FiatScale,
            row.FiatCurrency,
            row.Asset,
            row.RequestedCryptoMinor,
            row.Status,
            row.SettlementState,
            row.AssigneeUserId,
            Assignee = db.Users.Where(user => user.Id == row.AssigneeUserId).Select(user => user.DisplayName).FirstOrDefault(),
            row.ClaimExpiresAtUtc,
            row.CreatedAtUtc,
            row.SubmittedAtUtc,
            row.Version,
        }).ToListAsync(cancellation);
        return found.ConvertAll(row =>
        {
            var asset = Asset.ByCode(row.Asset);
            return new DepositLine
            {
                Id = row.Id,
                Number = row.Number,
                MerchantId = row.MerchantId,
                MerchantName = row.Merchant ?? "",
                Method = Names.Snake(row.Method),
                FiatAmount = DecimalText.Format(row.FiatAmountMinor, row.FiatScale),
                FiatCurrency = row.FiatCurrency,
                CryptoAmount = row.RequestedCryptoMinor is { } minor ? asset.Format(minor) : null,
                Asset = asset.Symbol,
                Network = asset.Network.Code,
                Status = row.Status,
                SettlementState = row.SettlementState,
                AssigneeUserId = row.AssigneeUserId,
                AssigneeName = row.Assignee,
                ClaimExpiresAtUtc = row.ClaimExpiresAtUtc,
                CreatedAtUtc = row.CreatedAtUtc,
                WaitingSinceUtc = row.SubmittedAtUtc ?? row.CreatedAtUtc,
                Version = row.Version,
            };
        });
    }
}

using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Desks.Platform;

/// <summary>Says how far a customer is known. At the platform customers are read only; in the sandbox this stands for the desk's own
/// work.</summary>
public sealed class CustomerDesk(DeskTransaction transaction)
{
    /// <summary>Sets status and tier; null leaves one as it is.</summary>
    public Task<Result<Unit>> SetAsync(Guid customerId, string? status, int? tier, CancellationToken cancellation) =>
        transaction.RunAsync<Unit>(new DeskCommand(Permission.SandboxUse), async (work, token) =>
        {
            KycStatus? said = null;
            if (status is not null && (said = Names.TryParse<KycStatus>(status, out var known) ? known : null) is null)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "kyc_status",
                    $"kyc_status must be one of {string.Join(", ", Enum.GetValues<KycStatus>().Select(Names.Snake))}.");
            }
            if (tier is < 0 or > CustomerTiers.Highest)
            {
                return DomainError.Of(ErrorCode.InvalidRequest, "tier", $"tier must be 0 to {CustomerTiers.Highest}.");
            }
            var merchant = await work.Db.Merchants.AsNoTracking().FirstOrDefaultAsync(row => row.Id == customerId, token);
            var owner = merchant?.ParentId ?? merchant?.Id
                ?? await work.Db.SubMerchants.Where(row => row.Id == customerId).Select(row => (Guid?)row.MerchantId)
                .FirstOrDefaultAsync(token);
            if (owner is not { } merchantId
                || (await CustomerBook.AllAsync(work.Db, merchantId, token)).Find(one => one.Id == customerId) is not { } now)
            {
                return DomainError.Missing("customer");
            }
            var row = await work.Db.CustomerStandings.FirstOrDefaultAsync(one => one.CustomerId == customerId, token);
            if (row is null)
            {
                row = new CustomerStandingRow { CustomerId = customerId };
                work.Db.CustomerStandings.Add(row);
            }
            (row.Status, row.Tier, row.UpdatedAtUtc) = (said ?? now.Status, tier ?? now.Tier, work.Now);
            work.Audit(new AuditNote("customer.set_standing", "customer", customerId)
            {
                MerchantId = merchantId,
                Changes = new { Before = new { now.Status, now.Tier }, After = new { row.Status, row.Tier } },
            });
            return Unit.Done;
        }, cancellation);
}

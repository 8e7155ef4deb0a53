using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Desks.Workspace;

/// <summary>An action of a record for who reads it.</summary>
/// <param name="Name">confirm, reject, snooze.</param>
/// <param name="Key">The key that does it on the page, or null.</param>
/// <param name="Allowed">Whether the reader may do it now.</param>
/// <param name="Why">Why not, in a sentence, or null.</param>
public sealed record RecordActionView(string Name, string? Key, bool Allowed, string? Why);

/// <summary>How much of an officer's limit is used in the last 24 hours, in whole US cents.</summary>
/// <param name="UsedCents">What was decided, or null when something of it cannot be valued.</param>
/// <param name="LimitCents">The limit.</param>
/// <param name="MerchantId">The merchant that it is counted for.</param>
public sealed record LimitUseView(long? UsedCents, long LimitCents, Guid MerchantId);

/// <summary>Reads how much of the reader's limit is used. The limit is counted for each merchant by itself.</summary>
internal static class LimitUse
{
    /// <summary>For one merchant, or null when no limit binds the reader.</summary>
    public static async Task<LimitUseView?> ReadAsync(DeskReading reading, DeskLimits first, Guid merchantId, DateTime now,
        CancellationToken cancellation) =>
        !reading.Actor.IsCappedOfficer ? null : new LimitUseView(
            await RollingSum.UsedAsync(reading.Rows, reading.Actor.PersonId, merchantId, now, cancellation),
            (await LimitsReader.ReadAsync(reading.Rows, first, cancellation)).OfficerCapUsdCents, merchantId);

    /// <summary>For the merchant of which most is used, or null when no limit binds the reader.</summary>
    public static async Task<LimitUseView?> HighestAsync(DeskReading reading, DeskLimits first, DateTime now,
        CancellationToken cancellation)
    {
        if (!reading.Actor.IsCappedOfficer)
        {
            return null;
        }
        var (merchant, used) = await RollingSum.HighestAsync(reading.Rows, reading.Actor.PersonId, now, cancellation);
        return new LimitUseView(used, (await LimitsReader.ReadAsync(reading.Rows, first, cancellation)).OfficerCapUsdCents, merchant);
    }
}

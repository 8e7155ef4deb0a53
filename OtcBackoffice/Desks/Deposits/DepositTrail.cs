using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Deposits;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>What a credit of a deposit leaves behind beside its trail.</summary>
internal static class DepositTrail
{
    /// <summary>What a credit adds to the day's revenue; sign -1 takes it out again.</summary>
    public static RevenueChange Revenue(Deposit deposit, int sign) => new(
        "deposit", deposit.MerchantId, deposit.FiatCurrency, deposit.Asset, deposit.ConfirmedBy ?? Guid.Empty, sign,
        sign * deposit.FiatAmountMinor,
        sign * (deposit.FeeAssetMinor ?? 0), sign * (deposit.SpreadAssetMinor ?? 0),
        deposit is { SubmittedAtUtc: { } submitted, ConfirmedAtUtc: { } confirmed } ? sign * (long)(confirmed - submitted).TotalSeconds
            : 0);
}

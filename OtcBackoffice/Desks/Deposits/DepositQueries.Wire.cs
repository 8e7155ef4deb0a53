using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Where the merchant wires to.</content>
public sealed partial class DepositQueries
{
    /// <summary>The desk's account for the deposit's currency with the reference that its line is found by, or null where the desk has
    /// none.</summary>
    public async Task<Result<PayTo?>> PayToAsync(DepositView deposit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var opened = await OpenAsync(cancellation);
        if (opened.Failed(out var refused))
        {
            return refused;
        }
        await using var reading = opened.Value;
        return (await OrderQueries.PayToAsync(reading.Db, cancellation)).TryGetValue(deposit.FiatCurrency, out var place)
            ? place with { Reference = deposit.PaymentReference ?? deposit.HumanId } : null;
    }
}

using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Payments;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Components.BlockTrades;

/// <summary>What waits for verification.</summary>
public sealed record VerificationsLoad(IReadOnlyList<SubMerchantView> SubMerchants, IReadOnlyList<PaymentMethodView> Methods)
{
    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => SubMerchants.Count + Methods.Count == 0;
}

/// <summary>Merchants and payment methods that customers added, for the desk to verify or refuse.</summary>
public sealed partial class VerificationsPage : DeskPage<VerificationsLoad>
{
    private string _reason = "";
    private string? _refusal;

    [Inject]
    private PaymentDesk Desk { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.BlockTrades];

    /// <inheritdoc/>
    protected override async Task<Result<VerificationsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var merchants = await Desk.SubMerchantQueueAsync(VerificationStatus.Authenticating, PageAsk.First, cancellation);
        if (merchants.Failed(out var refused))
        {
            return refused;
        }
        return (await Desk.MethodQueueAsync(VerificationStatus.Authenticating, PageAsk.First, cancellation))
            .Map(methods => new VerificationsLoad(merchants.Value.Rows, methods.Rows));
    }

    private string? Reason => _reason.Trim() is { Length: > 0 } text ? text : null;

    private async Task DecideMerchantAsync(long number, bool isVerified) =>
        await ToldAsync(await Desk.DecideSubMerchantAsync(number, isVerified, Reason, Gone), isVerified);

    private async Task DecideMethodAsync(long number, bool isVerified) =>
        await ToldAsync(await Desk.DecideMethodAsync(number, isVerified, Reason, Gone), isVerified);

    private async Task ToldAsync<T>(Result<T> decided, bool isVerified)
    {
        _refusal = decided.Failed(out var refused) ? refused.Message : null;
        if (_refusal is null)
        {
            _reason = "";
            Notices.Done(isVerified ? "Verified." : "Rejected.");
            await ReloadAsync();
        }
    }
}

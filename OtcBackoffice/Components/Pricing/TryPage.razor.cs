using Microsoft.AspNetCore.Components;
using OtcBackoffice.Desks.Pricing;

namespace OtcBackoffice.Components.Pricing;

/// <summary>Asks the resolver and shows every row it looked at.</summary>
public sealed partial class TryPage : ComponentBase
{
    private readonly ScopeForm _scope = new();
    private string _amount = "1000000.00", _type = "fiat";
    private string? _refusal;
    private PricingTrial? _trial;

    [Inject]
    private PriceResolver Prices { get; set; } = default!;

    private async Task AskAsync()
    {
        var ask = new ResolvePrice(_scope.FlowType, _scope.Otc, _scope.Asset, _scope.Network, _scope.FiatCurrency, _amount.Trim(), _type);
        var tried = await Prices.TryAsync(ask, isOtc: _scope.Otc is not null, CancellationToken.None);
        (_refusal, _trial) = tried.Failed(out var refused) ? (refused.Message, null) : ((string?)null, tried.Value);
    }
}

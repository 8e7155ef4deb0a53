using System.Globalization;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.BlockTrades;
using OtcBackoffice.Desks.Payments;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Payments;

namespace OtcBackoffice.Components.BlockTrades;

/// <summary>What the page shows.</summary>
public sealed record MarketsLoad(IReadOnlyList<TradeCountryView> Countries, IReadOnlyList<TradePairView> Pairs,
    IReadOnlyList<SubMerchantView> SubMerchants)
{
    /// <summary>Spreads of single customers.</summary>
    public IReadOnlyList<CustomerSpreadView> Spreads { get; init; } = [];

    /// <summary>Who can have some.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Customers { get; init; } = [];
}

/// <summary>What an open sheet changes.</summary>
public enum MarketFormKind
{
    /// <summary>The switches of a country.</summary>
    Country,

    /// <summary>Opening and price of a pair.</summary>
    Pair,

    /// <summary>The limits of a customer's merchant.</summary>
    Limit,

    /// <summary>A customer's own spreads.</summary>
    Spread,
}

/// <summary>The fields of the open sheet as they are typed.</summary>
public sealed class MarketForm
{
    public MarketFormKind Kind { get; private init; }
    public string Name { get; private init; } = "";
    public string Country { get; private init; } = "";
    public Guid PairId { get; set; }
    public Guid MerchantId { get; set; }

    /// <summary>Whether it is about a row that is there already.</summary>
    public bool IsNamed { get; private init; }
    public long Number { get; private init; }
    public bool BuyOpen { get; set; }
    public bool SellOpen { get; set; }
    public string Reference { get; set; } = "";
    public string Buy { get; set; } = "";
    public string Sell { get; set; } = "";
    public string Reason { get; set; } = "";

    internal static MarketForm Of(TradeCountryView row) =>
        new() { Kind = MarketFormKind.Country, Name = row.Name, Country = row.Abbreviation, BuyOpen = row.BuyOpen,
        SellOpen = row.SellOpen };

    internal static MarketForm Of(TradePairView row) => new()
    {
        Kind = MarketFormKind.Pair, Name = $"{row.Token} against {row.FiatCurrency}", PairId = row.Id, BuyOpen = row.IsOpen,
        Reference = row.Reference.ToString(),
        Buy = row.BuySpreadBps.ToString(CultureInfo.InvariantCulture), Sell = row.SellSpreadBps.ToString(CultureInfo.InvariantCulture),
    };

    internal static MarketForm Spread(CustomerSpreadView? row) => new()
    {
        Kind = MarketFormKind.Spread, Name = row is null ? "spreads of a customer" : $"{row.MerchantName}, {row.Pair}",
        IsNamed = row is not null, PairId = row?.PairId ?? Guid.Empty, MerchantId = row?.MerchantId ?? Guid.Empty,
        Buy = row?.BuySpreadBps.ToString(CultureInfo.InvariantCulture) ?? "",
        Sell = row?.SellSpreadBps.ToString(CultureInfo.InvariantCulture) ?? "",
    };

    internal static MarketForm Of(SubMerchantView row) =>
        new() { Kind = MarketFormKind.Limit, Name = row.Name, Number = row.Number, Buy = row.BuyLimit, Sell = row.SellLimit };
}

/// <summary>Countries, pairs and limits of the block-trade room; admins change them.</summary>
public sealed partial class MarketsPage : DeskPage<MarketsLoad>
{
    private MarketForm? _form;
    private string? _refusal;

    [Inject]
    private MarketDesk Markets { get; set; } = default!;

    [Inject]
    private PaymentDesk Payments { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => [Topics.BlockTrades];

    private string? Locked => May(Permission.BlockTradeEdit) ? null : "Only admins change markets and limits.";

    /// <inheritdoc/>
    protected override async Task<Result<MarketsLoad>> ReadAsync(CancellationToken cancellation)
    {
        var countries = await Markets.CountriesAsync(cancellation);
        if (countries.Failed(out var refused))
        {
            return refused;
        }
        var pairs = await Markets.PairsAsync(null, cancellation);
        if (pairs.Failed(out refused))
        {
            return refused;
        }
        var spreads = await Markets.SpreadsAsync(null, cancellation);
        var customers = await Markets.CustomersAsync(cancellation);
        if (spreads.Failed(out refused) || customers.Failed(out refused))
        {
            return refused;
        }
        return (await Payments.SubMerchantQueueAsync(VerificationStatus.Active, PageAsk.First, cancellation))
            .Map(page => new MarketsLoad(countries.Value, pairs.Value, page.Rows) { Spreads = spreads.Value, Customers = customers.Value });
    }

    private static string Word(bool isOpen) => isOpen ? "open" : "closed";

    private void Ask(MarketForm form) => (_form, _refusal) = (form, null);

    private void Close() => _form = null;

    private async Task SaveAsync()
    {
        var form = _form!;
        var reason = form.Reason.Trim() is { Length: > 0 } text ? text : null;
        _refusal = form.Kind switch
        {
            MarketFormKind.Country =>
                Refusal(await Markets.SwitchAsync(form.Country, new CountrySwitches(form.BuyOpen, form.SellOpen, reason), Gone)),
            MarketFormKind.Limit => Refusal(await Payments.LimitAsync(form.Number, form.Buy.Trim(), form.Sell.Trim(), Gone)),
            _ when Bps(form.Buy) is not { } || Bps(form.Sell) is not { } => "A spread must be a whole number of basis points.",
            MarketFormKind.Spread =>
                Refusal(await Markets.SetSpreadAsync(
                new SetCustomerSpread(form.PairId, form.MerchantId, Bps(form.Buy), Bps(form.Sell), reason), Gone)),
            _ => Refusal(await Markets.ChangeAsync(form.PairId,
                new PairChange(form.BuyOpen, form.Reference.Trim(), Bps(form.Buy), Bps(form.Sell), reason), Gone)),
        };
        if (_refusal is null)
        {
            _form = null;
            Notices.Done("Changed.");
            await ReloadAsync();
        }
    }

    private async Task DropAsync(CustomerSpreadView row)
    {
        if (Refusal(await Markets.DropSpreadAsync(row.PairId, row.MerchantId, Gone)) is { } refused)
        {
            Notices.Refused(refused);
            return;
        }
        Notices.Done($"{row.MerchantName} pays the spreads of the pair again.");
        await ReloadAsync();
    }

    private static int? Bps(string typed) =>
        int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;

    private static string? Refusal<T>(Result<T> result) => result.Failed(out var refused) ? refused.Message : null;
}

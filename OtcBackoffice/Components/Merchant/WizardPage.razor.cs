using Microsoft.AspNetCore.Components;
using OtcBackoffice.Components.Shared;
using OtcBackoffice.Desks.Catalog;
using OtcBackoffice.Desks.Deposits;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Platform;
using OtcBackoffice.Desks.Pricing;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;

namespace OtcBackoffice.Components.Merchant;

/// <summary>What the wizard needs to know.</summary>
public sealed record WizardLoad(DepositReview? Review, IReadOnlyList<FiatCurrencyView> Currencies, IReadOnlyList<WalletView> Wallets)
{
    /// <summary>Where the money goes, or null while there is no deposit or no account of its currency.</summary>
    public PayTo? PayTo { get; init; }
}

/// <summary>A merchant's deposit: three steps while it is open, the story of it afterwards.</summary>
public sealed partial class WizardPage : DeskPage<WizardLoad>
{
    private readonly DepositForm _form = new();
    private readonly string _draftKey = Guid.NewGuid().ToString();
    private string _step = "draft";
    private Guid? _filledFrom;
    private ResolvedPriceView? _price;

    /// <summary>The deposit, or none while it is new.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    [SupplyParameterFromQuery(Name = "step")]
    private string? StepName { get; set; }

    [SupplyParameterFromQuery(Name = "fault")]
    private string? UploadFault { get; set; }

    [Inject]
    private DepositDesk Desk { get; set; } = default!;

    [Inject]
    private DepositQueries Deposits { get; set; } = default!;

    [Inject]
    private FiatCurrencyDesk Currencies { get; set; } = default!;

    [Inject]
    private MerchantDesk Merchants { get; set; } = default!;

    [Inject]
    private PriceResolver Prices { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Notices Notices { get; set; } = default!;

    /// <inheritdoc/>
    protected override string ReadKey => $"{Id}|{StepName}";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> LiveTopics => Id is null ? [] : [Topics.Deposits];

    private static IReadOnlyList<TabItem> Steps { get; } =
        [new("draft", "1 Wire"), new("price", "2 Price"), new("submit", "3 Proof and submit")];

    private DepositView? Deposit => Load?.Review?.Deposit;

    private bool IsOpen => Deposit is null || Deposit.Status is DepositStatus.Draft or DepositStatus.Priced;

    private string Heading => Deposit is null ? "New deposit" : Deposit.HumanId;

    private DomainError? Refusal { get; set; }

    private string? BadField => Refusal?.Field;

    private string? DraftBlocked =>
        Deposit?.Status == DepositStatus.Priced ? "The deposit is priced, so the wire is fixed. Open a new deposit to wire something else."
        : null;

    /// <inheritdoc/>
    protected override async Task<Result<WizardLoad>> ReadAsync(CancellationToken cancellation)
    {
        var currencies = await Currencies.ListActiveAsync(cancellation);
        if (currencies.Failed(out var refused))
        {
            return refused;
        }
        var wallets = await Merchants.OwnWalletsAsync(cancellation);
        if (wallets.Failed(out var hidden))
        {
            return hidden;
        }
        if (Id is not { } id)
        {
            return new WizardLoad(null, currencies.Value, wallets.Value);
        }
        var review = await Deposits.ReviewAsync(id, cancellation);
        if (review.Failed(out var missing))
        {
            return missing;
        }
        var place = await Deposits.PayToAsync(review.Value.Deposit, cancellation);
        return new WizardLoad(review.Value, currencies.Value, wallets.Value) { PayTo = place.IsSuccess ? place.Value : null };
    }

    /// <inheritdoc/>
    protected override void OnRead(WizardLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        if (_form.FiatCurrency.Length == 0)
        {
            _form.FiatCurrency = load.Currencies.Count > 0 ? load.Currencies[0].IsoCode : "";
        }
        if (load.Review is { } review && _filledFrom != review.Deposit.Id)
        {
            _filledFrom = review.Deposit.Id;
            _form.Fill(review.Deposit);
            if (_form.PaymentReference.Length == 0)
            {
                _form.PaymentReference = review.Deposit.HumanId;
            }
            _step = StepName ?? (review.Deposit.Status == DepositStatus.Priced ? "submit" : "price");
        }
    }

    private Task GoAsync(string step)
    {
        (_step, Refusal) = (step, null);
        return Task.CompletedTask;
    }

    private async Task SaveDraftAsync()
    {
        var key = new DeskKey("console/deposits/draft", _draftKey, "form");
        var saved = Deposit is { } deposit ? await Desk.EditDraftAsync(deposit.Id, _form.ToDraft(), Gone)
            : await Desk.DraftAsync(_form.ToDraft(), key, Gone);
        if (Refuse(saved))
        {
            return;
        }
        Notices.Done($"{saved.Value.HumanId} saved.");
        Navigation.NavigateTo($"/my/deposits/{saved.Value.Id}?step=price");
        await FollowStepAsync("price");
    }

    private async Task GetPriceAsync()
    {
        if (Deposit is not { } deposit)
        {
            Refusal = new DomainError(ErrorCode.WrongState, "Save the draft first.");
            return;
        }
        var ask = new ResolvePrice("b2b", "deposit", deposit.RequestedAsset, deposit.RequestedNetwork, deposit.FiatCurrency,
            deposit.FiatAmount, "fiat");
        var price = await Prices.ResolveAsync(ask, isOtc: true, Gone);
        _price = price.IsSuccess ? price.Value : null;
        Refusal = price.IsSuccess ? null : price.Error;
    }

    private async Task AcceptPriceAsync()
    {
        if (Deposit is not { } deposit || _price is not { } price)
        {
            return;
        }
        var priced = await Desk.PriceAsync(new PriceDeposit(deposit.Id, price.PricingProfileId, price.FxRateQuoteId, null, null, null),
            Gone);
        if (Refuse(priced))
        {
            return;
        }
        _price = null;
        Notices.Done($"{priced.Value.HumanId} priced: you receive {priced.Value.RequestedAsset} "
            + $"{AmountText.Group(priced.Value.RequestedCryptoAmount ?? "")}.");
        await FollowStepAsync("submit");
    }

    private async Task SubmitAsync()
    {
        if (Deposit is not { } deposit)
        {
            Refusal = new DomainError(ErrorCode.WrongState, "Save the draft first.");
            return;
        }
        var submitted = await Desk.SubmitAsync(
            new SubmitDeposit(deposit.Id, _form.PaymentReference,
            _form.TransferDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), deposit.ProofUrl, null), Gone);
        if (Refuse(submitted))
        {
            return;
        }
        Notices.Done($"{submitted.Value.HumanId} submitted. The desk has been told.");
        await ReloadAsync();
    }

    private async Task AnswerAsync(string message)
    {
        var answered = await Desk.AnswerAsync(Deposit!.Id, message, Gone);
        if (Refuse(answered))
        {
            return;
        }
        Notices.Done("Your answer was sent to the desk.");
        await ReloadAsync();
    }

    private bool Refuse(Result<DepositView> result)
    {
        Refusal = result.IsSuccess ? null : result.Error;
        return !result.IsSuccess;
    }

    private async Task FollowStepAsync(string step)
    {
        (_step, Refusal) = (step, null);
        await ReloadAsync();
    }
}

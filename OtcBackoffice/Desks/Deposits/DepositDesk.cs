using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Text;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;

namespace OtcBackoffice.Desks.Deposits;

/// <summary>Every decision about a deposit, from draft to credit proposal. Pages, surfaces and jobs come through here alike.</summary>
public sealed partial class DepositDesk(
    DeskTransaction transaction, DeskGate gate, DeskSettings settings, PolicyGate policy, IProofStore proofs, IProofInspector inspector,
    ScreeningGate screening,
    TravelRule travel, TimeProvider clock)
    : RecordDesk<Deposit, DepositView>(transaction, policy), IPlaces<OneShotDeposit, Deposit>
{
    /// <summary>Opens a draft for the actor's merchant (specification 004, flow step 1).</summary>
    public Task<Result<DepositView>> DraftAsync(DraftDeposit command, DeskKey? key, CancellationToken cancellation) =>
        Transaction.RunAsync<DepositView>(new DeskCommand(Permission.DepositOwn, key), async (work, token) =>
        {
            if (work.Actor.MerchantId is not { } merchantId)
            {
                return new DomainError(ErrorCode.Forbidden, "Only somebody who acts for a merchant can open a deposit.");
            }
            if (command.MerchantId is { } named && named != merchantId)
            {
                return DomainError.Missing("merchant") with { Field = "merchant_id" };
            }
            var draft = await ReadDraftAsync(work, command, token);
            if (draft.Failed(out var unreadable))
            {
                return unreadable;
            }
            var payout = await PayoutChoice.ForAsync(work.Db, merchantId, command.ToWalletId, draft.Value.Asset.Network.Code, token);
            if (payout.Failed(out var unusable))
            {
                return unusable;
            }
            var number = await work.NextNumberAsync("deposit", token);
            var opened = Deposit.Open(work.NewId(), number, merchantId, work.Actor.PersonId, draft.Value, payout.Value, key?.Key, work.Now);
            if (opened.Failed(out var refused))
            {
                return refused;
            }
            work.Db.Deposits.Add(opened.Value);
            RecordTrail.Record(work, opened.Value, "draft", null);
            return DepositView.Of(opened.Value, work.Actor.Roles.IsStaff);
        }, cancellation);

    /// <summary>Changes a draft; what is null in the command stays as it was (step 1b).</summary>
    public Task<Result<DepositView>> EditDraftAsync(Guid id, DraftDeposit command, CancellationToken cancellation) =>
        ChangeAsync(id, Permission.DepositOwn, "edit_draft", async (work, deposit, token) =>
        {
            if (DepositLifecycle.Table.Move(deposit.Status, DepositAction.EditDraft).Failed(out var wrong))
            {
                return wrong;
            }
            if (command.MerchantId is { } named && named != deposit.MerchantId)
            {
                return DomainError.Missing("merchant") with { Field = "merchant_id" };
            }
            var draft = await ReadDraftAsync(work, Merge(command, deposit), token);
            if (draft.Failed(out var unreadable))
            {
                return unreadable;
            }
            var isSameNetwork = draft.Value.Asset.Network == deposit.AssetInfo.Network;
            var wallet = command.ToWalletId ?? (isSameNetwork ? deposit.ToWalletId : null);
            var payout = await PayoutChoice.ForAsync(work.Db, deposit.MerchantId, wallet, draft.Value.Asset.Network.Code, token);
            return payout.Failed(out var unusable) ? unusable : deposit.EditDraft(draft.Value, payout.Value, work.Now);
        }, cancellation);

    /// <summary>Binds the deposit to a pricing profile and an FX quote (step 2); draft becomes priced.</summary>
    public Task<Result<DepositView>> PriceAsync(PriceDeposit command, CancellationToken cancellation) =>
        ChangeAsync(command.Id, Permission.DepositOwn, "price", async (work, deposit, token) =>
        {
            if (DepositLifecycle.Table.Move(deposit.Status, DepositAction.Price).Failed(out var wrong))
            {
                return wrong;
            }
            var asset = Asset.Find(command.Asset ?? deposit.AssetInfo.Symbol, command.Network ?? deposit.AssetInfo.Network.Code);
            if (asset is null)
            {
                return DomainError.Of(ErrorCode.AssetUnknown, "asset", "asset is not known on that network.");
            }
            var amount = deposit.FiatAmountMinor;
            if (command.FiatAmount is { } text && (!DecimalText.TryParse(text, deposit.FiatScale, out amount) || amount == 0))
            {
                return BadAmount("fiat_amount", deposit.FiatScale);
            }
            var price = await ReadPriceAsync(work, command, deposit, asset, amount, token);
            if (price.Failed(out var unpriced))
            {
                return unpriced;
            }
            var wallet = asset.Network == deposit.AssetInfo.Network ? deposit.ToWalletId : null;
            var payout = await PayoutChoice.ForAsync(work.Db, deposit.MerchantId, wallet, asset.Network.Code, token);
            if (payout.Failed(out var unusable))
            {
                return unusable;
            }
            var priced = deposit.PriceWith(price.Value.Price, asset, payout.Value, work.Now);
            if (priced.IsSuccess)
            {
                work.Db.DepositQuotes.Add(new DepositQuoteRow
                {
                    DepositId = deposit.Id,
                    QuoteVersion = deposit.QuoteVersion,
                    PricingProfileId = price.Value.Price.ProfileId,
                    PricingProfileVersion = price.Value.ProfileVersion,
                    FxQuoteId = price.Value.Price.FxQuoteId,
                    Snapshot = System.Text.Json.JsonSerializer.Serialize(price.Value.Price.Price, DeskJson.Options),
                    CreatedAtUtc = work.Now,
                });
            }
            return priced;
        }, cancellation);

    /// <summary>Hands the deposit in (step 3); priced becomes pending and the desk is told.</summary>
    public Task<Result<DepositView>> SubmitAsync(SubmitDeposit command, CancellationToken cancellation) =>
        ChangeAsync(command.Id, Permission.DepositOwn, "submit", async (work, deposit, token) =>
        {
            if (!TryReadDate(command.TransferDate, out var date))
            {
                return BadDate(command.TransferDate);
            }
            if (TransferDay.Fault(date ?? deposit.TransferDate, "transfer_date", settings.DayOf(work.Now)) is { } far)
            {
                return far;
            }
            var submitted = deposit.Submit(command.PaymentReference, date, command.ProofUrl, command.ProofFileSha256, work.Now);
            if (submitted.IsSuccess)
            {
                deposit.StartClock(settings.DecisionSeconds, work.Now);
                await ReceiptMatcher.TakeWaitingAsync(work, deposit, token);
                await work.RaiseAsync(DepositEvents.Of(DepositEvents.Submitted, deposit), token);
            }
            return submitted;
        }, cancellation);

    private Task<Result<DepositView>> ChangeAsync(Guid id, Permission permission, string action,
        Func<DeskWork, Deposit, CancellationToken, Task<Result<Deposit>>> change, CancellationToken cancellation, string? reason = null) =>
        ChangeAsync(id, new RecordStep(action, permission) { Reason = reason }, change, cancellation);

    private protected override Task<Deposit?> FindAsync(DeskWork work, Guid id, CancellationToken cancellation) =>
        LoadAsync(work, id, cancellation);

    private protected override DomainError Missing => DomainError.Missing("deposit");

    private protected override DepositView View(DeskWork work, Deposit record) => DepositView.Of(record, work.Actor.Roles.IsStaff);

    private protected override DeskEvent Event(string type, Deposit record, string from) => DepositEvents.Of(type, record);

    // A rejection's reason is the record's own, as the merchant reads it.
    private protected override string? ReasonOf(RecordStep step, Deposit record, string from) =>
        step.Reason?.Trim() ?? (from == record.StatusName ? null : record.RejectionReason);

    // A merchant's view ends at its own deposits; a foreign id answers like a missing one.
    private static async Task<Deposit?> LoadAsync(DeskWork work, Guid id, CancellationToken cancellation)
    {
        var deposit = await work.FindDepositAsync(id, cancellation);
        var isForeign = work.Actor is { IsSystem: false, MerchantId: { } merchant } && deposit?.MerchantId != merchant;
        return isForeign ? null : deposit;
    }

    private async Task<Result<DepositDraft>> ReadDraftAsync(DeskWork work, DraftDeposit command, CancellationToken cancellation)
    {
        var method = DepositMethod.Bank;
        if (command.Method is { } name && !Names.TryParse(name, out method))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "method", "method must be bank or mpesa.");
        }
        if (string.IsNullOrWhiteSpace(command.FiatCurrency))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "fiat_currency", "fiat_currency is required.");
        }
        var code = command.FiatCurrency.Trim().ToUpperInvariant();
        var currency = await work.Db.FiatCurrencies.FirstOrDefaultAsync(row => row.IsoCode == code, cancellation);
        if (currency is not { IsActive: true })
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "fiat_currency", $"fiat_currency {code} is not an active currency.");
        }
        if (!DecimalText.TryParse(command.FiatAmount, currency.FractionDigits, out var amount) || amount == 0)
        {
            return BadAmount("fiat_amount", currency.FractionDigits);
        }
        if (string.IsNullOrWhiteSpace(command.RequestedAsset) || string.IsNullOrWhiteSpace(command.RequestedNetwork))
        {
            return DomainError.Of(ErrorCode.InvalidRequest, command.RequestedAsset is null ? "requested_asset" : "requested_network",
                "requested_asset and requested_network are required.");
        }
        if (Asset.Find(command.RequestedAsset, command.RequestedNetwork) is not { } asset)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "requested_asset", "requested_asset is not known on requested_network.");
        }
        if (!TryReadDate(command.TransferDate, out var date))
        {
            return BadDate(command.TransferDate);
        }
        if (TransferDay.Fault(date, "transfer_date", settings.DayOf(work.Now)) is { } far)
        {
            return far;
        }
        var sender = new DepositSender(command.SenderAccountName, command.SenderAccountNumberLast4, command.SenderBankName,
            command.SenderBankBranch);
        return new DepositDraft(method, currency, amount, asset, command.PaymentReference, date,
            sender) { PhoneNumber = command.PhoneNumber, ProofUrl = command.ProofUrl };
    }

    private static DraftDeposit Merge(DraftDeposit change, Deposit deposit) => change with
    {
        Method = change.Method ?? Names.Snake(deposit.Method),
        FiatAmount = change.FiatAmount ?? DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale),
        FiatCurrency = change.FiatCurrency ?? deposit.FiatCurrency,
        RequestedAsset = change.RequestedAsset ?? deposit.AssetInfo.Symbol,
        RequestedNetwork = change.RequestedNetwork ?? deposit.AssetInfo.Network.Code,
        PaymentReference = change.PaymentReference ?? deposit.PaymentReference,
        TransferDate = change.TransferDate ?? deposit.TransferDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SenderAccountName = change.SenderAccountName ?? deposit.SenderAccountName,
        SenderAccountNumberLast4 = change.SenderAccountNumberLast4 ?? deposit.SenderAccountNumberLast4,
        SenderBankName = change.SenderBankName ?? deposit.SenderBankName,
        SenderBankBranch = change.SenderBankBranch ?? deposit.SenderBankBranch,
        PhoneNumber = change.PhoneNumber ?? deposit.MpesaPhoneNumber,
        ProofUrl = change.ProofUrl ?? deposit.ProofUrl,
    };

    private static async Task<Result<(DepositPrice Price, int ProfileVersion)>> ReadPriceAsync(
        DeskWork work, PriceDeposit command, Deposit deposit, Asset asset, long amountMinor, CancellationToken cancellation)
    {
        var profile = await work.Db.PricingProfiles.FirstOrDefaultAsync(row => row.Id == command.PricingProfileId, cancellation);
        if (profile is not { IsActive: true })
        {
            return DomainError.Of(ErrorCode.PricingProfileNotFound, "pricing_profile_id",
                "pricing_profile_id is not an active pricing profile.");
        }
        var quote = await work.Db.FxQuotes.FirstOrDefaultAsync(row => row.Id == command.FxRateQuoteId, cancellation);
        if (quote is null)
        {
            return DomainError.Of(ErrorCode.FxQuoteNotFound, "fx_rate_quote_id", "fx_rate_quote_id is not an FX quote.");
        }
        var scope = new PricingScope(FlowType.B2b, OtcType.Deposit, asset.Code.Text, deposit.FiatCurrency);
        if (profile.Scope != scope || quote.Scope != scope)
        {
            return DomainError.Of(ErrorCode.PricingMismatch, profile.Scope != scope ? "pricing_profile_id" : "fx_rate_quote_id",
                $"The pricing ids must both be for b2b deposits of {deposit.FiatCurrency} to {asset.Symbol} on {asset.Network.Code}.");
        }
        if (!quote.IsUsableAt(work.Now))
        {
            return DomainError.Of(ErrorCode.QuoteExpired, "fx_rate_quote_id", "fx_rate_quote_id has lapsed. Resolve a new price.");
        }
        var price = PriceBreakdown.FiatIn(profile, quote, amountMinor, deposit.FiatScale, asset.Scale);
        return price.Failed(out var refused) ? refused
            : (new DepositPrice(profile.Id, quote.Id, quote.ExpiresAtUtc, price.Value), profile.Version);
    }

    private static bool TryReadDate(string? text, out DateOnly? date)
    {
        date = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }
        var isDate = ExactTime.TryDay(text, out var day);
        date = day;
        return isDate;
    }

    private static DomainError BadDate(string? text) =>
        DomainError.Of(ErrorCode.InvalidRequest, "transfer_date", $"transfer_date must be a date as yyyy-MM-dd{ExactTime.HintOf(text)}.");

    private static DomainError BadAmount(string field, int scale) => DomainError.Of(ErrorCode.InvalidAmount, field,
        $"{field} must be plain digits above zero with at most {scale} decimals.");
}

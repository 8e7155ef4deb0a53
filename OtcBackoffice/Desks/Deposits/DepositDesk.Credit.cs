using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Approvals;
using OtcBackoffice.Desks.Merchants;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Screening;
using OtcBackoffice.Desks.Treasury;
using OtcBackoffice.Desks.Settings;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Approvals;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Domain.Pricing;
using OtcBackoffice.Domain.Records;
using OtcBackoffice.Domain.Treasury;

namespace OtcBackoffice.Desks.Deposits;

/// <content>Credit: the proposal that signers decide on.</content>
public sealed partial class DepositDesk
{
    /// <summary>
    /// Proposes the payment of a confirmed deposit. The deposit stays confirmed until the transfer is final; from here on
    /// the books carry the crypto as in flight, and spread, fee and rounding as earned. The policy may want a second person first.
    /// </summary>
    public async Task<Result<Decided<CreditView>>> CreditAsync(CreditDeposit command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        await AskBeforeCreditAsync(command.Id, command, cancellation);
        return await Transaction.RunAsync<Decided<CreditView>>(
            new DeskCommand(Permission.DepositCredit, command.Key) { NeedsFreshSignIn = true },
            (work, token) => CreditAsync(work, command, token), cancellation);
    }

    /// <summary>Asks about whom a credit would pay; the command looks at the answer.</summary>
    internal Task AskBeforeCreditAsync(Guid id, CreditDeposit command, CancellationToken cancellation) =>
        screening.AskAsync((db, token) => ScreeningSubjects.DepositAsync(db, id, command.ToWalletId, token), cancellation);

    internal async Task<Result<Decided<CreditView>>> CreditAsync(DeskWork work, CreditDeposit command, CancellationToken cancellation)
    {
        var deposit = await LoadAsync(work, command.Id, cancellation);
        if (deposit is null)
        {
            return DomainError.Missing("deposit");
        }
        if (deposit.Unseen(command.SeenVersion) is { } unseen)
        {
            return unseen;
        }
        if (DepositLifecycle.Table.Move(deposit.Status, DepositAction.Credit).Failed(out var wrong))
        {
            return wrong with { Message = $"{deposit.HumanId}: {wrong.Message}" };
        }
        var read = await ReadCreditAsync(work, command, deposit, cancellation);
        if (read.Failed(out var unreadable))
        {
            return unreadable;
        }
        if (await PayoutGuard.FaultAsync(work.Db, deposit, cancellation) is { } unusable)
        {
            return unusable;
        }
        if (await ScreeningGate.FaultAsync(work,
            await ScreeningSubjects.DepositAsync(work.Db, deposit, deposit.CreditedToAddress, cancellation), cancellation) is { } notClear)
        {
            return notClear;
        }
        if (await travel.FaultAsync(work, deposit, cancellation) is { } incomplete)
        {
            return incomplete;
        }
        var limits = await LimitsReader.ReadAsync(work, settings.Limits, cancellation);
        if (deposit.Copy().ProposeCredit(work.Actor, read.Value, limits, work.Now).Failed(out var impossible))
        {
            return impossible;
        }
        var about = DepositCases.Credit(deposit, read.Value, limits) with { Command = command with { Key = null, SeenVersion = null } };
        var flags = about.Operation == ApprovalOperation.DepositCredit && deposit.ToWalletId is not null ? await AddressFlags.ForAsync(work.Db, deposit, work.Now, cancellation) : [];
        if (flags.Count > 0)
        {
            var editor = await DepositCases.WalletEditorAsync(work, deposit.ToWalletId!.Value, cancellation);
            about = about with
            {
                Operation = ApprovalOperation.CreditNewWallet,
                Parts = [.. about.Parts, .. editor],
                Summary = about.Summary
                    + (flags.Contains(AddressFlags.NewWallet) ? $" The payout wallet is less than {AddressFlags.NewHours} hours old." : "")
                    + (flags.Contains(AddressFlags.LookAlike) ? " The payout address looks like another one that the desk knows." : ""),
            };
        }
        return await DecideAsync(work, deposit, about,
            async () => deposit.ProposeCredit(work.Actor, read.Value, limits, work.Now).Failed(out var refused)
            ? refused
            : await ProposeAsync(work, deposit, read.Value, cancellation), cancellation);
    }

    private static async Task<Result<CreditView>> ProposeAsync(DeskWork work, Deposit deposit, CreditRequest request,
        CancellationToken cancellation)
    {
        var network = deposit.AssetInfo.Network.Code;
        var wallet = await work.Db.TreasuryWallets.Where(row => row.Network == network && row.IsActive).OrderBy(row => row.CreatedAtUtc)
            .ThenBy(row => row.Id).FirstOrDefaultAsync(cancellation);
        if (wallet is null)
        {
            return new DomainError(ErrorCode.InsufficientFunds, $"The desk has no treasury wallet on {network}.");
        }
        var asset = new AssetCode(deposit.Asset);
        var held = -await work.CreditBalanceAsync(new AccountKey(AccountFamily.Treasury, asset), cancellation);
        var inFlight = await work.CreditBalanceAsync(new AccountKey(AccountFamily.SettlementInFlight, asset), cancellation);
        // Coins in custody are in the books' treasury too, and are the merchants'.
        var free = held - inFlight - await MerchantClaims.OwedAsync(work, asset, cancellation);
        if (free < request.AmountMinor)
        {
            return new DomainError(ErrorCode.InsufficientFunds,
                $"Treasury has {deposit.AssetInfo.Format(free)} {deposit.AssetInfo.Symbol} free on {network}, and "
                    + $"{deposit.AssetInfo.Format(request.AmountMinor)} is asked for.");
        }
        var number = await work.NextNumberAsync("proposal", cancellation);
        var proposal = Proposal.ForDeposit(request.ProposalId, number, deposit, wallet, work.Actor, work.Now);
        work.Db.Proposals.Add(proposal);
        work.Post(DepositJournal.CreditProposed(deposit));
        work.Earn(DepositTrail.Revenue(deposit, 1));
        work.Count("proposals:open", 1);
        RecordTrail.Record(work, deposit, "credit", deposit.StatusName, request.OverrideReason, new
        {
            ProposalId = proposal.Id,
            CryptoAmount = deposit.AssetInfo.Format(request.AmountMinor),
            RequestedCryptoAmount = deposit.RequestedCryptoMinor is { } requested ? deposit.AssetInfo.Format(requested) : null,
            proposal.ToAddress,
            ApprovalId = work.Replaying?.ApprovalId,
            ApprovedBy = work.Replaying?.CheckerId,
        });
        work.Touch(Topics.Proposals, proposal.Id);
        return new CreditView(DepositView.Of(deposit, forStaff: true), proposal.Id, proposal.RequiredSignatures, 0);
    }

    private static async Task<Result<CreditRequest>> ReadCreditAsync(DeskWork work, CreditDeposit command, Deposit deposit,
        CancellationToken cancellation)
    {
        var asset = Asset.Find(command.Asset ?? deposit.AssetInfo.Symbol, command.Network ?? deposit.AssetInfo.Network.Code);
        if (asset is null)
        {
            return DomainError.Of(ErrorCode.AssetUnknown, "asset", "asset is not known on that network.");
        }
        if (!DecimalText.TryParse(command.CryptoAmount, asset.Scale, out var amount) || amount == 0)
        {
            return BadAmount("crypto_amount", asset.Scale);
        }
        if (await TargetFaultAsync(work, command, deposit, cancellation) is { } target)
        {
            return target;
        }
        if (await QuartetFaultAsync(work, command, deposit, cancellation) is { } quartet)
        {
            return quartet;
        }
        if (command.OverrideReason?.Length > 1_000)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "override_reason", "override_reason may have 1000 characters at most.");
        }
        return new CreditRequest(work.NewId(), amount, asset, command.OverrideReason);
    }

    // The payout wallet is fixed at submit. A credit may name it again, and may name one when none was known before.
    private static async Task<DomainError?> TargetFaultAsync(DeskWork work, CreditDeposit command, Deposit deposit,
        CancellationToken cancellation)
    {
        if (command is { ToWalletId: not null, ToAddress: not null })
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "to_address", "Send to_wallet_id or to_address, not both.");
        }
        if (deposit.CreditedToAddress is null)
        {
            var choice = await PayoutChoice.ForAsync(work.Db, deposit.MerchantId, command.ToWalletId, deposit.AssetInfo.Network.Code,
                cancellation);
            if (choice.Failed(out var unusable))
            {
                return unusable;
            }
            if (choice.Value is { } found)
            {
                deposit.FillPayout(found, work.Now);
            }
        }
        if ((command.ToWalletId is { } wallet && wallet != deposit.ToWalletId)
            || (command.ToAddress is { } address && address != deposit.CreditedToAddress))
        {
            return DomainError.Of(ErrorCode.WalletNotUsable, command.ToAddress is null ? "to_wallet_id" : "to_address",
                "The payout wallet was fixed when the deposit was submitted. Change it on the deposit first; that needs a second person.");
        }
        return null;
    }

    private static async Task<DomainError?> QuartetFaultAsync(DeskWork work, CreditDeposit command, Deposit deposit,
        CancellationToken cancellation)
    {
        object?[] quartet = [command.PricingProfileId, command.FxRateQuoteId, command.FiatCurrency, command.FiatAmountEquivalent];
        var given = quartet.Count(field => field is not null);
        if (given == 0)
        {
            return null;
        }
        if (given < 4)
        {
            return DomainError.Of(ErrorCode.InvalidRequest, "pricing_profile_id",
                "pricing_profile_id, fx_rate_quote_id, fiat_currency and fiat_amount_equivalent go together: all four or none.");
        }
        var code = command.FiatCurrency!.ToUpperInvariant();
        if (!await work.Db.FiatCurrencies.AnyAsync(row => row.IsoCode == code && row.IsActive, cancellation))
        {
            return DomainError.Of(ErrorCode.CurrencyNotActive, "fiat_currency", $"fiat_currency {code} is not an active currency.");
        }
        if (!DecimalText.TryParse(command.FiatAmountEquivalent, deposit.FiatScale, out var fiat))
        {
            return BadAmount("fiat_amount_equivalent", deposit.FiatScale);
        }
        if (code != deposit.FiatCurrency || fiat != deposit.FiatAmountMinor)
        {
            return DomainError.Of(ErrorCode.PricingMismatch, "fiat_amount_equivalent",
                $"{deposit.HumanId} is for {DecimalText.Format(deposit.FiatAmountMinor, deposit.FiatScale)} {deposit.FiatCurrency}.");
        }
        return await PricingIdsFaultAsync(work, command, deposit, cancellation);
    }

    private static async Task<DomainError?> PricingIdsFaultAsync(DeskWork work, CreditDeposit command, Deposit deposit,
        CancellationToken cancellation)
    {
        var scope = new PricingScope(FlowType.B2b, OtcType.Deposit, deposit.Asset, deposit.FiatCurrency);
        var profile = await work.Db.PricingProfiles.FirstOrDefaultAsync(row => row.Id == command.PricingProfileId, cancellation);
        if (profile?.Scope != scope)
        {
            return DomainError.Of(ErrorCode.PricingMismatch, "pricing_profile_id", "pricing_profile_id is not for this deposit.");
        }
        var quote = await work.Db.FxQuotes.FirstOrDefaultAsync(row => row.Id == command.FxRateQuoteId, cancellation);
        if (quote?.Scope != scope)
        {
            return DomainError.Of(ErrorCode.PricingMismatch, "fx_rate_quote_id", "fx_rate_quote_id is not for this deposit.");
        }
        // The deposit's own quote was bound while it was alive; another one must be alive now.
        return quote.Id == deposit.FxQuoteId || quote.IsUsableAt(work.Now) ? null
            : DomainError.Of(ErrorCode.QuoteExpired, "fx_rate_quote_id", "fx_rate_quote_id has lapsed.");
    }
}

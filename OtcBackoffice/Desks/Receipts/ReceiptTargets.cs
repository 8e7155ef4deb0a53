using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Receipts;

/// <summary>Finds the records that a person puts receipts on, and those that they are taken off.</summary>
internal static class ReceiptTargets
{
    /// <summary>The record that a part names, if money of this kind can be put on it.</summary>
    public static async Task<Result<ReceiptTarget>> ReadAsync(DeskWork work, Receipt receipt, ReceiptPart part,
        CancellationToken cancellation)
    {
        if ((part.Id ?? await NumberedAsync(work, part, cancellation)) is not { } id)
        {
            return part.Number is null ? DomainError.Of(ErrorCode.InvalidRequest, "id", "Each of records needs an id.")
                : DomainError.Missing($"deposit {part.Number}");
        }
        return part.Kind switch
        {
            ReceiptTarget.Deposit => await DepositAsync(work, receipt, id, cancellation),
            ReceiptTarget.Wallet => await WalletAsync(work, receipt, id, cancellation),
            _ => DomainError.Of(ErrorCode.InvalidRequest, "kind", "kind must be deposit or wallet."),
        };
    }

    /// <summary>The records that parts stand on, each with whether nobody has relied on it yet.</summary>
    public static async Task<Result<List<(ReceiptTarget Target, bool IsOpen)>>> OfAsync(DeskWork work, Receipt receipt,
        List<ReceiptAssignment> parts, CancellationToken cancellation)
    {
        var targets = new List<(ReceiptTarget, bool)>();
        foreach (var part in parts)
        {
            var found = part.RecordKind switch
            {
                ReceiptTarget.Deposit => await StandingAsync(work, part, cancellation),
                ReceiptTarget.Wallet => await WalletAsync(work, receipt, part.RecordId, cancellation) is var wallet
                    && wallet.Failed(out var gone) ? gone : (wallet.Value, false),
                ReceiptTarget.Returned =>
                    (new ReceiptTarget(part.RecordKind, receipt.Id, receipt.HumanId, null, ReceiptJournal.Returning(receipt)), true),
                ReceiptTarget.Kept => (new ReceiptTarget(part.RecordKind, receipt.Id, receipt.HumanId, null,
                    ReceiptJournal.Keeping(receipt)), true),
                _ => (Result<(ReceiptTarget, bool)>)new DomainError(ErrorCode.ReceiptUsed,
                    $"{receipt.HumanId} stands with {part.RecordNumber}, which cannot be taken apart here."),
            };
            if (found.Failed(out var refused))
            {
                return refused;
            }
            targets.Add(found.Value);
        }
        return targets;
    }

    private static async Task<Guid?> NumberedAsync(DeskWork work, ReceiptPart part, CancellationToken cancellation)
    {
        var text = part.Number?.Trim().ToUpperInvariant().Replace("DEP-", "", StringComparison.Ordinal);
        return part.Kind == ReceiptTarget.Deposit && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await work.Db.Deposits.AsNoTracking().Where(row => row.Number == number).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellation) : null;
    }

    private static async Task<Result<ReceiptTarget>> DepositAsync(DeskWork work, Receipt receipt, Guid id, CancellationToken cancellation)
    {
        if (await work.FindDepositAsync(id, cancellation) is not { } deposit)
        {
            return DomainError.Missing("deposit");
        }
        return deposit.FiatCurrency == receipt.Asset ? ReceiptTarget.Of(work, deposit)
            : DomainError.Of(ErrorCode.PricingMismatch, "records",
                $"{deposit.HumanId} is for {deposit.FiatCurrency}, and {receipt.HumanId} came in {receipt.Asset}.");
    }

    private static async Task<Result<(ReceiptTarget, bool)>> StandingAsync(DeskWork work, ReceiptAssignment part,
        CancellationToken cancellation)
    {
        if (await work.FindDepositAsync(part.RecordId, cancellation) is not { } deposit)
        {
            return DomainError.Missing("deposit");
        }
        return deposit is { Status: DepositStatus.Pending, DifferenceOutcome: not null }
            or { Status: DepositStatus.Draft or DepositStatus.Priced }
            ? new DomainError(ErrorCode.ReceiptUsed,
                $"{deposit.HumanId}: its difference was resolved by what came. Reject the deposit to get the money back into the queue.")
            : (ReceiptTarget.Of(work, deposit), deposit.Status == DepositStatus.Pending);
    }

    private static async Task<Result<ReceiptTarget>> WalletAsync(DeskWork work, Receipt receipt, Guid id, CancellationToken cancellation)
    {
        var asset = Asset.All.FirstOrDefault(one => one.Code.Text == receipt.Asset);
        if (asset is null || await work.Db.Wallets.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id && row.IsCustodial && row.Network == asset.Network.Code, cancellation)
            is not { } wallet)
        {
            return DomainError.Missing("custodial wallet");
        }
        return new ReceiptTarget(ReceiptTarget.Wallet, wallet.Id, wallet.Label.Length > 0 ? wallet.Label : wallet.Address,
            wallet.MerchantId, CustodyJournal.Place(wallet.MerchantId, wallet.Id, asset));
    }
}

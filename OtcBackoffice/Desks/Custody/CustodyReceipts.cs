using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data.Records;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Desks.Receipts;
using OtcBackoffice.Domain.Catalog;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Merchants;
using OtcBackoffice.Domain.Receipts;

namespace OtcBackoffice.Desks.Custody;

/// <summary>Coins and tokens that came to custodial wallets, as receipts on those wallets.</summary>
internal static class CustodyReceipts
{
    /// <summary>Takes a final payment; false when it is none of ours, cannot be counted, or is known.</summary>
    public static async Task<bool> TakeAsync(DeskWork work, Network network, ChainTransfer payment, bool isRefused,
        CancellationToken cancellation)
    {
        var wallets = await work.Db.Wallets.AsNoTracking()
            .Where(row => row.IsCustodial && row.Network == network.Code && row.Address == payment.ToAddress)
            .OrderBy(row => row.CreatedAtUtc).ThenBy(row => row.Id).ToListAsync(cancellation);
        if (wallets.Count == 0 || Asset.Find(payment.Asset, network.Code) is not { } asset || payment.Scale != asset.Scale
            || payment.AmountMinor <= 0)
        {
            return false;
        }
        var total = await work.Db.CustodyReceipts.FirstOrDefaultAsync(
            row => row.Network == network.Code && row.TxHash == payment.TxHash && row.Address == payment.ToAddress
                && row.Asset == asset.Code.Text, cancellation)
            ?? work.Db.CustodyReceipts.Local.FirstOrDefault(row => row.Network == network.Code && row.TxHash == payment.TxHash
                && row.Address == payment.ToAddress && row.Asset == asset.Code.Text);
        if (total is not null && !await HasReceiptAsync(work, network, payment.TxHash, cancellation))
        {
            // Credited before there were receipts, all of its logs together.
            return false;
        }
        // An address that two merchants share, or a wallet that is closed, tells nobody whose the money is.
        // So is money whose payer screening named: it is counted, lies in suspense, and is put on the wallet by people or not at all.
        var wallet = isRefused || wallets.Exists(row => row.MerchantId != wallets[0].MerchantId) ? null : wallets.Find(row => row.IsActive);
        var target = wallet is null ? null
            : new ReceiptTarget(ReceiptTarget.Wallet, wallet.Id, wallet.Label.Length > 0 ? wallet.Label : wallet.Address, wallet.MerchantId,
            CustodyJournal.Place(wallet.MerchantId, wallet.Id, asset));
        var taken = await ReceiptIntake.TakeForAsync(work, Facts(network, payment, asset), target, cancellation);
        if (taken.Outcome != TakeOutcome.Taken)
        {
            return false;
        }
        if (wallet is not null)
        {
            Credit(work, taken.Receipt, total, wallet, payment, asset);
        }
        return true;
    }

    private static void Credit(DeskWork work, Receipt receipt, CustodyReceipt? total, Wallet wallet, ChainTransfer payment, Asset asset)
    {
        if (total is null)
        {
            total = new CustodyReceipt
            {
                Id = work.NewId(), Network = payment.Network, TxHash = payment.TxHash, Address = payment.ToAddress, Asset = asset.Code.Text,
                WalletId = wallet.Id, MerchantId = wallet.MerchantId, BlockNumber = payment.BlockNumber ?? 0, CreditedAtUtc = work.Now,
            };
            work.Db.CustodyReceipts.Add(total);
        }
        total.AmountMinor = checked(total.AmountMinor + payment.AmountMinor);
        work.Audit(new AuditNote("custody.receive", "custody_receipt", total.Id)
        {
            MerchantId = wallet.MerchantId,
            Changes = new
            {
                payment.TxHash, payment.LogIndex, WalletId = wallet.Id, Asset = asset.Symbol, payment.Network,
                Amount = asset.Format(payment.AmountMinor), payment.BlockNumber,
                Receipt = receipt.HumanId,
            },
        });
        work.Touch(Topics.Withdrawals, total.Id);
    }

    // The block is no part of the identity: a final payment that a deep reorganisation puts into another block is the same money.
    private static ReceiptFacts Facts(Network network, ChainTransfer payment, Asset asset) =>
        new(ReceiptSource.Chain, network.Code, $"{payment.TxHash}:{payment.LogIndex}", asset.Code, asset.Scale, payment.AmountMinor)
        {
            PayerAccount = payment.FromAddress,
            Reference = payment.ToAddress,
            Raw = JsonSerializer.Serialize(payment, DeskJson.Options),
        };

    private static async Task<bool> HasReceiptAsync(DeskWork work, Network network, string hash, CancellationToken cancellation)
    {
        var start = $"{hash}:";
        return work.Db.Receipts.Local.Any(row => row.Source == ReceiptSource.Chain && row.Account == network.Code
            && row.ExternalId.StartsWith(start, StringComparison.Ordinal))
            || await work.Db.Receipts.AnyAsync(row => row.Source == ReceiptSource.Chain && row.Account == network.Code
                && row.ExternalId.StartsWith(start), cancellation);
    }
}

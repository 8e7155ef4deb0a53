using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Domain.Lifecycles;
using OtcBackoffice.Domain.Receipts;
using OtcBackoffice.Domain.Withdrawals;

namespace OtcBackoffice.Desks.Search;

/// <summary>
/// Finds by what stands on papers: a bank's reference of a payment out, a client's own number of a block trade, the end of an account, a
/// proposal, a screening case, a customer of a merchant, and the id of a request.
/// </summary>
internal static partial class PaperSearch
{
    private const int TailMin = 4, TailMax = 34;

    public static async Task FindAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var see = new SearchSight(reading);
        hits.AddRange((await see.Withdrawals.Where(row => row.PaymentReference == asked).Take(SearchDesk.OfKindMax)
            .ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.Deposits.Where(row => row.MpesaReceiptNumber == asked).Take(SearchDesk.OfKindMax)
            .ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.BlockOrders.Where(row => row.ClientId == asked).Take(SearchDesk.OfKindMax)
            .ToListAsync(cancellation)).Select(see.Hit));
        await ByNumberAsync(reading, asked, hits, cancellation);
        await ByAccountAsync(reading, asked, hits, cancellation);
        await ByCustomerAsync(reading, asked, hits, cancellation);
        await ByRequestAsync(reading, asked, hits, cancellation);
    }

    private static async Task ByNumberAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        if (Numbered().Match(asked) is not { Success: true } match
            || !long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }
        var isProposal = match.Groups[1].Value.Equals("PRP", StringComparison.OrdinalIgnoreCase);
        if (isProposal && reading.Actor.May(Permission.TreasuryRead))
        {
            hits.AddRange((await reading.Db.Proposals.Where(row => row.Number == number).ToListAsync(cancellation)).Select(row =>
                new SearchHit("proposal", row.Id, $"PRP-{row.Number}", $"PRP-{row.Number}, {Names.Snake(row.Status)}",
                    $"/treasury/proposals?status={Names.Snake(row.Status)}")));
        }
        if (!isProposal && reading.Actor.May(Permission.ScreeningRead))
        {
            hits.AddRange((await reading.Db.ScreeningCases.Where(row => row.Number == number).ToListAsync(cancellation)).Select(row =>
                new SearchHit("screening_case", row.Id, row.HumanId, $"{row.HumanId}, {Names.Snake(row.Status)}", $"/screening/{row.Id}")));
        }
    }

    // The end of an account number, of what is open: whoever asks has a statement in hand, or a person on the phone.
    private static async Task ByAccountAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        var tail = asked.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (tail.Length is < TailMin or > TailMax || !tail.All(char.IsAsciiLetterOrDigit) || !tail[^TailMin..].All(char.IsAsciiDigit))
        {
            return;
        }
        var see = new SearchSight(reading);
        var last = tail[^TailMin..];
        hits.AddRange((await see.Deposits.Where(row => row.Status == DepositStatus.Pending && row.SenderAccountNumberLast4 == last)
            .Take(SearchDesk.OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.Receipts.Where(row => row.Status == ReceiptStatus.Unmatched && row.PayerAccount != null
            && row.PayerAccount.EndsWith(tail)).Take(SearchDesk.OfKindMax).ToListAsync(cancellation)).Select(see.Hit));
        hits.AddRange((await see.Withdrawals.Where(row => (row.Status == WithdrawalStatus.Pending
            || row.Status == WithdrawalStatus.Approved || row.Status == WithdrawalStatus.Executing)
            && row.PayoutBankAccount != null && row.PayoutBankAccount.EndsWith(tail)).Take(SearchDesk.OfKindMax)
            .ToListAsync(cancellation)).Select(see.Hit));
        if (reading.Actor.May(Permission.MerchantRead))
        {
            var owners = await reading.Db.FiatAccounts.Where(row => row.Iban.EndsWith(tail)).Select(row => row.MerchantId).Distinct()
                .Take(SearchDesk.OfKindMax).ToListAsync(cancellation);
            hits.AddRange((await reading.Db.Merchants.Where(row => owners.Contains(row.Id)).ToListAsync(cancellation)).Select(see.Hit));
        }
    }

    private static async Task ByCustomerAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        if (reading.Actor.May(Permission.BlockTradeRead))
        {
            hits.AddRange((await reading.Db.SubMerchants.Where(row => row.Name == asked || row.Email == asked)
                .Take(SearchDesk.OfKindMax).Select(row => new { row.Id, row.Name, row.Number }).ToListAsync(cancellation))
                .Select(row => new SearchHit("sub_merchant", row.Id, $"{row.Number}", $"{row.Name}, customer {row.Number}",
                    "/verifications")));
        }
    }

    private static async Task ByRequestAsync(DeskReading reading, string asked, List<SearchHit> hits, CancellationToken cancellation)
    {
        if (!Guid.TryParse(asked, out var id))
        {
            return;
        }
        var (request, own) = (id.ToString(), reading.Actor.MerchantId ?? Guid.Empty);
        var isAll = reading.Actor.May(Permission.CredentialRead);
        hits.AddRange((await reading.Db.KeyRequests.Where(row => row.RequestId == request && (isAll || row.MerchantId == own))
            .Take(SearchDesk.OfKindMax).Select(row => new { row.CredentialId, row.Method, row.Path, row.Status }).ToListAsync(cancellation))
            .Select(row => new SearchHit("request", id, request, $"{row.Method} {row.Path}, {row.Status}",
                $"/credentials/{row.CredentialId}/requests?request_id={request}")));
    }

    [GeneratedRegex(@"\A(PRP|SCR)-?([0-9]{1,18})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}

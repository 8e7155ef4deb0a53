using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Pipeline;

public sealed class AccountTotalsTests
{
    private static readonly AssetCode Kes = new("KES");

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_merchant_has_can_be_debited_and_not_a_cent_more(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var merchant = host.Credentials.MerchantNamed("Acacia").MerchantId;
        var available = new AccountKey(AccountFamily.MerchantAvailable, Kes, merchant);
        var nostro = new AccountKey(AccountFamily.Nostro, Kes);

        var credited = await PostAsync(host, Posting.Debit(nostro, 500), Posting.Credit(available, 500));
        var debited = await PostAsync(host, Posting.Debit(available, 500), Posting.Credit(nostro, 500));
        var overdrawn = await PostAsync(host, Posting.Debit(available, 1), Posting.Credit(nostro, 1));

        Assert.True(credited.IsSuccess && debited.IsSuccess);
        Assert.False(overdrawn.IsSuccess);
        await using var db = host.Services.GetRequiredService<BackofficeDatabase>().CreateDbContext();
        var account = await db.LedgerAccounts.SingleAsync(row => row.Key == available.Text);
        Assert.Equal((500L, 500L), (account.DebitMinor, account.CreditMinor));
    }

    private static async Task<Result<Unit>> PostAsync(DeskHost host, params Posting[] postings)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeskTransaction>().RunAsAsync<Unit>(Actor.System("test"), new DeskCommand(null), (work, _) =>
        {
            work.Post(JournalEntry.Of("test", "test", work.NewId(), 1, postings));
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, CancellationToken.None);
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Desks.Pipeline;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Domain.Errors;
using OtcBackoffice.Domain.Ledger;
using OtcBackoffice.Domain.Monetary;
using OtcBackoffice.Tests.Scenarios;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Desks.Treasury;

/// <summary>Coins that the desk keeps for merchants are in its treasury's books and at its address, and are not the desk's to pay
/// with.</summary>
public sealed class MerchantClaimsTests
{
    // What the demo's treasury holds of USDT on tron, less a deposit that is small beside it.
    private const long TreasuryMinor = 5_000_000_000_000;

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Coins_in_custody_are_not_free_to_pay_deposits_with(DatabaseProvider provider)
    {
        await using var host = await DeskHost.StartAsync(provider);
        var before = await HeldAsync(host);
        // The merchant's coins lie at the treasury's own address: the desk's own money is spent on something else before.
        await PostAsync(host, OpeningJournal.MerchantCrypto(Guid.CreateVersion7(), new Money(TreasuryMinor, new AssetCode("USDT.TRON"))));
        await PostAsync(host, JournalEntry.Of("test_spent", "test", Guid.CreateVersion7(), 1,
            Posting.Debit(new AccountKey(AccountFamily.DeskCapital, new AssetCode("USDT.TRON")), TreasuryMinor),
            Posting.Credit(new AccountKey(AccountFamily.Treasury, new AssetCode("USDT.TRON")), TreasuryMinor)));
        var id = await DepositSteps.SubmitAsync(host, "1000000.00");
        var deposit = (await host.Treasury.PostJsonAsync($"otc/deposits/{id}/confirm")).GetProperty("deposit");

        var refused = await host.Treasury2.PostJsonAsync($"otc/deposits/{id}/credit",
            new { crypto_amount = deposit.Text("requested_crypto_amount") }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("INSUFFICIENT_FUNDS", refused.Text("code"));
        Assert.Equal(before.HeldMinor + TreasuryMinor, (await HeldAsync(host)).HeldMinor);
        Assert.True(before.HeldMinor > 0 && !before.IsShort);
        Assert.True((await HeldAsync(host)).IsShort);
    }

    private static async Task<(long HeldMinor, bool IsShort)> HeldAsync(DeskHost host)
    {
        var line = (await host.Treasury.GetJsonAsync("treasury/desk-liquidity?network=tron&refresh=true")).GetProperty("desk_liquidity")
            .EnumerateArray().First(one => one.Text("asset") == "USDT");
        Assert.True(DecimalText.TryParse(line.Text("held_for_merchants"), 6, out var held));
        return (held, line.GetProperty("is_short").GetBoolean());
    }

    private static async Task PostAsync(DeskHost host, JournalEntry entry)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var done = await scope.ServiceProvider.GetRequiredService<DeskTransaction>().RunAsAsync<Unit>(Actor.System("test"), new DeskCommand(null), (work, _) =>
        {
            work.Post(entry);
            return Task.FromResult<Result<Unit>>(Unit.Done);
        }, CancellationToken.None);
        Assert.True(done.IsSuccess);
    }
}

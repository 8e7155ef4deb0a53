using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using OtcBackoffice.Data;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>
/// The process is killed in the middle of work, again and again. Whatever was answered is there afterwards, whatever was not
/// answered has one effect or none, and the books balance. <c>OTC_KILLS</c> asks for more kills than a test run takes.
/// </summary>
public sealed class KillTests
{
    private const int UsualKills = 2, Workers = 6, AnswersMin = 3, AnswersMax = 40;

    public static TheoryData<DatabaseProvider> Providers => TestDatabases.All;

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("OTC_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
        ? asked : UsualKills;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_answered_survives_and_what_was_not_happens_once_at_most(DatabaseProvider provider)
    {
        await using var product = await ProductProcess.CreateAsync(provider);
        await product.StartAsync();
        var notes = new Notebook();
        var random = new Random(20261121);
        for (var kill = 0; kill < Kills; kill++)
        {
            var work = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(product, notes)));
            // A cold process takes seconds for its first answers, so the moment is one of the work and not of the clock.
            var enough = notes.Confirmed.Count + random.Next(AnswersMin, AnswersMax);
            while (notes.Confirmed.Count < enough && !work.IsCompleted)
            {
                await Task.Delay(2);
            }
            await product.KillAsync();
            await work;
            await product.StartAsync();
            await CheckAsync(product, notes);
        }
        Assert.True(notes.Confirmed.Count >= Kills * AnswersMin,
            $"Only {notes.Confirmed.Count} confirmations in {Kills} rounds: the load was none.");
        await product.KillAsync();
        await AssertBooksAsync(product, notes);
    }

    // Debits a cent for every order, and opens a draft beside it, until the connection is gone.
    private static async Task WorkAsync(ProductProcess product, Notebook notes)
    {
        var merchant = product.Credentials.MerchantNamed("Acacia");
        using var customer = product.Client(merchant.ExchangeApiKey!);
        using var drafter = product.Client(merchant.ApiToken);
        try
        {
            while (true)
            {
                var quote = (await customer.QuoteBuyAsync("0.01")).Text("data", "quoteId");
                var key = Guid.NewGuid().ToString();
                notes.Asked[quote] = key;
                var (status, body) = await customer.ConfirmAsync(quote, key: key);
                Assert.Equal(HttpStatusCode.Created, status);
                notes.Confirmed[quote] = body;
                notes.Drafts.Add(await DepositSteps.DraftAsync(drafter, "1000.00"));
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            // The product is gone.
        }
    }

    private static async Task CheckAsync(ProductProcess product, Notebook notes)
    {
        var merchant = product.Credentials.MerchantNamed("Acacia");
        using var customer = product.Client(merchant.ExchangeApiKey!);
        using var drafter = product.Client(merchant.ApiToken);
        foreach (var (quote, key) in notes.Asked)
        {
            // Asked again under its key: the same answer where there was one, and otherwise the one effect or a refusal.
            var (status, body) = await customer.ConfirmAsync(quote, key: key);
            if (notes.Confirmed.TryGetValue(quote, out var answered))
            {
                Assert.Equal((HttpStatusCode.Created, answered), (status, body));
            }
            else if (status == HttpStatusCode.Created)
            {
                notes.Confirmed[quote] = body;
            }
        }
        foreach (var draft in notes.Drafts)
        {
            Assert.Equal("draft", (await drafter.GetJsonAsync($"otc/deposits/{draft}")).Text("deposit", "status"));
        }
    }

    private static async Task AssertBooksAsync(ProductProcess product, Notebook notes)
    {
        await using var database = product.OpenDatabase();
        await using var db = database.CreateDbContext();
        var confirmed = await db.Exchanges.Where(order => order.ConfirmedAtUtc != null).Select(order => order.Id).ToListAsync();
        Assert.Equal(notes.Confirmed.Keys.Order(StringComparer.Ordinal),
            confirmed.Select(id => id.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(confirmed.Count, await db.LedgerEntries.CountAsync(entry => confirmed.Contains(entry.SubjectId)));
        Assert.Equal(0, await product.RunVerbAsync("verify"));
    }

    /// <summary>What the load knows: every order it asked for, every answer it got.</summary>
    private sealed class Notebook
    {
        public ConcurrentDictionary<string, string> Asked { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, string> Confirmed { get; } = new(StringComparer.Ordinal);

        public ConcurrentBag<string> Drafts { get; } = [];
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;
using OtcBackoffice.Domain.Deposits;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>A running desk for one test class, and the steps that bring a deposit to where a test needs it; all over HTTP.</summary>
public sealed class DepositDeskFixture : IAsyncLifetime
{
    /// <summary>The smallest limit that the product allows, so that a file that is too large need not be large.</summary>
    public const int ProofBytesMax = 4_096;

    /// <summary>About 1,544 US dollars at the demo's rate: an officer may decide it, two people have to.</summary>
    public const string AmountUsual = "200000.00";

    /// <summary>About 386 US dollars: below the four-eyes limit.</summary>
    public const string AmountSmall = "50000.00";

    private DeskHost? _host;

    public DepositDeskFixture()
    {
    }

    /// <summary>The same steps on a host that a test started by itself, and ends by itself.</summary>
    internal DepositDeskFixture(DeskHost host) => _host = host;

    public DeskHost Host => _host ?? throw new InvalidOperationException("The fixture has not started.");

    public async Task InitializeAsync() => _host = await StartAsync(DatabaseProvider.Sqlite);

    public Task DisposeAsync() => Host.DisposeAsync().AsTask();

    internal static Task<DeskHost> StartAsync(DatabaseProvider provider) => DeskHost.StartAsync(new DeskHostSetup
    {
        Provider = provider,
        Settings = new Dictionary<string, string?> { ["Jobs:Enabled"] = "false", ["OTC_PROOF_MAX_BYTES"] = $"{ProofBytesMax}" },
    });

    /// <summary>A new deposit of Acacia in the given status.</summary>
    public async Task<string> DepositInAsync(DepositStatus status, string amount = AmountSmall)
    {
        var id = (await Send(Host.Acacia, "POST", "otc/deposits/draft", Draft(amount)).Expecting(201)).GetProperty("deposit")
            .GetProperty("id").GetString()!;
        if (status == DepositStatus.Draft)
        {
            return id;
        }
        if (status == DepositStatus.Abandoned)
        {
            await Send(Host.Acacia, "POST", $"otc/deposits/{id}/abandon").Expecting(200);
            return id;
        }
        await Send(Host.Acacia, "PATCH", $"otc/deposits/{id}/quote", await PriceIdsAsync(amount)).Expecting(200);
        if (status == DepositStatus.Priced)
        {
            return id;
        }
        var proof = await Send(Host.Acacia, "POST", $"otc/deposits/{id}/proof", WireAnswer.File(PdfWriter.Receipt())).Expecting(201);
        await Send(Host.Acacia, "POST", $"otc/deposits/{id}/submit", Submission(proof.GetProperty("file_url").GetString(), Day))
            .Expecting(200);
        if (status == DepositStatus.Pending)
        {
            return id;
        }
        if (status == DepositStatus.Rejected)
        {
            await Send(Host.Treasury, "POST", $"otc/deposits/{id}/reject", new { reason = "The wire never came." }).Expecting(200);
            return id;
        }
        var confirmed = await Send(Host.Treasury, "POST", $"otc/deposits/{id}/confirm").Expecting(200);
        if (status == DepositStatus.Credited)
        {
            var credit = await Send(Host.Treasury2, "POST", $"otc/deposits/{id}/credit", new { crypto_amount = Requested(confirmed) })
                .Expecting(200);
            await SettleAsync(credit.GetProperty("proposal_id").GetString()!);
        }
        return id;
    }

    /// <summary>Two signers sign, and the network mines until the transfer is final.</summary>
    public async Task SettleAsync(string proposal)
    {
        // Whoever proposed the payment may sign, but never last.
        await Send(Host.Treasury2, "POST", $"treasury/proposals/{proposal}/sign").Expecting(200);
        await Send(Host.Treasury, "POST", $"treasury/proposals/{proposal}/sign").Expecting(200);
        await Send(Host.Admin, "POST", "/sandbox/chain/blocks", new { network = "tron", count = 20 }).Expecting(200);
    }

    // Today on the clock of the desk, which in some tests stands still.
    private string Day => Host.Services.GetRequiredService<TimeProvider>().GetUtcNow()
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static string Requested(JsonElement answer) => answer.GetProperty("deposit").GetProperty("requested_crypto_amount").GetString()!;

    public static object Draft(string amount = AmountSmall, string currency = "KES", string asset = "USDT", string network = "tron") =>
        new { method = "bank", fiat_amount = amount, fiat_currency = currency, requested_asset = asset, requested_network = network };

    public static object Submission(string? proofUrl, string? day = null) =>
        new { payment_reference = "FT-1", transfer_date = day ?? TestClock.Day, proof_url = proofUrl };

    /// <summary>The ids of the demo's price for deposits of KES to USDT on tron.</summary>
    public async Task<object> PriceIdsAsync(string amount = AmountSmall)
    {
        var price = await Send(Host.Acacia, "POST", "pricing/resolve-otc", Ask(amount)).Expecting(200);
        return new { pricing_profile_id = price.GetProperty("pricing_profile_id").GetString(),
            fx_rate_quote_id = price.GetProperty("fx_rate_quote_id").GetString() };
    }

    public static object Ask(string amount = AmountSmall, string side = "deposit", string network = "tron") => new
    {
        flow_type = "b2b", otc_type = side, network, asset = "USDT", fiat_currency = "KES", amount_in = amount,
        amount_in_type = side == "deposit" ? "fiat" : "crypto",
    };

    internal static Task<WireAnswer> Send(HttpClient client, string method, string path, object? body = null,
        params (string Name, string Value)[] headers) =>
        WireAnswer.SendAsync(client, method, path,
            body ?? (path.EndsWith("/confirm", StringComparison.Ordinal) ? Scenarios.DeskClient.Said(path) : null), headers);
}

/// <summary>Shorter sentences for the steps of a test.</summary>
internal static class WireAnswers
{
    public static async Task<JsonElement> Expecting(this Task<WireAnswer> answer, int status) => (await answer).Expect(status);

    public static async Task<JsonElement> ExpectingProblem(this Task<WireAnswer> answer, int status, string code) =>
        (await answer).ExpectProblem(status, code);
}

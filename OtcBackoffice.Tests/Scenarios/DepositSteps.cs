using System.Net;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Scenarios;

/// <summary>The merchant's three steps, as a merchant's machine takes them.</summary>
internal static class DepositSteps
{
    /// <summary>Drafts, prices, proves and submits a KES deposit for USDT on tron; answers its id.</summary>
    public static async Task<string> SubmitAsync(DeskHost host, string fiatAmount, HttpClient? merchant = null)
    {
        merchant ??= host.Acacia;
        var id = await PriceAsync(merchant, fiatAmount);
        var proof = await merchant.UploadProofAsync(id, OneBlankPage());
        var submitted = await merchant.PostJsonAsync($"otc/deposits/{id}/submit", new { payment_reference = "FT26-0001",
            transfer_date = TestClock.Day, proof_url = proof.Text("file_url") });
        Assert.Equal("pending", submitted.Text("deposit", "status"));
        return id;
    }

    public static async Task<string> DraftAsync(HttpClient merchant, string fiatAmount) =>
        (await merchant.PostJsonAsync("otc/deposits/draft", new
    {
        method = "bank", fiat_amount = fiatAmount, fiat_currency = "KES", requested_asset = "USDT", requested_network = "tron",
        sender_account_name = "Acacia Traders",
    }, HttpStatusCode.Created)).Text("deposit", "id");

    public static async Task<string> PriceAsync(HttpClient merchant, string fiatAmount)
    {
        var id = await DraftAsync(merchant, fiatAmount);
        var price = await merchant.PostJsonAsync("pricing/resolve-otc", new
        {
            flow_type = "b2b", otc_type = "deposit", network = "tron", asset = "USDT", fiat_currency = "KES", amount_in = fiatAmount,
            amount_in_type = "fiat",
        });
        var priced = await merchant.PatchJsonAsync($"otc/deposits/{id}/quote",
            new { pricing_profile_id = price.Text("pricing_profile_id"), fx_rate_quote_id = price.Text("fx_rate_quote_id") });
        Assert.Equal("priced", priced.Text("deposit", "status"));
        Assert.Equal(price.Text("amounts", "net_crypto_amount"), priced.Text("deposit", "requested_crypto_amount"));
        return id;
    }

    /// <summary>The smallest honest PDF: one empty page.</summary>
    public static byte[] OneBlankPage()
    {
        string[] objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<>>>>"];
        var text = new System.Text.StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(text.Length);
            text.Append(i + 1).Append(" 0 obj\n").Append(objects[i]).Append("\nendobj\n");
        }
        var table = text.Length;
        text.Append("xref\n0 ").Append(objects.Length + 1).Append("\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(offset.ToString("D10", System.Globalization.CultureInfo.InvariantCulture))
            .Append(" 00000 n \n"));
        text.Append("trailer\n<</Size ").Append(objects.Length + 1).Append("/Root 1 0 R>>\nstartxref\n").Append(table).Append("\n%%EOF\n");
        // A proof may not be smaller than any real document; a comment before the end fills it up.
        return System.Text.Encoding.ASCII.GetBytes(text.ToString());
    }
}

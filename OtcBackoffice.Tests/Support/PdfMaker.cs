using System.Net;
using System.Text;
using Microsoft.Playwright;

namespace OtcBackoffice.Tests.Support;

/// <summary>Prints real PDF files with real text, as merchants send them for proof.</summary>
public static class PdfMaker
{
    public static Task<byte[]> BankAdviceAsync(BrowserFixture browser, BankAdvice? advice = null)
    {
        return FromHtmlAsync(browser, BankAdviceHtml(advice ?? new BankAdvice()));
    }

    public static async Task<byte[]> FromHtmlAsync(BrowserFixture browser, string html)
    {
        await using var context = await browser.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync(html);
        return await page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true });
    }

    private static string BankAdviceHtml(BankAdvice advice)
    {
        (string Label, string Value)[] rows =
        [
            ("Account", advice.Account), ("Received from", advice.Sender), ("Amount", $"{advice.Currency} {advice.Amount}"),
            ("Reference", advice.Reference), ("Value date", advice.ValueDate),
        ];
        var html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8><title>Credit advice</title>");
        html.Append("<style>body{font:12pt 'Liberation Sans',sans-serif;margin:2cm}th{text-align:left;padding:.2cm 1cm .2cm "
            + "0}section+section{break-before:page}</style>");
        for (var page = 1; page <= advice.Pages; page++)
        {
            html.Append($"<section><h1>{Encode(advice.Bank)}</h1><h2>Credit advice, page {page} of {advice.Pages}</h2><table>");
            foreach (var (label, value) in rows)
            {
                html.Append($"<tr><th>{label}</th><td>{Encode(value)}</td></tr>");
            }
            html.Append("</table></section>");
        }
        return html.ToString();
    }

    private static string Encode(string text)
    {
        return WebUtility.HtmlEncode(text);
    }
}

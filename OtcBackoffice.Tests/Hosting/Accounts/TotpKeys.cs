using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Domain.Access;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Hosting.Accounts;

/// <summary>The part of a phone: reads the key off the account page and makes codes at the product's time.</summary>
internal static partial class TotpKeys
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Sets an authenticator up in a signed-in browser and answers its key and the recovery codes.</summary>
    public static async Task<(byte[] Key, IReadOnlyList<string> Recovery)> EnrolAsync(DeskHost host, FormBrowser browser)
    {
        Assert.Equal("/account", (await browser.PostAsync("/account", "/account/authenticator/begin")).Location);
        var key = Read(KeyText().Match((await browser.GetAsync("/account")).Text).Groups["key"].Value);
        var confirmed = await browser.PostAsync("/account", "/account/authenticator/confirm", ("code", CodeNow(host, key)));
        Assert.Equal("/account/recovery-codes", confirmed.Location);
        var page = await browser.GetAsync("/account/recovery-codes");
        return (key, [.. CodeText().Matches(page.Text).Select(match => match.Groups["code"].Value)]);
    }

    public static string CodeNow(DeskHost host, byte[] key, int stepsAhead = 0) =>
        Totp.Code(key, Totp.StepAt(host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime) + stepsAhead);

    /// <summary>The bytes of a key as the page spells it.</summary>
    public static byte[] Read(string text)
    {
        var bits = string.Concat(text.Select(one => Convert.ToString(Alphabet.IndexOf(one, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    [GeneratedRegex("data-totp-key>(?<key>[A-Z2-7]+)<")]
    private static partial Regex KeyText();

    [GeneratedRegex("<li>(?<code>[A-Z2-7]{4}(-[A-Z2-7]{4}){3})</li>")]
    private static partial Regex CodeText();
}

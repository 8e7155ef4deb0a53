using System.Text.RegularExpressions;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Api.DepositDesk;

/// <summary>Signs in through the console's form, as a browser without scripts does.</summary>
internal static partial class SessionCookies
{
    /// <summary>The Cookie header of a signed-in session.</summary>
    public static async Task<string> SignInAsync(DeskHost host, DemoStaff person)
    {
        var page = await WireAnswer.SendAsync(host.Anonymous, "GET", "/account/sign-in", null, ("Accept", "text/html"));
        var form = Cookies(page);
        var token = Token().Match(page.Text).Groups["token"].Value;
        using var fields = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("email", person.Email), new("password", person.Password),
                new("returnUrl", "/")]);
        var entered = await WireAnswer.SendAsync(host.Anonymous, "POST", "/account/sign-in", fields, ("Cookie", form),
            ("Accept", "text/html"));
        Assert.Equal("/", entered.Headers.Location?.ToString());
        return Cookies(entered);
    }

    private static string Cookies(WireAnswer answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies)
        ? string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]))
        : throw new InvalidOperationException($"{answer.Request} set no cookie: {answer.Status}");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}

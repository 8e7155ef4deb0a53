using System.Text;
using OtcBackoffice.Components.Credentials;
using OtcBackoffice.Domain.Events;
using OtcBackoffice.Security;

namespace OtcBackoffice.Tests.Security;

/// <summary>The signature of a block-trade request, against both published vectors and against every way to bend a request.</summary>
public sealed class RequestSignatureTests
{
    private const string Secret = "lH3ELTNiFxCQTmi9pPcWWikhsjO04Yoqw3euoHUuOLC3GYBW64ZqzQsiOEHXQS76";
    private const string Golden = "488d9dde72afed28e11390e8064baab34386cda62f9fb884bd7cacac98182ba5";
    private const string Literal = "5fafd5098eca1e135037f335fe6a9ec6884271cb6933bd7f5ed6a3582f1f0eea";

    [Fact]
    public void The_vector_of_the_stated_body_holds()
    {
        var read = Read($"timestamp=1538323200000&signature={Golden}", """{"id":0}""", SignedBody.Whole);

        Assert.Equal("""timestamp=1538323200000{"id":0}""", Encoding.UTF8.GetString(read!.Message));
        Assert.True(read.IsBy(Secret));
    }

    [Fact]
    public void The_published_digest_belongs_to_the_text_that_the_shell_made_of_it()
    {
        Assert.Equal(Literal, RequestSignature.Sign(Secret, "timestamp=1538323200000{id:0}"u8));
        Assert.False(Read($"timestamp=1538323200000&signature={Literal}", """{"id":0}""", SignedBody.Whole)!.IsBy(Secret));
    }

    [Fact]
    public void What_the_page_shows_is_true()
    {
        Assert.All((SignatureVector[])[SignatureVectors.BlockTrade, SignatureVectors.BlockTradeLiteral], shown =>
            Assert.Equal(shown.Signature, RequestSignature.Sign(shown.Secret, Encoding.UTF8.GetBytes(shown.Message))));
        var parts = SignatureVectors.Webhook.Message.Split('.', 3);
        Assert.Equal(SignatureVectors.Webhook.Signature, WebhookSignature.Sign(
            SignatureVectors.Webhook.Secret, parts[0], long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
                Encoding.UTF8.GetBytes(parts[2])));
    }

    [Theory]
    [InlineData("a=1&timestamp=7&signature=SIG", "", "a=1&timestamp=7")]
    [InlineData("signature=SIG&a=1&timestamp=7", "", "a=1&timestamp=7")]
    [InlineData("a=1&signature=SIG&timestamp=7", "", "a=1&timestamp=7")]
    [InlineData("timestamp=7", "a=1&signature=SIG&b=2", "timestamp=7a=1&b=2")]
    [InlineData("", "signature=SIG&timestamp=7", "timestamp=7")]
    [InlineData("a=%20+%2B&timestamp=7&&signature=SIG", "", "a=%20+%2B&timestamp=7&")]
    public void The_one_signature_is_taken_out_from_wherever_it_stands(string query, string body, string message)
    {
        var hex = RequestSignature.Sign(Secret, Encoding.UTF8.GetBytes(message));
        var read = Read(query.Replace("SIG", hex, StringComparison.Ordinal), body.Replace("SIG", hex, StringComparison.Ordinal),
            SignedBody.Form);

        Assert.Equal(message, Encoding.Latin1.GetString(read!.Message));
        Assert.True(read.IsBy(Secret));
    }

    [Fact]
    public void Digits_may_be_large_or_small_and_the_secret_may_not()
    {
        var read = Read($"timestamp=1538323200000&signature={Golden.ToUpperInvariant()}", """{"id":0}""", SignedBody.Whole)!;

        Assert.True(read.IsBy(Secret));
        Assert.Equal(Golden, read.Hex);
        Assert.False(read.IsBy(Secret.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("timestamp=7", "")]
    [InlineData("timestamp=7&signature=", "")]
    [InlineData("timestamp=7&signature=SIG&signature=SIG", "")]
    [InlineData("timestamp=7&signature=SIG", "signature=SIG")]
    [InlineData("timestamp=7&signature=SIG&%73ignature=SIG", "")]
    [InlineData("timestamp=7&%73ignature=SIG", "")]
    [InlineData("timestamp=7&signature=SIG0", "")]
    [InlineData("timestamp=7&signature=%34SIG", "")]
    [InlineData("timestamp=7&timestamp=8&signature=SIG", "")]
    [InlineData("recvWindow=5000&recvWindow=60000&timestamp=7&signature=SIG", "")]
    [InlineData("recvWindow=60001&timestamp=7&signature=SIG", "")]
    [InlineData("recvWindow=0&timestamp=7&signature=SIG", "")]
    [InlineData("recvWindow=-1&timestamp=7&signature=SIG", "")]
    [InlineData("timestamp=&signature=SIG", "")]
    [InlineData("timestamp=7e3&signature=SIG", "")]
    [InlineData("signature=SIG", "")]
    public void What_could_be_read_in_two_ways_is_not_read(string query, string body) =>
        Assert.Null(Read(query.Replace("SIG", Golden, StringComparison.Ordinal), body.Replace("SIG", Golden, StringComparison.Ordinal),
            SignedBody.Form));

    [Fact]
    public void Every_changed_byte_and_every_other_order_is_another_signature()
    {
        const string Query = "a=1&b=2&timestamp=7";
        var hex = RequestSignature.Sign(Secret, Encoding.UTF8.GetBytes(Query));
        Assert.True(Read($"{Query}&signature={hex}", "", SignedBody.Form)!.IsBy(Secret));
        foreach (var bent in (string[])["b=2&a=1&timestamp=7", "a=1&b=2&timestamp=8", "a=1&b=%32&timestamp=7", "a=1&b=2&timestamp=7&",
            "A=1&b=2&timestamp=7", "a=1&b=2&c=&timestamp=7"])
        {
            Assert.False(Read($"{bent}&signature={hex}", "", SignedBody.Form)?.IsBy(Secret) ?? false, bent);
        }
        Assert.False(Read($"{Query}&signature={hex}", "c=3", SignedBody.Form)!.IsBy(Secret));
        Assert.False(Read($"{Query}&signature={hex}", "\uFEFF", SignedBody.Whole)!.IsBy(Secret));
        Assert.True(Read($"{Query}&signature={hex}", "the file", SignedBody.Nothing)!.IsBy(Secret));
    }

    [Fact]
    public void The_query_wins_over_the_body()
    {
        var read = Read($"timestamp=7&recvWindow=100&signature={Golden}", "timestamp=8&recvWindow=200", SignedBody.Form)!;

        Assert.Equal((7, 100), (read.TimestampMs, read.RecvWindowMs));
    }

    [Theory]
    [InlineData(null, 5_000, true)]
    [InlineData(null, 5_001, false)]
    [InlineData(null, -1_000, true)]
    [InlineData(null, -1_001, false)]
    [InlineData("60000", 60_000, true)]
    [InlineData("60000", 60_001, false)]
    [InlineData("100", 101, false)]
    public void A_request_is_good_within_its_window_and_not_ahead_of_time(string? window, int lateMs, bool isTimely)
    {
        var read = Read($"timestamp=1538323200000{(window is null ? "" : "&recvWindow=" + window)}&signature={Golden}", "",
            SignedBody.Whole)!;

        Assert.Equal(isTimely, read.IsTimely(DateTimeOffset.FromUnixTimeMilliseconds(1538323200000 + lateMs)));
    }

    private static RequestSignature? Read(string query, string body, SignedBody kind) =>
        RequestSignature.Read(query, Encoding.UTF8.GetBytes(body), kind);
}

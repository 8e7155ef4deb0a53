using System.Security.Cryptography;
using System.Text;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Tests.Domain.Events;

public sealed class WebhookSignatureTests
{
    private const string PublishedSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void The_published_standard_webhooks_example_is_reproduced()
    {
        var signature = WebhookSignature.Sign(PublishedSecret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Body);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void A_plain_text_secret_is_used_as_its_bytes()
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData("pläin secret"u8, Body));

        Assert.Equal("sha256=" + expected, WebhookSignature.SignBody("pläin secret", Body));
    }

    [Fact]
    public void The_body_signature_matches_a_published_hmac_example()
    {
        var signature = WebhookSignature.SignBody("Jefe", "what do ya want for nothing?"u8);

        Assert.Equal("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", signature);
    }

    [Fact]
    public void Both_forms_use_the_same_key_of_a_prefixed_secret()
    {
        var key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal(key, WebhookSignature.Key(PublishedSecret));
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Body)),
            WebhookSignature.SignBody(PublishedSecret, Body));
        Assert.Equal(PublishedSecret, WebhookSignature.WriteSecret(key));
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_not base 64!")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_that_only_looks_prefixed_is_plain_text(string secret)
    {
        Assert.Equal(Encoding.UTF8.GetBytes(secret), WebhookSignature.Key(secret));
    }

    [Fact]
    public void Every_part_of_a_message_is_covered()
    {
        var signature = WebhookSignature.Sign(PublishedSecret, "m1", 100, Body);

        Assert.NotEqual(signature, WebhookSignature.Sign(PublishedSecret, "m2", 100, Body));
        Assert.NotEqual(signature, WebhookSignature.Sign(PublishedSecret, "m1", 101, Body));
        Assert.NotEqual(signature, WebhookSignature.Sign(PublishedSecret, "m1", 100, [.. Body, (byte)' ']));
        Assert.NotEqual(signature, WebhookSignature.Sign("another", "m1", 100, Body));
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(PublishedSecret, "m1.1", 100, Body));
    }
}

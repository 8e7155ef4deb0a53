using Microsoft.AspNetCore.Components;

namespace OtcBackoffice.Components.Credentials;

/// <summary>How requests and deliveries are signed, with vectors that a client can be tested against.</summary>
public sealed partial class SignatureExamples : ComponentBase;

/// <summary>A text with its signature under a sample secret.</summary>
public sealed record SignatureVector(string Title, string Note, string Secret, string Message, string Signature);

/// <summary>The vectors that are shown; a test computes each of them again.</summary>
public static class SignatureVectors
{
    private const string SampleSecret = "lH3ELTNiFxCQTmi9pPcWWikhsjO04Yoqw3euoHUuOLC3GYBW64ZqzQsiOEHXQS76";

    /// <summary>Query and body with nothing between them.</summary>
    public static readonly SignatureVector BlockTrade = new(
        "Block trade: query and JSON body",
        "HMAC-SHA256 over the raw query (less its signature pair) and the raw body, nothing between them, as hexadecimal. Send the key in "
            + "X-BH-APIKEY.",
        SampleSecret, """timestamp=1538323200000{"id":0}""", "488d9dde72afed28e11390e8064baab34386cda62f9fb884bd7cacac98182ba5");

    /// <summary>What the published digest really belongs to.</summary>
    public static readonly SignatureVector BlockTradeLiteral = new(
        "Block trade: the digest in circulation",
        "Some documents show this digest for the body above. It belongs to a text from which a shell had removed the quotes.",
        SampleSecret, "timestamp=1538323200000{id:0}", "5fafd5098eca1e135037f335fe6a9ec6884271cb6933bd7f5ed6a3582f1f0eea");

    /// <summary>The published example of Standard Webhooks.</summary>
    public static readonly SignatureVector Webhook = new(
        "Webhooks: webhook-signature",
        "HMAC-SHA256 over webhook-id, webhook-timestamp and the raw body with full stops between them, as base 64; the key is what "
            + "follows whsec_, decoded.",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", """msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}""",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<SignatureVector> All = [BlockTrade, BlockTradeLiteral, Webhook];
}

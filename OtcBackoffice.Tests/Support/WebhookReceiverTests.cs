using System.Net;
using System.Text;

namespace OtcBackoffice.Tests.Support;

public sealed class WebhookReceiverTests : IAsyncLifetime
{
    // The test vector that the Standard Webhooks project publishes with its libraries.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Body = "{\"test\": 2432232314}";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private readonly HttpClient _client = new();
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task It_records_what_arrives_and_knows_a_good_signature()
    {
        await PostAsync(Signature);

        var webhook = Assert.Single(await _receiver.WaitForAsync(1));
        Assert.Equal(("POST", "/hook", Body, Id), (webhook.Method, webhook.Path, webhook.Text, webhook.Id));
        Assert.True(webhook.HasStandardSignature(Secret));
        Assert.True(webhook.HasStandardSignature(Secret, DateTimeOffset.FromUnixTimeSeconds(1614265330 + 299)));
    }

    [Theory]
    [InlineData("v1,AAAM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Secret, 0)]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Secret, 0)]
    [InlineData(Signature, "whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 0)]
    [InlineData(Signature, Secret, 301)]
    public async Task It_refuses_what_a_receiver_must_refuse(string signature, string secret, int secondsLater)
    {
        await PostAsync(signature);

        Assert.False(_receiver.Received[0].HasStandardSignature(secret, DateTimeOffset.FromUnixTimeSeconds(1614265330 + secondsLater)));
    }

    [Fact]
    public async Task One_good_signature_among_several_is_enough()
    {
        await PostAsync("v1,AAAA " + Signature);

        Assert.True(_receiver.Received[0].HasStandardSignature(Secret));
    }

    [Theory]
    [InlineData("sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8", true)]
    [InlineData("sha256=F7BC83F430538424B13298E6AA6FB143EF4D59A14946175997479DBC2D1A3CD8", false)]
    [InlineData("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8", false)]
    public async Task The_desk_s_own_header_is_the_hex_of_the_body_s_code(string header, bool good)
    {
        // The well-known HMAC-SHA256 of this sentence under the key "key".
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver.Address);
        request.Content = new StringContent("The quick brown fox jumps over the lazy dog");
        request.Headers.Add("X-OTC-Signature", header);
        await _client.SendAsync(request);

        Assert.Equal(good, _receiver.Received[0].HasOtcSignature("key"));
    }

    [Fact]
    public async Task It_fails_as_often_as_it_was_told_and_still_records()
    {
        _receiver.FailNext(1, 429, retryAfter: "7");
        _receiver.DropNext(1);
        _receiver.AnswerBody = "thanks";

        using var refused = await PostAsync(Signature);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Signature));
        using var taken = await PostAsync(Signature);

        Assert.Equal((HttpStatusCode)429, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("thanks", await taken.Content.ReadAsStringAsync());
        Assert.Equal([429, 0, 200], _receiver.Received.Select(webhook => webhook.AnsweredStatus));
    }

    private async Task<HttpResponseMessage> PostAsync(string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_receiver.Address, "/hook"));
        request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        request.Headers.Add("webhook-id", Id);
        request.Headers.Add("webhook-timestamp", Timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        return await _client.SendAsync(request);
    }
}

using System.Text;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Mpesa;

namespace OtcBackoffice.Tests.Integrations.Mpesa;

/// <summary>The Daraja protocol, held against answers as the operator documents them.</summary>
public sealed class DarajaClientTests
{
    private static readonly MobilePushOrder Order = new(Guid.NewGuid(), "+254712345678", 50_000, "DEP-1001", "unguessable");

    [Fact]
    public async Task A_push_is_signed_sent_with_a_token_and_names_its_own_callback()
    {
        var far = new FarOperator(
            """{"MerchantRequestID":"29115-1","CheckoutRequestID":"ws_CO_1","ResponseCode":"0","ResponseDescription":"Success"}""");
        var push = await Client(far).PushAsync(Order, CancellationToken.None);

        Assert.Equal(new MobilePush("29115-1", "ws_CO_1"), push);
        Assert.Equal("Basic a2V5OnNlY3JldA==", far.Authorizations[0]);
        Assert.Equal("Bearer tok", far.Authorizations[1]);
        var sent = JsonSerializer.Deserialize<JsonElement>(far.Body!);
        Assert.Equal("https://desk.example/api/v1/mpesa/callback/unguessable", sent.GetProperty("CallBackURL").GetString());
        Assert.Equal("20260331120000", sent.GetProperty("Timestamp").GetString());
        Assert.Equal(Convert.ToBase64String(Encoding.UTF8.GetBytes("174379pass20260331120000")), sent.GetProperty("Password").GetString());
        Assert.Equal("254712345678", sent.GetProperty("PhoneNumber").GetString());
    }

    [Fact]
    public async Task A_refusal_is_told_from_silence()
    {
        var refused = new FarOperator("""{"requestId":"1","errorCode":"400.002.02","errorMessage":"Bad Request - Invalid PhoneNumber"}""",
            400);
        await Assert.ThrowsAsync<MobileMoneyRefusedException>(() => Client(refused).PushAsync(Order, CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => Client(new FarOperator("", null, OutboundFailure.Timeout))
            .PushAsync(Order, CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => Client(new FarOperator("oops", 502)).PushAsync(Order, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"ResponseCode":"0","ResultCode":"0","ResultDesc":"ok"}""", 200, MobileAnswerState.Paid)]
    [InlineData("""{"ResponseCode":"0","ResultCode":"1032","ResultDesc":"Request cancelled by user"}""", 200, MobileAnswerState.NotPaid)]
    [InlineData("""{"requestId":"1","errorCode":"500.001.1001","errorMessage":"The transaction is being processed"}""", 500,
        MobileAnswerState.Waiting)]
    [InlineData("oops", 502, MobileAnswerState.Unknown)]
    public async Task Asking_tells_paid_from_unpaid_from_not_yet(string answer, int status, MobileAnswerState expected) =>
        Assert.Equal(expected, (await Client(new FarOperator(answer, status)).QueryAsync(Order.OrderId, "ws_CO_1", CancellationToken.None))
            .State);

    private static DarajaClient Client(IOutboundHttp far) => new(
        new MpesaOptions { ConsumerKey = "key", ConsumerSecret = "secret", ShortCode = "174379", PassKey = "pass",
            CallbackBase = "https://desk.example/" }, far,
        new FixedTime());

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 31, 9, 0, 0, TimeSpan.Zero);
    }

    private sealed class FarOperator(string answer, int? status = 200, OutboundFailure failure = OutboundFailure.None) : IOutboundHttp
    {
        public List<string> Authorizations { get; } = [];

        public byte[]? Body { get; private set; }

        public string? CheckTarget(string url) => null;

        public Task<OutboundAnswer> PostAsync(Uri target, IReadOnlyDictionary<string, string> headers, byte[] body,
            CancellationToken cancellation)
        {
            Authorizations.Add(headers["Authorization"]);
            Body = body;
            return Task.FromResult(new OutboundAnswer(status, 1, answer, failure, null));
        }

        public Task<OutboundAnswer> GetAsync(Uri target, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
        {
            Authorizations.Add(headers["Authorization"]);
            return Task.FromResult(new OutboundAnswer(200, 1, """{"access_token":"tok","expires_in":"3599"}""", OutboundFailure.None,
                null));
        }
    }
}

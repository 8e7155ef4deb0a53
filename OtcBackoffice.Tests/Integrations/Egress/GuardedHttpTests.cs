using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Integrations.Egress;
using OtcBackoffice.Tests.Support;

namespace OtcBackoffice.Tests.Integrations.Egress;

public sealed class GuardedHttpTests
{
    private const int LargestAnswerBytes = 64 * 1024;

    private static readonly byte[] Body = """{"amount":"1.50"}"""u8.ToArray();
    private static readonly Dictionary<string, string> Headers = new() { ["Content-Type"] = "application/json", ["webhook-id"] = "m1" };

    [Fact]
    public async Task The_exact_bytes_and_headers_arrive()
    {
        await using var far = await FarSide.StartAsync(context => context.Response.WriteAsync("thanks"));
        using var egress = Egress();

        var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/hook?a=b"), Headers, Body, CancellationToken.None);

        Assert.Equal((200, "thanks", OutboundFailure.None, true),
            (answer.StatusCode, answer.BodyStart, answer.Failure, answer.IsDelivered));
        var call = Assert.Single(far.Calls);
        Assert.Equal(Body, call.Body);
        Assert.Equal(("application/json", "m1"), (call.Headers["Content-Type"], call.Headers["webhook-id"]));
        Assert.False(call.Headers.ContainsKey("traceparent"));
    }

    [Fact]
    public async Task The_connection_goes_to_the_checked_address_and_keeps_the_host_name()
    {
        await using var far = await FarSide.StartAsync(context => context.Response.WriteAsync("ok"), "http://127.0.0.2:0");
        using var egress = Egress(Answers(IPAddress.Parse("127.0.0.2")));

        var answer = await egress.PostAsync(new Uri($"http://localhost:{far.Port}/hook"), Headers, Body, CancellationToken.None);

        Assert.True(answer.IsDelivered);
        Assert.Equal($"localhost:{far.Port}", Assert.Single(far.Calls).Headers["Host"]);
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_is_caught_at_the_next_call()
    {
        await using var far = await FarSide.StartAsync(context => context.Response.WriteAsync("ok"));
        var answers = new Queue<string>(["127.0.0.1", "169.254.169.254", "127.0.0.1"]);
        using var egress = Egress((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        var target = new Uri($"http://localhost:{far.Port}/hook");

        var first = await egress.PostAsync(target, Headers, Body, CancellationToken.None);
        var second = await egress.PostAsync(target, Headers, Body, CancellationToken.None);
        var third = await egress.PostAsync(target, Headers, Body, CancellationToken.None);

        Assert.Equal(
            [OutboundFailure.None, OutboundFailure.RefusedTarget, OutboundFailure.None],
            new[] { first, second, third }.Select(answer => answer.Failure));
        Assert.Equal(2, far.Calls.Count);
        Assert.Empty(answers);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("8.8.8.8", "10.0.0.1")]
    [InlineData("10.0.0.1", "8.8.8.8")]
    [InlineData("8.8.8.8", "::1")]
    [InlineData("::ffff:8.8.8.8")]
    public async Task One_answer_that_leads_inside_refuses_the_whole_name(params string[] answers)
    {
        using var egress = Egress(Answers([.. answers.Select(IPAddress.Parse)]), allowLoopback: false);

        var answer = await egress.PostAsync(new Uri("https://hooks.example.com/"), Headers, Body, CancellationToken.None);

        Assert.Equal((OutboundFailure.RefusedTarget, null, false), (answer.Failure, answer.StatusCode, answer.IsDelivered));
        Assert.DoesNotContain("169.254", answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_is_refused_without_the_development_setting()
    {
        await using var far = await FarSide.StartAsync(context => context.Response.WriteAsync("ok"));
        using var egress = Egress(allowLoopback: false);

        var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None);

        Assert.Equal(OutboundFailure.RefusedTarget, answer.Failure);
        Assert.Empty(far.Calls);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        await using var inside = await FarSide.StartAsync(context => context.Response.WriteAsync("secret"));
        await using var far = await FarSide.StartAsync(context =>
        {
            context.Response.Redirect($"http://127.0.0.1:{inside.Port}/", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var egress = Egress();

        var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None);

        Assert.Equal((307, OutboundFailure.None, false), (answer.StatusCode, answer.Failure, answer.IsDelivered));
        Assert.Empty(inside.Calls);
    }

    [Theory]
    [InlineData(LargestAnswerBytes, OutboundFailure.None)]
    [InlineData(LargestAnswerBytes + 1, OutboundFailure.TooLarge)]
    [InlineData(50_000_000, OutboundFailure.TooLarge)]
    public async Task An_answer_is_read_up_to_the_cap(int sizeBytes, OutboundFailure failure)
    {
        await using var far = await FarSide.StartAsync(context => context.Response.Body.WriteAsync(new byte[sizeBytes]).AsTask());
        using var egress = Egress();

        var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None);

        Assert.Equal((failure, 200), (answer.Failure, answer.StatusCode));
        Assert.True(answer.BodyStart.Length <= 1024);
        Assert.DoesNotContain('\0', answer.BodyStart);
    }

    [Fact]
    public async Task Endless_headers_are_cut_off()
    {
        await using var far = await FarSide.StartAsync(context =>
        {
            context.Response.Headers["x-long"] = new string('a', 20_000);
            return Task.CompletedTask;
        });
        using var egress = Egress();

        var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None);

        Assert.Equal(OutboundFailure.TooLarge, answer.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_far_side_that_never_finishes_is_given_up(bool sendsHeaders)
    {
        await using var far = await FarSide.StartAsync(async context =>
        {
            if (sendsHeaders)
            {
                await context.Response.WriteAsync("slow");
                await context.Response.Body.FlushAsync();
            }
            await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var egress = Egress(timeoutSeconds: 1);
        var watch = Stopwatch.StartNew();

        var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None);

        Assert.Equal((OutboundFailure.Timeout, sendsHeaders ? 200 : null), (answer.Failure, answer.StatusCode));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(25));
        Assert.InRange(answer.LatencyMilliseconds, 900, 25_000);
    }

    [Fact]
    public async Task A_name_server_that_never_answers_counts_against_the_same_time()
    {
        using var egress = Egress((_, _) => new TaskCompletionSource<IPAddress[]>().Task, timeoutSeconds: 1);

        var answer = await egress.PostAsync(new Uri("https://hooks.example.com/"), Headers, Body, CancellationToken.None);

        Assert.Equal(OutboundFailure.Timeout, answer.Failure);
    }

    [Fact]
    public async Task An_unknown_name_a_closed_port_and_a_broken_answer_are_connection_failures()
    {
        using var unknown = Egress((_, _) => throw new SocketException((int)SocketError.HostNotFound));
        using var egress = Egress();
        await using var far = await FarSide.StartAsync(context =>
        {
            context.Response.ContentLength = 100;
            context.Abort();
            return Task.CompletedTask;
        });

        var answers = new[]
        {
            await unknown.PostAsync(new Uri("https://nowhere.example.com/"), Headers, Body, CancellationToken.None),
            await egress.PostAsync(new Uri("http://127.0.0.1:1/"), Headers, Body, CancellationToken.None),
            await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None),
            await egress.PostAsync(new Uri($"https://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None),
        };

        Assert.All(answers, answer => Assert.Equal((OutboundFailure.Connection, null), (answer.Failure, answer.StatusCode)));
        Assert.Equal("The host name is not known.", answers[0].Detail);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_used()
    {
        await using var far = await FarSide.StartAsync(context => context.Response.WriteAsync("ok"));
        var before = Environment.GetEnvironmentVariable("http_proxy");
        Environment.SetEnvironmentVariable("http_proxy", "http://127.0.0.1:1");
        try
        {
            using var egress = Egress();
            var answer = await egress.PostAsync(new Uri($"http://127.0.0.1:{far.Port}/"), Headers, Body, CancellationToken.None);

            Assert.True(answer.IsDelivered);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", before);
        }
    }

    [Fact]
    public async Task Cookies_are_not_kept_between_calls()
    {
        await using var far = await FarSide.StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        using var egress = Egress();
        var target = new Uri($"http://127.0.0.1:{far.Port}/");

        await egress.PostAsync(target, Headers, Body, CancellationToken.None);
        await egress.PostAsync(target, Headers, Body, CancellationToken.None);

        Assert.All(far.Calls, call => Assert.False(call.Headers.ContainsKey("Cookie")));
    }

    [Theory]
    [InlineData("Host", "evil.example.com")]
    [InlineData("x-note", "a\r\nx-evil: b")]
    public async Task A_header_that_would_change_the_call_is_a_defect_of_the_caller(string name, string value)
    {
        using var egress = Egress();

        await Assert.ThrowsAsync<ArgumentException>(() => egress.PostAsync(
            new Uri("http://127.0.0.1:1/"), new Dictionary<string, string> { [name] = value }, Body, CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_caller_hears_of_the_cancellation()
    {
        using var egress = Egress((_, _) => new TaskCompletionSource<IPAddress[]>().Task);
        using var cancelled = new CancellationTokenSource();
        var call = egress.PostAsync(new Uri("https://hooks.example.com/"), Headers, Encoding.UTF8.GetBytes("{}"), cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static ResolveHost Answers(params IPAddress[] addresses) => (_, _) => Task.FromResult(addresses);

    private static GuardedHttp Egress(ResolveHost? resolve = null, bool allowLoopback = true, int timeoutSeconds = 15) => new(
        new EgressOptions { AllowLoopback = allowLoopback, TimeoutSeconds = timeoutSeconds },
        TimeProvider.System,
        resolve ?? Answers(IPAddress.Loopback));
}

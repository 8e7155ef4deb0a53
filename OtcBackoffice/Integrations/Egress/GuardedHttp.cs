using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Egress;

/// <summary>Looks up the addresses of a host name.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);

/// <summary>
/// The one class that calls targets which somebody typed in. It resolves the name itself, refuses the call when any
/// answer leads inside, and connects to exactly the addresses it has checked, so a name that changes its mind between
/// the check and the connection gains nothing. Every call looks the name up again; no connection is kept, because a
/// kept one would skip that check.
/// </summary>
public sealed class GuardedHttp : IOutboundHttp, IDisposable
{
    /// <summary>The largest answer that is taken without another word.</summary>
    public const int UsualAnswerBytes = 64 * 1024;

    private const int MaxHeaderKilobytes = 16;
    private const int BodyStartBytes = 1024;
    private const int PartBytes = 16 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly HttpRequestOptionsKey<IPAddress[]> CheckedAddresses = new("checked addresses");

    private readonly EgressOptions _options;
    private readonly TimeProvider _time;
    private readonly ResolveHost _resolve;
    private readonly HttpClient _http;
    private readonly int _answerBytesMax;

    /// <summary>An egress that asks the machine's own name servers.</summary>
    /// <param name="options">What may leave the house.</param>
    /// <param name="time">Measures the calls.</param>
    /// <param name="answerBytesMax">The largest answer in bytes; a larger one is refused as a whole.</param>
    public GuardedHttp(EgressOptions options, TimeProvider time, int answerBytesMax = UsualAnswerBytes)
        : this(options, time, static (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation), answerBytesMax)
    {
    }

    /// <summary>An egress with another way to look names up.</summary>
    public GuardedHttp(EgressOptions options, TimeProvider time, ResolveHost resolve, int answerBytesMax = UsualAnswerBytes)
    {
        _answerBytesMax = answerBytesMax;
        _options = options;
        _time = time;
        _resolve = resolve;
        _http = new HttpClient(Handler(), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public string? CheckTarget(string url) => EgressTarget.Refusal(url, _options.AllowLoopback);

    /// <inheritdoc/>
    public Task<OutboundAnswer> PostAsync(Uri target, IReadOnlyDictionary<string, string> headers, byte[] body,
        CancellationToken cancellation) =>
        SendAsync(target, headers, body, cancellation);

    /// <inheritdoc/>
    public Task<OutboundAnswer> GetAsync(Uri target, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation) =>
        SendAsync(target, headers, null, cancellation);

    private async Task<OutboundAnswer> SendAsync(Uri target, IReadOnlyDictionary<string, string> headers, byte[]? body,
        CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        OutboundAnswer Failed(OutboundFailure failure, string detail, int? status = null) =>
            new(status, Elapsed(started), "", failure, detail);

        if (CheckTarget(target.OriginalString) is { } refusal)
        {
            return Failed(OutboundFailure.RefusedTarget, refusal);
        }
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        int? status = null;
        try
        {
            using var request = Request(target, headers, body);
            request.Options.Set(CheckedAddresses, await ResolveAsync(target, limit.Token));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            status = (int)response.StatusCode;
            var answer = await ReadAsync(response.Content, limit.Token);
            return answer.Length > _answerBytesMax
                ? Failed(OutboundFailure.TooLarge, $"The answer is larger than {_answerBytesMax} bytes.", status)
                : new OutboundAnswer(status, Elapsed(started), Start(answer), OutboundFailure.None, null)
                {
                    Body = answer, RetryAfter = response.Headers.TryGetValues("Retry-After", out var waits) ? waits.FirstOrDefault() : null,
                };
        }
        catch (TargetRefusedException)
        {
            // No word on where the name leads: the answer may be shown to whoever typed the name in.
            return Failed(OutboundFailure.RefusedTarget, "The host leads to an address that may not be reached from here.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(OutboundFailure.Timeout, $"No whole answer within {_options.TimeoutSeconds} seconds.", status);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return Failed(OutboundFailure.TooLarge, $"The headers of the answer are larger than {MaxHeaderKilobytes} KB.", status);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
        {
            return Failed(OutboundFailure.Connection, Describe(fault), status);
        }
    }

    /// <summary>Ends the calls under way.</summary>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.Zero,
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
    };

    private static HttpRequestMessage Request(Uri target, IReadOnlyDictionary<string, string> headers, byte[]? body)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post,
            target) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("OtcBackoffice", "1"));
        foreach (var (name, value) in headers)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || value.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new ArgumentException($"The header {name} cannot be sent so.", nameof(headers));
            }
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
        return request;
    }

    private async Task<IPAddress[]> ResolveAsync(Uri target, CancellationToken cancellation)
    {
        var addresses = EgressTarget.Literal(target) is { } literal
            ? [literal]
            : await _resolve(target.IdnHost, cancellation).WaitAsync(cancellation);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }
        // All answers must pass: one that leads inside among others that do not is an attempt, not an accident.
        return Array.TrueForAll(addresses, address => EgressAddresses.MayReach(address, _options.AllowLoopback))
            ? addresses
            : throw new TargetRefusedException();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(CheckedAddresses, out var addresses))
        {
            throw new TargetRefusedException();
        }
        Exception? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            attempt.CancelAfter(ConnectTimeout);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), attempt.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception fault) when (fault is SocketException
                || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                socket.Dispose();
                last = fault;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw new IOException("None of the host's addresses could be connected to.", last);
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        using var stream = await content.ReadAsStreamAsync(cancellation);
        using var taken = new MemoryStream();
        var part = new byte[PartBytes];
        int read;
        // One byte more than is taken tells that the answer is too large without reading the rest.
        while (taken.Length <= _answerBytesMax
            && (read = await stream.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, _answerBytesMax + 1 - taken.Length)),
            cancellation)) > 0)
        {
            taken.Write(part, 0, read);
        }
        return taken.ToArray();
    }

    // A text column of PostgreSQL cannot hold the NUL character.
    private static string Start(byte[] answer) =>
        Encoding.UTF8.GetString(answer.AsSpan(0, Math.Min(answer.Length, BodyStartBytes))).Replace('\0', '\uFFFD');

    private static string Describe(Exception fault) => fault switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            "The host name is not known.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The encrypted connection could not be made.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "The host could not be connected to.",
        _ => "The connection broke off before the answer was whole.",
    };

    private long Elapsed(long started) => (long)_time.GetElapsedTime(started).TotalMilliseconds;

    private sealed class TargetRefusedException : Exception;
}

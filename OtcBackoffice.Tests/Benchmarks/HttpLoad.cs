using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace OtcBackoffice.Tests.Benchmarks;

/// <summary>
/// A load of HTTP/1.1 requests over kept-open connections on plain sockets. It shares the machine with the server, so
/// it does as little as it can; HttpClient would cost more than the bare endpoint it measures.
/// </summary>
internal static class HttpLoad
{
    private static readonly byte[] EndOfHeaders = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfChunks = "0\r\n\r\n"u8.ToArray();

    /// <summary>Requests per second, with the percentiles of the time per request in milliseconds.</summary>
    /// <param name="address">Scheme, host and port.</param>
    /// <param name="connections">How many requests are under way at once.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="request">The bytes of the request with this running number; called from many connections at once.</param>
    /// <param name="cancellation">Ends the load early.</param>
    public static async Task<Reading> RunAsync(Uri address, int connections, double seconds, Func<int, byte[]> request,
        CancellationToken cancellation)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ConnectAsync(address, cancellation)));
        var run = new Run(seconds, request);
        var cpu = Environment.CpuUsage.TotalTime;
        var latencies = await Task.WhenAll(clients.Select(client => Task.Run(() => run.SendAsync(client, cancellation), cancellation)));
        var elapsed = run.Elapsed;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var sorted = latencies.SelectMany(list => list).Order().ToArray();
        return new Reading(
            sorted.Length / elapsed.TotalSeconds,
            new Dictionary<string, double>
            {
                ["p50_ms"] = Percentile(sorted, 0.50),
                ["p99_ms"] = Percentile(sorted, 0.99),
                ["requests"] = sorted.Length,
                // Server and load share a process. On a machine that others use as well this repeats better than the rate.
                ["cpu_us_each"] = cpu.TotalMicroseconds / sorted.Length,
            });
    }

    /// <summary>A request as bytes, with whatever header lines it needs.</summary>
    public static byte[] Request(Uri address, string method, string path, string body = "", params string[] headers)
    {
        var text = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        foreach (var header in headers)
        {
            text.Append(header).Append("\r\n");
        }
        if (method != "GET")
        {
            text.Append($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        }
        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString());
    }

    private static double Percentile(long[] sortedTicks, double part)
    {
        var ticks = sortedTicks[Math.Min(sortedTicks.Length - 1, (int)(sortedTicks.Length * part))];
        return ticks * 1000.0 / Stopwatch.Frequency;
    }

    private static async Task<TcpClient> ConnectAsync(Uri address, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        return client;
    }

    private sealed class Run(double seconds, Func<int, byte[]> request)
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _number;

        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

        /// <summary>Sends one request after another, at least one, and answers how many ticks each took.</summary>
        public async Task<List<long>> SendAsync(TcpClient client, CancellationToken cancellation)
        {
            using var owned = client;
            await using var stream = client.GetStream();
            var latencies = new List<long>(4096);
            var buffer = new byte[128 * 1024];
            do
            {
                var bytes = request(Interlocked.Increment(ref _number));
                var sent = Stopwatch.GetTimestamp();
                await stream.WriteAsync(bytes, cancellation);
                await ReadAnswerAsync(stream, buffer, cancellation);
                latencies.Add(Stopwatch.GetTimestamp() - sent);
            }
            while (Elapsed.TotalSeconds < seconds);
            return latencies;
        }

        private static async Task ReadAnswerAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellation)
        {
            var filled = 0;
            do
            {
                var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellation);
                if (read == 0)
                {
                    throw new InvalidOperationException(filled == buffer.Length ? "The answer is larger than the buffer."
                        : "The server closed the connection.");
                }
                filled += read;
            }
            while (!IsComplete(buffer.AsSpan(0, filled)));
            // "HTTP/1.1 2xx": a load of refusals would measure nothing.
            if (buffer[9] != (byte)'2')
            {
                throw new InvalidOperationException("The server answered " + Encoding.UTF8.GetString(buffer, 0, Math.Min(filled, 2000)));
            }
        }

        private static bool IsComplete(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf(EndOfHeaders);
            if (end < 0)
            {
                return false;
            }
            var head = answer[..(end + 2)];
            var length = head.IndexOf("Content-Length: "u8);
            if (length >= 0)
            {
                return Utf8Parser.TryParse(head[(length + 16)..], out int expected, out _) && answer.Length >= end + 4 + expected;
            }
            return head.IndexOf("Transfer-Encoding: chunked"u8) < 0 || answer.EndsWith(EndOfChunks);
        }
    }
}

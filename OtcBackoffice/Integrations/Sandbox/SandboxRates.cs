using System.Collections.Concurrent;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Monetary;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// A market that stands still until somebody sets it. It starts with the rates of the demo desk, keeps what was set
/// over a restart, and always answers as of now, as a live feed does.
/// </summary>
public sealed class SandboxRates : IReferenceRates
{
    private const string Source = "sandbox";

    private static readonly TimeSpan FollowEvery = TimeSpan.FromMilliseconds(250);

    private static readonly (string Base, string Quote, string Rate)[] Opening =
    [
        ("USDT", "KES", "129.50"),
        ("USDC", "KES", "129.50"),
        ("USD", "KES", "129.30"),
        ("USDT", "USD", "1.0000"),
        ("USDC", "USD", "1.0000"),
        ("BTC", "USD", "65000.00"),
        ("ETH", "USD", "3200.00"),
        ("EUR", "USD", "1.0850"),
        ("USDC", "EUR", "0.9200"),
        ("USDT", "EUR", "0.9200"),
        ("USD", "MXN", "20.05"),
        ("USDT", "MXN", "20.07"),
        ("USDC", "MXN", "20.07"),
        ("USD", "ARS", "1180.00"),
        ("USDT", "ARS", "1200.00"),
        ("USD", "JPY", "155.00"),
        ("USD", "KWD", "0.3070"),
    ];

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly SandboxFeed? _feed;
    private readonly ConcurrentDictionary<string, string> _rates = new(StringComparer.Ordinal);
    private long _followedAt;

    /// <summary>A market whose rates are kept in a folder.</summary>
    /// <param name="folder">The sandbox folder; made when missing.</param>
    /// <param name="time">The time that rates are dated with.</param>
    /// <param name="shelf">Where they are kept instead when nodes share the sandbox.</param>
    public SandboxRates(string folder, TimeProvider time, ISandboxShelf? shelf = null)
    {
        _time = time;
        _feed = shelf is null ? null : new SandboxFeed(shelf, "rates", line =>
        {
            var said = JsonSerializer.Deserialize<string[]>(line)!;
            _rates[said[0]] = said[1];
        });
        Directory.CreateDirectory(folder);
        _file = Path.Combine(folder, "rates.json");
        foreach (var (baseCode, quoteCode, rate) in Opening)
        {
            _rates[Pair(baseCode, quoteCode)] = rate;
        }
        if (shelf is null && File.Exists(_file))
        {
            foreach (var (pair, rate) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(_file)) ?? [])
            {
                _rates[pair] = rate;
            }
        }
    }

    /// <summary>Sets the live rate of a pair.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not more than zero, or has an impossible scale.</exception>
    public void Set(string baseCode, string quoteCode, Rate rate)
    {
        ArgumentException.ThrowIfNullOrEmpty(baseCode);
        ArgumentException.ThrowIfNullOrEmpty(quoteCode);
        ArgumentOutOfRangeException.ThrowIfLessThan(rate.Mantissa, 1, nameof(rate));
        ArgumentOutOfRangeException.ThrowIfNegative(rate.Scale, nameof(rate));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate.Scale, Rate.ScaleMax, nameof(rate));
        if (_feed is not null)
        {
            _feed.Append(JsonSerializer.Serialize<string[]>([Pair(baseCode, quoteCode), rate.ToString()]));
            return;
        }
        lock (_gate)
        {
            var kept = new SortedDictionary<string, string>(_rates,
                StringComparer.Ordinal) { [Pair(baseCode, quoteCode)] = rate.ToString() };
            DurableFile.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(kept));
            _rates[Pair(baseCode, quoteCode)] = rate.ToString();
        }
    }

    /// <inheritdoc/>
    public Task<ReferenceRate?> CurrentAsync(string baseCode, string quoteCode, CancellationToken cancellation)
    {
        FollowNowAndThen();
        return Task.FromResult(
            _rates.TryGetValue(Pair(baseCode, quoteCode), out var text) && Rate.TryParse(text, out var rate)
                ? new ReferenceRate(baseCode, quoteCode, rate.Mantissa, rate.Scale, Source, _time.GetUtcNow().UtcDateTime)
                : null);
    }

    // A market is asked for every price; what another node set is heard of within a quarter of a second.
    private void FollowNowAndThen()
    {
        var last = Interlocked.Read(ref _followedAt);
        if (_feed is null || (last != 0 && TimeProvider.System.GetElapsedTime(last) < FollowEvery))
        {
            return;
        }
        Interlocked.Exchange(ref _followedAt, TimeProvider.System.GetTimestamp());
        _feed.Follow();
    }

    private static string Pair(string baseCode, string quoteCode) => $"{baseCode}/{quoteCode}";
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using OtcBackoffice.Desks.Ports;
using OtcBackoffice.Domain.Screening;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// A screening house with a short list. One address of each network is always on it, so that a hit can be tried out
/// (<see cref="RefusedExample"/>); <c>POST /sandbox/screening</c> says of others what it will answer.
/// </summary>
public sealed class SandboxScreening : IScreening
{
    private const string RefusedSeed = "refused by screening";

    private readonly FaultPoints _faults;

    // Upper and lower case of an Ethereum address are one address; two TRON addresses that differ by case alone do not occur.
    private readonly ConcurrentDictionary<string, SandboxVerdict> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly SandboxFeed? _feed;
    private long _asked;

    /// <summary>A screening house that names these addresses beside its own examples; with a shelf all nodes hear what it learns.</summary>
    public SandboxScreening(IEnumerable<string> refused, FaultPoints faults, ISandboxShelf? shelf = null)
    {
        _faults = faults;
        _feed = shelf is null ? null : new SandboxFeed(shelf, "screening", line =>
        {
            var said = JsonSerializer.Deserialize<string[]>(line)!;
            _known[said[0]] = Enum.Parse<SandboxVerdict>(said[1]);
        });
        foreach (var address in refused.Concat(SandboxChain.Networks.Select(RefusedExample)))
        {
            _known[address.Trim()] = SandboxVerdict.Hit;
        }
    }

    /// <inheritdoc/>
    public string Provider => "sandbox";

    /// <summary>The address of a network that is named from the start.</summary>
    public static string RefusedExample(string network) => SandboxAddress.On(network, RefusedSeed);

    /// <summary>What it answers from now on about an address or a name.</summary>
    public void Say(string subject, SandboxVerdict verdict)
    {
        if (_feed is null)
        {
            _known[subject.Trim()] = verdict;
            return;
        }
        _feed.Append(JsonSerializer.Serialize<string[]>([subject.Trim(), verdict.ToString()]));
    }

    /// <inheritdoc/>
    public async Task<ScreeningAnswer> ScreenAsync(ScreeningQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        await _faults.PassAsync(FaultPoints.ScreeningAsk, cancellation);
        _feed?.Follow();
        var reference = "SBX-SCR-" + Interlocked.Increment(ref _asked).ToString(CultureInfo.InvariantCulture);
        return _known.GetValueOrDefault(question.Text.Trim()) switch
        {
            SandboxVerdict.Hit => new ScreeningAnswer(ScreeningVerdict.Hit, reference, "It is on the list of the sandbox."),
            SandboxVerdict.Timeout => throw new TimeoutException("The sandbox's screening house does not answer about this subject."),
            _ => new ScreeningAnswer(ScreeningVerdict.Clear, reference, null),
        };
    }
}

/// <summary>What the simulated screening house says about a subject.</summary>
public enum SandboxVerdict
{
    /// <summary>Nothing is known against it.</summary>
    Clear,

    /// <summary>It is on a list.</summary>
    Hit,

    /// <summary>No answer comes.</summary>
    Timeout,
}

using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// Arms the fault points. What is armed lives in memory only: a crash uses its fault up, so the next start is sound.
/// </summary>
public sealed class SandboxFaults(FaultPoints points)
{
    private const int MaxTimes = 1_000_000;

    /// <summary>Every point with what it stands for and what is armed there.</summary>
    public IReadOnlyList<SandboxFault> List() =>
    [
        .. FaultPoints.Meanings.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => points.Armed.TryGetValue(pair.Key, out var armed)
            ? new SandboxFault(pair.Key, pair.Value, armed.Mode, armed.TimesLeft)
            : new SandboxFault(pair.Key, pair.Value, null, 0)),
    ];

    /// <summary>Makes the next passages of a point fail; it replaces what was armed there, and 0 times disarms.</summary>
    /// <param name="point">One of the listed points.</param>
    /// <param name="mode"><c>error</c>, <c>timeout</c> or <c>crash</c>.</param>
    /// <param name="times">How many passages fail, from 0 to 1,000,000.</param>
    /// <returns>One sentence saying what is wrong with the request, or null when it was armed.</returns>
    public string? Arm(string point, string mode, int times)
    {
        if (!FaultPoints.Meanings.ContainsKey(point))
        {
            return $"There is no such fault point. There are {string.Join(", ", FaultPoints.Meanings.Keys.Order(StringComparer.Ordinal))}.";
        }
        FaultMode? parsed = mode switch
        {
            "error" => FaultMode.Error,
            "timeout" => FaultMode.Timeout,
            "crash" => FaultMode.Crash,
            _ => null,
        };
        if (parsed is null)
        {
            return "The mode is error, timeout or crash.";
        }
        if (times is < 0 or > MaxTimes)
        {
            return $"times is from 0 to {MaxTimes}.";
        }
        points.Arm(point, parsed.Value, times);
        return null;
    }
}

/// <summary>A fault point as the sandbox lists it.</summary>
/// <param name="Point">Its name.</param>
/// <param name="Meaning">What a failure there stands for.</param>
/// <param name="Mode">How it is armed, or null.</param>
/// <param name="TimesLeft">How many passages still fail.</param>
public sealed record SandboxFault(string Point, string Meaning, FaultMode? Mode, int TimesLeft);

using System.Globalization;
using System.Text;
using OtcBackoffice.Desks.Ports;

namespace OtcBackoffice.Integrations.Sandbox;

/// <summary>
/// Real time plus an offset that can only grow, so that hours and days of the product's life pass in a test. The offset
/// outlives a restart, as real time does. Durations and timers stay real: waiting for a far side is not sped up.
/// </summary>
public sealed class SandboxClock : TimeProvider
{
    private const long MaxStepSeconds = 366L * 24 * 60 * 60;
    private const long MaxOffsetSeconds = 100 * MaxStepSeconds;

    private readonly Lock _gate = new();
    private readonly TimeProvider _real;
    private readonly string _file;
    private long _offsetSeconds, _behindTicks;

    /// <summary>A clock whose offset is kept in a folder.</summary>
    /// <param name="folder">The sandbox folder; made when missing.</param>
    /// <param name="real">The time that the offset is added to.</param>
    /// <exception cref="InvalidDataException">The kept offset cannot be read.</exception>
    public SandboxClock(string folder, TimeProvider real)
    {
        _real = real;
        Directory.CreateDirectory(folder);
        _file = Path.Combine(folder, "clock-offset");
        _offsetSeconds = File.Exists(_file) ? Read(_file) : 0;
    }

    /// <summary>Where the offset is kept when nodes share it; without it, in the folder.</summary>
    public ISandboxOffset? Shared { get; set; }

    /// <summary>Takes over what another node has moved the clock to.</summary>
    public void Refresh()
    {
        if (Shared?.Read() is { } seconds)
        {
            lock (_gate)
            {
                Interlocked.Exchange(ref _offsetSeconds, Math.Max(seconds, _offsetSeconds));
            }
        }
    }

    /// <summary>How far the product's time is ahead of real time.</summary>
    public TimeSpan Offset => TimeSpan.FromSeconds(Interlocked.Read(ref _offsetSeconds));

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <summary>Moves the clock forward and returns the new time; it is kept before anybody sees it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than zero, more than a year at once, or a century in all.</exception>
    public DateTimeOffset Advance(long seconds)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, MaxStepSeconds);
            var offsetSeconds = _offsetSeconds + seconds;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetSeconds, MaxOffsetSeconds, nameof(seconds));
            if (Shared is { } shared)
            {
                Interlocked.Exchange(ref _offsetSeconds, shared.Add(seconds));
                return GetUtcNow();
            }
            DurableFile.Replace(_file, Encoding.ASCII.GetBytes(offsetSeconds.ToString(CultureInfo.InvariantCulture)));
            Interlocked.Exchange(ref _offsetSeconds, offsetSeconds);
            return GetUtcNow();
        }
    }

    /// <summary>
    /// Sets the clock back in this process only, so that a past can be played on an empty desk; nothing else may run meanwhile.
    /// From here time passes by <see cref="LiveTo"/> and as it does, until <see cref="CatchUp"/>.
    /// </summary>
    public void Rewind(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Exchange(ref _behindTicks, by.Ticks);
    }

    /// <summary>Goes on to a moment of the past; it never goes back, and never beyond the present.</summary>
    public void LiveTo(DateTimeOffset moment)
    {
        var present = _real.GetUtcNow() + Offset;
        var behind = Math.Clamp((present - moment).Ticks, 0, Interlocked.Read(ref _behindTicks));
        Interlocked.Exchange(ref _behindTicks, behind);
    }

    /// <summary>Ends the past: the clock says the present again.</summary>
    public void CatchUp() => Interlocked.Exchange(ref _behindTicks, 0);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + Offset - TimeSpan.FromTicks(Interlocked.Read(ref _behindTicks));

    /// <inheritdoc/>
    public override long GetTimestamp() => _real.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    private static long Read(string file) =>
        long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= MaxOffsetSeconds
            ? seconds
            : throw new InvalidDataException($"The clock offset in {file} cannot be read.");
}

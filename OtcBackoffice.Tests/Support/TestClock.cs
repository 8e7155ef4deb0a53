namespace OtcBackoffice.Tests.Support;

/// <summary>When a clock of a test begins.</summary>
public static class TestClock
{
    /// <summary>A Monday morning, so that "today" and "this month" have room on both sides.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 16, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A clock that stands there until a test moves it.</summary>
    public static FakeTimeProvider Standing() => new(Start);
}

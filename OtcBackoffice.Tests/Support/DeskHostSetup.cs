using Microsoft.Extensions.DependencyInjection;
using OtcBackoffice.Data;

namespace OtcBackoffice.Tests.Support;

/// <summary>How the product is to be started for a test. Without any choice: SQLite, real time, demo desk, sandbox.</summary>
public sealed record DeskHostSetup
{
    public DatabaseProvider Provider { get; init; }

    /// <summary>
    /// The time that the product runs on; real time without it. The sandbox adds its own offset, so that
    /// <c>/sandbox/clock/advance</c> works on either.
    /// </summary>
    public FakeTimeProvider? Clock { get; init; }

    /// <summary>Outside Development the demo desk and the sandbox have to be off as well.</summary>
    public string Environment { get; init; } = "Development";

    public bool Demo { get; init; } = true;

    public bool Sandbox { get; init; } = true;

    /// <summary>Whether the demo desk is made by this host itself, for tests about that; otherwise it may be a copy of one made
    /// before.</summary>
    public bool IsFirstStart { get; init; }

    /// <summary>Further settings by their configuration names, such as <c>OTC_OFFICER_MAX_USD</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Replaces services after the product has registered its own: a far side that answers as the test needs it.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}

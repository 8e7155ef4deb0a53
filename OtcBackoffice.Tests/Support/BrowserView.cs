namespace OtcBackoffice.Tests.Support;

/// <summary>How a person sits at the product: the window, its language, its theme.</summary>
public sealed record BrowserView
{
    public Uri? BaseAddress { get; init; }

    public int Width { get; init; } = 1440;

    public int Height { get; init; } = 900;

    public bool Dark { get; init; }

    /// <summary>False for a browser that runs no script of ours.</summary>
    public bool Scripts { get; init; } = true;

    public string Locale { get; init; } = "en-GB";

    public string TimeZone { get; init; } = "Africa/Nairobi";

    public int TimeoutSeconds { get; init; } = 150;
}

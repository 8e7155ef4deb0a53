using Microsoft.Extensions.Options;

namespace OtcBackoffice.Integrations.Screening;

/// <summary>
/// The section <c>Screening</c>: who is asked whether an address or a name may be paid. Without a provider nothing that needs an
/// answer is paid; that nothing is asked must be chosen in words (<c>none</c>).
/// </summary>
public sealed class ScreeningOptions : IValidateOptions<ScreeningOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Screening";

    /// <summary>The providers there are.</summary>
    public const string Sandbox = "sandbox", Http = "http", None = "none";

    private const int LongestSeconds = 60;

    /// <summary><c>sandbox</c>, <c>http</c> or <c>none</c>; empty for the sandbox's where the outside is simulated, else for
    /// nobody.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Where the HTTP provider is asked.</summary>
    public string Url { get; set; } = "";

    /// <summary>Its key, sent as <c>Authorization: Bearer</c>.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>How long an answer may take.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ScreeningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (options.Provider is not ("" or Sandbox or Http or None))
        {
            faults.Add($"{Section}:Provider must be {Sandbox}, {Http} or {None}.");
        }
        if (options.Provider == Http && !Uri.TryCreate(options.Url, UriKind.Absolute, out _))
        {
            faults.Add($"{Section}:Url must be the address of the screening house.");
        }
        if (options.TimeoutSeconds is < 1 or > LongestSeconds)
        {
            faults.Add($"{Section}:TimeoutSeconds is from 1 to {LongestSeconds}.");
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
